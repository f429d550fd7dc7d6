#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Why the agent cannot listen.
public enum AgentSocketError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The path is too long for a socket, or not absolute.
    case noSuchPath(String)
    /// Others than root could put another file in place of the socket.
    case openFolder(String)
    /// Something else than a socket is there.
    case notASocket(String)
    /// Another agent listens there.
    case inUse(String)
    /// The system does not allow it, in its words.
    case failed(path: String, reason: String)

    /// What is wrong and what mends it.
    public var description: String {
        switch self {
        case .noSuchPath(let path): "\(path): a socket needs an absolute path of at most 107 bytes."
        case .openFolder(let path):
            "\(path) has to be a folder that belongs to root and that nobody else may write to: chown root \(path) && "
                + "chmod go-w \(path)"
        case .notASocket(let path): "\(path) is no socket. Look at what it is, and remove it."
        case .inUse(let path): "Another agent listens at \(path). Stop it first: systemctl stop bangui-agent"
        case .failed(let path, let reason): "\(path): \(reason)"
        }
    }
}

/// The agent's own socket as a file: who may open it, and what is done about one that was left behind.
struct AgentSocket {
    let path: String

    /// Makes the socket, which only root and `group` may open, and gives its descriptor.
    func bound(group: UInt32) throws(AgentSocketError) -> Int32 {
        guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count < Self.longest, !path.utf8.contains(0) else {
            throw .noSuchPath(path)
        }
        try checkFolder()
        try removeStale()
        let descriptor = Self.made()
        guard descriptor >= 0 else { throw failure() }
        // Nobody else may connect in the moment before the owner and the mode are set.
        let former = umask(0o177)
        let outcome = withAddress { bind(descriptor, $0, $1) }
        umask(former)
        guard outcome == 0, lchown(path, geteuid(), group) == 0, chmod(path, 0o660) == 0 else {
            let error = failure()
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Takes the socket away.
    func remove() { unlink(path) }

    private static let longest = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

    private func checkFolder() throws(AgentSocketError) {
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
        var status = stat()
        guard stat(folder.isEmpty ? "/" : folder, &status) == 0 else {
            throw .failed(path: folder, reason: String(cString: strerror(errno)))
        }
        guard status.st_uid == 0 || status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else {
            throw .openFolder(folder)
        }
    }

    /// Removes a socket at which nobody listens.
    private func removeStale() throws(AgentSocketError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }
        let descriptor = Self.made()
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        let outcome = withAddress { connect(descriptor, $0, $1) }
        guard outcome != 0, errno == ECONNREFUSED else { throw .inUse(path) }
        guard unlink(path) == 0 else { throw failure() }
    }

    private func failure() -> AgentSocketError { .failed(path: path, reason: String(cString: strerror(errno))) }

    private func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private static func made() -> Int32 {
        #if os(Linux)
        return socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #else
        return socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
    }
}
