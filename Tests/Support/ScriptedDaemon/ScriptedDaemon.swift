import Foundation

/// A fake daemon that misbehaves on purpose: it says what its script says, whatever it is asked.
public final class ScriptedDaemon: Sendable {
    /// What it does with one request.
    public enum Act: Sendable {
        /// Sends these bytes.
        case send([UInt8])
        /// Sends these bytes one after the other, with a pause of some milliseconds between them.
        case drip([[UInt8]], pause: UInt32)
        /// Sends these bytes and closes the connection.
        case hangUp(after: [UInt8])
        /// Sends these bytes over and over, until nobody takes them.
        case endless([UInt8])
        /// Never answers.
        case stall
    }

    /// What ends a request and a reply.
    public static let terminator = Array("<F2B_END_COMMAND>".utf8)
    /// The reply to `ping` with its terminator.
    public static let pong: [UInt8] =
        [0x80, 2, 0x4b, 0, 0x58, 4, 0, 0, 0] + Array("pong".utf8) + [0x86, 0x2e] + terminator

    /// The socket.
    public let socketPath: String
    private let folder: TemporaryFolder
    private let listener: Int32
    private let state = ScriptState()

    /// Listens, and asks `script` what to do with each request, counted over all connections from 0. With
    /// `accepting` false it lets connections queue up and takes none.
    public init(
        backlog: Int32 = 16, accepting: Bool = true, script: @escaping @Sendable (_ request: Int) -> Act
    ) throws {
        folder = try TemporaryFolder()
        socketPath = folder.file("s.sock")
        listener = try Self.listen(at: socketPath, backlog: backlog)
        if accepting { accept(script) }
    }

    deinit { stop() }

    /// Connections taken so far.
    public var connections: Int { state.connections }
    /// Requests received so far, whole with their terminator.
    public var requests: [[UInt8]] { state.requests }

    /// Closes the listening socket and every connection.
    public func stop() { state.close(listener) }

    /// Begins to take connections, where it was made with `accepting` false.
    public func accept(_ script: @escaping @Sendable (_ request: Int) -> Act) {
        let (listener, state) = (listener, state)
        state.beginsAccepting()
        Thread.detachNewThread {
            defer { close(listener) }
            while true {
                let connection = Foundation.accept(listener, nil, nil)
                guard connection >= 0, state.opened(connection) else { return }
                Thread.detachNewThread { Self.serve(connection, state, script) }
            }
        }
    }

    private static func serve(_ connection: Int32, _ state: ScriptState, _ script: (Int) -> Act) {
        var pending: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            pending += chunk[0..<count]
            guard pending.suffix(terminator.count).elementsEqual(terminator) else { continue }
            let number = state.received(pending)
            pending = []
            guard perform(script(number), on: connection) else { break }
        }
        state.closed(connection)
    }

    private static func perform(_ act: Act, on connection: Int32) -> Bool {
        switch act {
        case .send(let bytes): return send(bytes, on: connection)
        case .drip(let pieces, let pause):
            for piece in pieces {
                guard send(piece, on: connection) else { return false }
                usleep(pause * 1000)
            }
            return true
        case .hangUp(let bytes):
            _ = send(bytes, on: connection)
            return false
        case .endless(let bytes):
            while send(bytes, on: connection) {}
            return false
        case .stall: return true
        }
    }

    private static func send(_ bytes: [UInt8], on connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.send(connection, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private static func listen(at path: String, backlog: Int32) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, Foundation.listen(descriptor, backlog) == 0 else { throw CocoaError(.fileWriteUnknown) }
        return descriptor
    }
}
