#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
internal import Synchronization

/// Why the lock of a data directory was not given.
public enum ServerLockError: Error, Equatable, Sendable {
    /// Another server runs on it; nil where it has not said its process id yet.
    case held(pid: Int32?)
    /// The lock file cannot be used.
    case file(PrivateFileError)
}

/// Lets one server at a time run on a data directory; a process that dies gives the lock back by dying.
public final class ServerLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock and writes the process id into `serve.lock`.
    public init(_ directory: DataDirectory) throws(ServerLockError) {
        let path = directory.file(DataDirectory.serverLockFile)
        let file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .file(.failed(path: path, systemMessage(errno))) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? PrivateFile.content(file, path)).flatMap { Self.pid($0) }
            close(file)
            throw .held(pid: holder)
        }
        let text = Array("\(getpid())\n".utf8)
        let isWritten =
            ftruncate(file, 0) == 0 && text.withUnsafeBytes { writeBytes(file, $0.baseAddress, $0.count) } == text.count
        guard isWritten else {
            let words = systemMessage(errno)
            close(file)
            throw .file(.failed(path: path, words))
        }
        descriptor = Mutex(file)
    }

    /// Gives the lock back; a second call does nothing.
    public func release() {
        descriptor.withLock { file in
            if let file { close(file) }
            file = nil
        }
    }

    deinit { release() }

    private static func pid(_ bytes: [UInt8]) -> Int32? {
        Int32(String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self))
    }
}

extension ServerLockError: CustomStringConvertible {
    /// One line: what is wrong, the remedy.
    public var description: String {
        switch self {
        case .held(let pid?): "data_dir is in use by process \(pid); stop it first, or name another data_dir"
        case .held(nil): "data_dir is in use by another server; stop it first, or name another data_dir"
        case .file(let error): "\(error)"
        }
    }
}
