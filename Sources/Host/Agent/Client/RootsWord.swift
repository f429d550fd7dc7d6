import FoundationEssentials
import NIOCore
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A connection to the agent that root opens before its command goes on as another user: the agent goes by who made the
/// connection, so that what is said on it stays root's word.
///
/// It takes no thread of its own and waits where it is called: a thread would keep root's rights on some systems.
public final class RootsWord: Sendable {
    private let path: String
    private let descriptor: Int32
    private let arrived = Mutex(ByteBuffer())

    /// How long the agent has for an answer, in seconds.
    static let patience = 10

    /// Connects to the agent's socket at `path`, and greets.
    public init(path: String) throws(HostError) {
        self.path = path
        descriptor = try Self.connected(path)
        try write(AgentFrame(id: 0, body: try Self.body(AgentHello())))
        guard let greeting = try? AgentCoding.message(AgentGreeting.self, in: try answer(to: 0)) else {
            throw .agent(.other(path: path, reason: "what listens there is not the agent of this BanGUI"))
        }
        if case .refused(let refusal) = greeting { throw .agent(AgentTrouble(refusal, path: path)) }
    }

    deinit { close(descriptor) }

    /// Vouches for a head of the audit log, once.
    public func vouch(for head: AgentAuditHead) throws(HostError) {
        try write(AgentFrame(id: 1, body: try Self.body(AgentVerb.audit(.vouch(head)))))
        guard let reply = try? AgentCoding.message(AgentReply<AgentDone>.self, in: try answer(to: 1)) else {
            throw .unknownOutcome
        }
        if case .failure(let error) = reply { throw error }
    }

    private static func body(_ message: some Encodable) throws(HostError) -> ByteBuffer {
        guard let body = try? AgentCoding.bytes(of: message) else { throw .protocolViolation("it cannot be written") }
        return body
    }

    private func write(_ frame: AgentFrame) throws(HostError) {
        var (bytes, body) = frame.parts
        bytes.writeBuffer(&body)
        while bytes.readableBytes > 0 {
            let count = bytes.withUnsafeReadableBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw .agent(.silent(path: path)) }
            bytes.moveReaderIndex(forwardBy: count)
        }
    }

    private func answer(to id: UInt64) throws(HostError) -> ByteBuffer {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let frame = arrived.withLock { try? AgentFrame.next(in: &$0, atMost: AgentLimits.requestBytes) }
            if let frame, frame.id == id { return frame.body }
            let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { throw .agent(.silent(path: path)) }
            arrived.withLock { _ = $0.writeBytes(chunk[..<count]) }
        }
    }

    private static func connected(_ path: String) throws(HostError) -> Int32 {
        var address = sockaddr_un()
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw .agent(.other(path: path, reason: "the path of a socket has at most 107 bytes"))
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var time = timeval(tv_sec: patience, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
        let outcome = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard outcome == 0 else {
            let error = IOError(errnoCode: errno, reason: "connect")
            close(descriptor)
            throw .agent(AgentTrouble(connecting: error, path: path))
        }
        return descriptor
    }
}
