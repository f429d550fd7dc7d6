import Host
import NIOCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A client that sends whatever it wants: what a console would be that someone else has taken over.
final class RawClient {
    private let descriptor: Int32
    private var arrived = ByteBuffer()

    /// Connects; fails where nobody listens.
    init?(_ path: String) {
        #if os(Linux)
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #else
            descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let outcome = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if outcome != 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Sends bytes; false where the other end is gone, or takes nothing for so many milliseconds.
    @discardableResult
    func send(_ bytes: [UInt8], patience: Int32 = 60_000) -> Bool {
        var place = 0
        while place < bytes.count {
            var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&state, 1, patience) > 0 else { return false }
            let count = bytes[place...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if count < 0, errno == EAGAIN { continue }
            guard count > 0 else { return false }
            place += count
        }
        return true
    }

    @discardableResult
    func send(_ id: UInt64, _ body: String) -> Bool { send(Self.frame(id, body)) }

    @discardableResult
    func send(_ id: UInt64, _ verb: AgentVerb) throws -> Bool {
        send(id, String(buffer: try AgentCoding.bytes(of: verb)))
    }

    /// Greets as BanGUI does and takes the answer; false where it is no welcome.
    func greet() throws -> Bool {
        send(0, String(buffer: try AgentCoding.bytes(of: AgentHello())))
        guard let answer = frame() else { return false }
        guard case .welcome = try AgentCoding.message(AgentGreeting.self, in: answer.body) else { return false }
        return true
    }

    /// The next frame; nil when the connection ends first, or after so many milliseconds.
    func frame(within patience: Int32 = 60_000) -> AgentFrame? {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let frame = try? AgentFrame.next(in: &arrived, atMost: 64 << 20) { return frame }
            var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&state, 1, patience) > 0 else { return nil }
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            arrived.writeBytes(chunk[..<count])
        }
    }

    /// Whether the other end closes, within a minute.
    func isClosed() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&state, 1, 60_000) > 0 else { return false }
            if recv(descriptor, &chunk, chunk.count, 0) <= 0 { return true }
        }
    }

    static func frame(_ id: UInt64, _ body: String) -> [UInt8] {
        let parts = AgentFrame(id: id, body: ByteBuffer(string: body)).parts
        return Array(parts.head.readableBytesView) + Array(parts.body.readableBytesView)
    }
}
