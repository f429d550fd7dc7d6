#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The file that a backup becomes: written aside as `FILE.partial`, for its owner only, renamed when it is whole. Cut off,
/// it leaves `FILE.partial`, which the next backup of that name writes over.
struct BackupTarget: ~Copyable {
    let path: String
    var aside: String { path + ".partial" }
    private let descriptor: Int32

    /// - Parameters:
    ///   - replacing: whether a file at `path` may be replaced.
    ///   - own: files that never may.
    init(_ path: String, replacing: Bool, sparing own: [String]) throws(BackupError) {
        try Self.check(path, replacing, own)
        let descriptor = try Self.claim(path + ".partial", for: path)
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Brings the file to the disk and gives it its name; gives its size in bytes.
    func finish(replacing: Bool) throws(BackupError) -> Int64 {
        var status = stat()
        guard fsync(descriptor) == 0, fstat(descriptor, &status) == 0 else { throw Self.failure(aside) }
        guard replacing || !Self.exists(path) else { throw .exists(path: path) }
        do {
            try PrivateFile.rename(aside, to: path)
        } catch {
            throw .file(error)
        }
        return Int64(status.st_size)
    }

    /// Removes what was written aside.
    func discard() {
        for suffix in SQLiteFiles.suffixes { unlink(aside + suffix) }
    }

    private static func check(_ path: String, _ replacing: Bool, _ own: [String]) throws(BackupError) {
        var status = stat()
        let isThere = lstat(path, &status) == 0
        for name in own {
            var other = stat()
            let isSame = isThere && stat(name, &other) == 0 && other.st_ino == status.st_ino
            if name == path || isSame && other.st_dev == status.st_dev { throw .ownFile(path: path) }
        }
        if isThere {
            guard status.st_mode & S_IFMT == S_IFREG else { throw .file(.notPlain(path: path)) }
            guard replacing else { throw .exists(path: path) }
        }
        for suffix in SQLiteFiles.suffixes.dropFirst() where exists(path + suffix) {
            throw .besideLog(path: path + suffix)
        }
    }

    /// Opens the file aside, empty, and keeps other backups off it until this one ends.
    private static func claim(_ aside: String, for path: String) throws(BackupError) -> Int32 {
        let descriptor = open(aside, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw failure(aside) }
        do throws(BackupError) {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw BackupError.underWay(path: path) }
            var (status, named) = (stat(), stat())
            guard fstat(descriptor, &status) == 0 else { throw failure(aside) }
            guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
                throw BackupError.file(.notPlain(path: aside))
            }
            guard status.st_uid == geteuid() else {
                throw BackupError.file(.foreignOwner(path: aside, owner: status.st_uid))
            }
            // The backup that had it may have renamed it before the lock was taken: it must not be emptied then.
            guard lstat(aside, &named) == 0, named.st_ino == status.st_ino else {
                throw BackupError.underWay(path: path)
            }
            for suffix in SQLiteFiles.suffixes.dropFirst() { unlink(aside + suffix) }
            guard ftruncate(descriptor, 0) == 0, fchmod(descriptor, 0o600) == 0 else { throw failure(aside) }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    private static func failure(_ path: String) -> BackupError {
        errno == ELOOP ? .file(.notPlain(path: path)) : .file(.failed(path: path, systemMessage(errno)))
    }
}

/// The files that SQLite keeps for one database.
enum SQLiteFiles {
    /// What is added to the name: the file itself first, then its logs (https://www.sqlite.org/tempfiles.html).
    static let suffixes = ["", "-journal", "-wal", "-shm"]
}
