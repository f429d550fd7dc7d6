internal import FoundationEssentials
internal import Storage

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What lies in a data directory where a backup goes: set aside into `before-restore-TIME`, never deleted.
///
/// It is whole in that folder, under second names of the same files, before the first name goes; so whenever this is cut
/// off it is whole in the one place or in the other.
struct OldInstallation {
    static let prefix = "before-restore-"

    let directory: DataDirectory
    /// Its database where that lies elsewhere; it stays there.
    let databaseElsewhere: String?
    /// The names of its databases in the folder.
    private let databases: [String]

    /// - Parameter databaseName: the name that the restored database gets.
    init(_ directory: DataDirectory, databaseName: String) {
        self.directory = directory
        var databases: Set = [databaseName]
        var elsewhere: String?
        // A mark that cannot be read is kept as it is.
        if let bootstrap = try? Bootstrap.read(DataDirectory.bootstrapFile, in: directory) {
            let path = directory.file(bootstrap.databasePath)
            let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) }
            if let name, path == directory.file(name) { databases.insert(name) } else { elsewhere = path }
        }
        self.databases = databases.sorted()
        databaseElsewhere = elsewhere
    }

    /// What was set aside.
    struct Kept {
        /// The folder.
        let folder: String
        /// The names of the files in it.
        let names: [String]
    }

    /// Those of the names that are there; the mark of the setup first, then the databases, then what else setup made.
    private var names: [String] {
        let databases = databases.flatMap { name in SQLiteFiles.suffixes.map { name + $0 } }
        let mark = [DataDirectory.bootstrapFile, DataDirectory.pendingBootstrapFile]
        return (mark + databases + [DataDirectory.secretFile, DataDirectory.previousSecretFile])
            .filter { directory.holds($0) }
    }

    /// Gives all its files second names in a folder named after the moment (epoch seconds), on the disk, and gives the
    /// folder; nil where there is nothing.
    ///
    /// - Parameter staging: a folder that does not exist, where they are gathered first.
    func keep(in staging: String, at moment: Int64) throws(PrivateFileError) -> Kept? {
        // Without logs beside it a database cannot be taken for another's by its log.
        for name in databases where isPlain(name) { try? SQLiteBackup.settle(directory.file(name)) }
        let names = names
        guard !names.isEmpty else { return nil }
        guard mkdir(staging, 0o700) == 0 else { throw failure(staging) }
        for name in names { try keep(name, in: staging) }
        let folder = folder(at: moment)
        try PrivateFile.flushFolder(of: staging + "/")
        try PrivateFile.rename(staging, to: folder)
        return Kept(folder: folder, names: names)
    }

    /// Ends its being an installation: only the names of the kept files go.
    func unmark() throws(PrivateFileError) { try PrivateFile.remove(directory.file(DataDirectory.bootstrapFile)) }

    /// Removes the other names of the kept files.
    func remove(_ kept: Kept?) throws(PrivateFileError) {
        for name in kept?.names ?? [] { try PrivateFile.remove(directory.file(name)) }
    }

    private func keep(_ name: String, in folder: String) throws(PrivateFileError) {
        let (old, new) = (directory.file(name), folder + "/" + name)
        guard link(old, new) != 0 else { return }
        // Not every file system has second names; there it is a copy, on the disk before its source goes.
        do {
            try FileManager.default.copyItem(atPath: old, toPath: new)
        } catch {
            throw .failed(path: old, "cannot be copied to \(folder)")
        }
        let descriptor = open(new, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw failure(new) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(new) }
    }

    /// A folder that does not exist, such as `before-restore-20270115T080000Z`.
    private func folder(at moment: Int64) -> String {
        let time = Date(timeIntervalSince1970: TimeInterval(moment)).formatted(.iso8601)
        let name = Self.prefix + time.filter { $0 != "-" && $0 != ":" }
        var number = 1
        var found = name
        while directory.holds(found) {
            number += 1
            found = "\(name)-\(number)"
        }
        return directory.file(found)
    }

    private func isPlain(_ name: String) -> Bool {
        var status = stat()
        return lstat(directory.file(name), &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private func failure(_ path: String) -> PrivateFileError { .failed(path: path, systemMessage(errno)) }
}

extension OldInstallation {
    /// Removes second names that were made by a restore that was cut off before it took the first: two names of one
    /// database would be a trap for whoever opens the other.
    static func forgetTwins(in directory: DataDirectory) {
        var mark = stat()
        guard lstat(directory.file(DataDirectory.bootstrapFile), &mark) == 0,
            let names = try? FileManager.default.contentsOfDirectory(atPath: directory.path)
        else { return }
        for name in names where name.hasPrefix(prefix) {
            let folder = DataDirectory(path: directory.file(name))
            var twin = stat()
            guard lstat(folder.file(DataDirectory.bootstrapFile), &twin) == 0, twin.st_ino == mark.st_ino,
                twin.st_dev == mark.st_dev
            else { continue }
            // A file that has no other name any more stays.
            for file in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
                var status = stat()
                if lstat(folder.file(file), &status) == 0, status.st_nlink > 1 { unlink(folder.file(file)) }
            }
            rmdir(folder.path)
        }
    }
}
