#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder that holds all that BanGUI keeps: secrets, the database, the mark of a finished setup.
public struct DataDirectory: Hashable, Sendable {
    /// The folder's path, without a slash at its end.
    public let path: String

    /// Names the folder; nothing is touched yet.
    public init(path: String) {
        var trimmed = Substring(path)
        while trimmed.utf8.count > 1, trimmed.utf8.last == UInt8(ascii: "/") { trimmed = trimmed.dropLast() }
        self.path = String(trimmed)
    }

    /// The path of `name` inside the folder; an absolute `name` is taken as it is.
    public func file(_ name: String) -> String {
        if name.utf8.first == UInt8(ascii: "/") { return name }
        return path == "/" ? "/" + name : path + "/" + name
    }

    /// The names of the files that are BanGUI's own besides the database.
    static let ownFiles = [
        secretFile, previousSecretFile, setupTokenFile, bootstrapFile, pendingBootstrapFile, setupLockFile,
        serverLockFile, auditHeadsFile, lastBackupFile, tokenKeyFile,
    ]
    static let secretFile = "session-secret"
    static let tokenKeyFile = "token-key"
    static let previousSecretFile = "session-secret.previous"
    static let setupTokenFile = "setup-token"
    static let bootstrapFile = "bootstrap.json"
    static let pendingBootstrapFile = "bootstrap.json.pending"
    static let setupLockFile = "setup.lock"
    static let auditHeadsFile = "audit-heads"
    static let lastBackupFile = "last-backup"
    /// The file by which one server at a time has the folder.
    public static let serverLockFile = "lock"

    /// Makes the folder with mode 0700 where it is missing, its parents too, and refuses one that others may write to.
    public func prepare() throws(DataDirectoryError) {
        try make(path)
        var status = stat()
        guard stat(path, &status) == 0 else { throw .failed(path: path, systemMessage(errno)) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .notFolder(path: path) }
        guard status.st_uid == geteuid() else { throw .foreignOwner(path: path, owner: status.st_uid) }
        guard status.st_mode & 0o002 == 0 else {
            throw .worldWritable(path: path, mode: UInt32(status.st_mode & 0o7777))
        }
    }

    private func make(_ folder: String) throws(DataDirectoryError) {
        if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")), slash != folder.startIndex
        else { throw .failed(path: folder, systemMessage(errno)) }
        try make(String(folder[..<slash]))
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw .failed(path: folder, systemMessage(errno))
        }
    }

    /// Whether a file of that name, or at that absolute path, exists in any form.
    func holds(_ name: String) -> Bool {
        var status = stat()
        return lstat(file(name), &status) == 0
    }
}

/// Why the data directory cannot be used.
public enum DataDirectoryError: Error, Equatable, Sendable {
    /// Something other than a folder lies there.
    case notFolder(path: String)
    /// Owned by another user.
    case foreignOwner(path: String, owner: UInt32)
    /// Anyone could replace the files in it; `mode` holds the permission bits.
    case worldWritable(path: String, mode: UInt32)
    /// The system refused, in its words.
    case failed(path: String, String)
}

extension DataDirectoryError: CustomStringConvertible {
    /// One line: the folder, what is wrong, the remedy.
    public var description: String {
        switch self {
        case .notFolder(let path): "data_dir=\(path): is not a folder; name another or move the file away"
        case .foreignOwner(let path, let owner):
            geteuid() == 0
                ? "data_dir=\(path): belongs to user \(owner); run this as that user, or name another folder"
                : "data_dir=\(path): belongs to user \(owner), not to that of this service; "
                    + "run: chown \(geteuid()) '\(path)'"
        case .worldWritable(let path, let mode):
            "data_dir=\(path): anyone may write to it (mode \(String(mode, radix: 8))); run: chmod 700 '\(path)'"
        case .failed(let path, let words): "data_dir: \(path): \(words); name a folder this service may write to"
        }
    }
}
