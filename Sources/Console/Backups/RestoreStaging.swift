internal import FoundationEssentials
internal import Storage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder `restore.partial` of the data directory, in which all is made ready to be renamed.
struct RestoreStaging {
    static let name = "restore.partial"
    private static let database = "database"

    let directory: DataDirectory
    /// The folder; a file of it is named by `file`.
    private var folder: DataDirectory { DataDirectory(path: directory.file(Self.name)) }

    /// Where the old installation is made ready to be kept.
    var old: String { folder.file("old") }

    init(_ directory: DataDirectory) { self.directory = directory }

    /// Puts all files of the backup there, on the disk; `amend` changes the database before.
    func fill(
        _ backup: CheckedBackup, _ progress: (Int, Int) throws -> Void, amend: (any Transaction) throws -> Void
    ) throws {
        try clear()
        guard mkdir(folder.path, 0o700) == 0 else { throw failure(folder.path) }
        try unpack(backup, progress, amend)
        for file in backup.files where file.name != DataDirectory.bootstrapFile {
            try PrivateFile.write(file.content, to: folder.file(file.name))
            try setTime(of: folder.file(file.name), to: file.modifiedAt)
        }
        let bootstrap = Bootstrap(
            version: Bootstrap.knownVersion, setupID: backup.bootstrap.setupID,
            databasePath: backup.databaseName, completedAt: backup.bootstrap.completedAt)
        try PrivateFile.write(bootstrap.encoded(), to: folder.file(DataDirectory.bootstrapFile))
    }

    /// Removes the folder with all in it, which are copies of what is elsewhere.
    func clear() throws {
        var status = stat()
        guard lstat(folder.path, &status) == 0 else { return }
        do {
            try FileManager.default.removeItem(atPath: folder.path)
        } catch {
            throw PrivateFileError.failed(path: folder.path, "cannot be removed")
        }
    }

    /// Gives the files of the backup their names but for the mark of the setup, the database last: a database without
    /// its key would stop the start.
    func place(_ backup: CheckedBackup) throws {
        for suffix in SQLiteFiles.suffixes where directory.holds(backup.databaseName + suffix) {
            // The log of another database would be taken for that of the new one.
            let path = directory.file(backup.databaseName + suffix)
            throw PrivateFileError.failed(path: path, "another program uses it; end that and restore again")
        }
        for file in backup.files where file.name != DataDirectory.bootstrapFile {
            try PrivateFile.rename(folder.file(file.name), to: directory.file(file.name))
        }
        try PrivateFile.rename(folder.file(Self.database), to: directory.file(backup.databaseName))
    }

    /// The commit point: from here on there is an installation again.
    func mark() throws {
        try PrivateFile.rename(
            folder.file(DataDirectory.bootstrapFile), to: directory.file(DataDirectory.bootstrapFile))
    }

    private func unpack(
        _ backup: CheckedBackup, _ progress: (Int, Int) throws -> Void, _ amend: (any Transaction) throws -> Void
    ) throws {
        let path = folder.file(Self.database)
        try PrivateFile.write([], to: path)
        try SQLiteBackup.unpack(backup.path, to: path, progress: progress)
        // What is restored must be what was checked, also where the file was changed in between.
        guard try SQLiteBackup.setting(Bootstrap.settingKey, of: path) == backup.bootstrap.setupID else {
            throw BackupFault.notBackup("it was changed while it was read")
        }
        try SQLiteBackup.amend(path, amend)
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    /// The time tells how long the key before the last rotation is accepted.
    private func setTime(of path: String, to moment: Int64) throws {
        let times = [timespec(tv_sec: time_t(moment), tv_nsec: 0), timespec(tv_sec: time_t(moment), tv_nsec: 0)]
        guard utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW) == 0 else { throw failure(path) }
    }

    private func failure(_ path: String) -> PrivateFileError { .failed(path: path, systemMessage(errno)) }
}
