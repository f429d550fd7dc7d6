#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One attempt to connect to a unix socket, without waiting.
///
/// It is made here and not by SwiftNIO, which takes EAGAIN, the answer of a full queue, for a failure.
enum SocketAttempt {
    /// Connected: the descriptor, and the process at the other end where the system tells.
    case connected(descriptor: Int32, process: Int32?)
    /// The daemon's queue of connections is full.
    case full
    case failed(Fail2banError)

    init(path: String) {
        var address = sockaddr_un()
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard (1..<capacity).contains(path.utf8.count), !path.utf8.contains(0) else {
            self = .failed(.pathTooLong(path: path))
            return
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let descriptor = Self.nonBlockingSocket()
        guard descriptor >= 0 else {
            self = .failed(.connectionFailed(path: path, reason: String(cString: strerror(errno))))
            return
        }
        let outcome = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        let code = errno
        guard outcome != 0 else {
            self = .connected(descriptor: descriptor, process: Self.process(behind: descriptor))
            return
        }
        close(descriptor)
        self = code == EAGAIN ? .full : .failed(Self.error(code, path))
    }

    private static func nonBlockingSocket() -> Int32 {
        #if os(Linux)
        return socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #else
        let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        if descriptor >= 0 {
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        return descriptor
        #endif
    }

    private static func error(_ code: Int32, _ path: String) -> Fail2banError {
        switch code {
        case ENOENT: .notRunning(path: path)
        case ECONNREFUSED: .staleSocket(path: path)
        case EACCES, EPERM: .noPermission(path: path)
        default: .connectionFailed(path: path, reason: String(cString: strerror(code)))
        }
    }

    private static func process(behind descriptor: Int32) -> Int32? {
        #if os(Linux)
        // `struct ucred`: process, user and group, each of 32 bits.
        var credentials: [Int32] = [0, 0, 0]
        var length = socklen_t(credentials.count * MemoryLayout<Int32>.size)
        let outcome = getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length)
        return outcome == 0 && credentials[0] > 0 ? credentials[0] : nil
        #else
        return nil
        #endif
    }
}
