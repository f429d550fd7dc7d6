import Foundation

/// A connection that a test holds open, and reads or leaves unread as it likes.
final class RawConnection: Sendable {
    /// What came within the time.
    enum Received: Equatable {
        case bytes(String)
        case nothing, closed
    }

    private let descriptor: Int32

    /// Connects to a port of this machine, with a small buffer for what the server sends where `isNarrow`; from 127.0.0.2
    /// where `isStranger`.
    init(port: Int, isNarrow: Bool = false, isStranger: Bool = false) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if isStranger { Self.bind(descriptor, to: 0x7f00_0002) }
        if isNarrow {
            var size: Int32 = 2048
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, result == 0 else { throw HTTPClient.Failure.noConnection }
    }

    deinit { close(descriptor) }

    private static func bind(_ descriptor: Int32, to address: UInt32) {
        var source = sockaddr_in()
        source.sin_family = sa_family_t(AF_INET)
        source.sin_addr.s_addr = address.bigEndian
        _ = withUnsafePointer(to: &source) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Sends bytes; a closed connection takes none and is found out by `receive`.
    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Says that nothing more will be sent.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Asks whether the server lives, and keeps the connection.
    func ask() { send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n") }

    /// Waits for bytes, for the end, or for the time to pass.
    func receive(within seconds: Double = 60) async -> Received {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in continuation.resume(returning: receiveNow(within: seconds)) }
        }
    }

    /// Whether the server closes the connection within the time; what it sends before is read and dropped.
    func closes(within seconds: Double = 60) async -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if await receive(within: 0.1) == .closed { return true }
        }
        return false
    }

    private func receiveNow(within seconds: Double) -> Received {
        let whole = Int(seconds)
        var limit = timeval(tv_sec: whole, tv_usec: Int((seconds - Double(whole)) * 1_000_000))
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { return .bytes(String(decoding: buffer[..<count], as: UTF8.self)) }
        return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? .nothing : .closed
    }
}
