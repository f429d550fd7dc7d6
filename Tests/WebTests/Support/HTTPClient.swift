import Foundation

/// A client that sends exactly the bytes it is told to, follows nothing and keeps nothing.
struct HTTPClient: Sendable {
    let port: Int

    /// Why there is no answer.
    enum Failure: Error {
        case noConnection, noAnswer(String)
    }

    /// Sends a request with these fields; `Host`, `Connection` and `Content-Length` are added where they are not given.
    func send(
        _ method: String, _ path: String, _ fields: [(String, String)] = [], body: String? = nil,
        patience: Int = 120
    ) async throws -> HTTPReply {
        let given = Set(fields.map { $0.0.lowercased() })
        var all = fields
        if !given.contains("host") { all.append(("Host", "127.0.0.1:\(port)")) }
        if !given.contains("connection") { all.append(("Connection", "close")) }
        if let body, given.isDisjoint(with: ["content-length", "transfer-encoding"]) {
            all.append(("Content-Length", String(body.utf8.count)))
        }
        let head = "\(method) \(path) HTTP/1.1\r\n" + all.map { "\($0.0): \($0.1)\r\n" }.joined() + "\r\n"
        return try await send(Array((head + (body ?? "")).utf8), isHead: method == "HEAD", patience: patience)
    }

    /// Sends bytes and reads one answer.
    func send(_ bytes: [UInt8], isHead: Bool = false, patience: Int = 120) async throws -> HTTPReply {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            // Sockets block; the threads that tasks and queues share are too few for that.
            Thread.detachNewThread {
                continuation.resume(
                    with: Result { try Self.exchange(bytes, port: port, isHead: isHead, patience: patience) })
            }
        }
    }

    private static func exchange(_ bytes: [UInt8], port: Int, isHead: Bool, patience: Int) throws -> HTTPReply {
        let descriptor = try connected(to: port, patience: patience)
        defer { close(descriptor) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // The server may refuse before it has read everything; its answer is still to be read.
            guard count > 0 else { break }
            sent += count
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 { received += buffer[..<count] }
            if let reply = HTTPReply(parsing: received, isHead: isHead, isClosed: count <= 0) { return reply }
            guard count > 0 else { throw Failure.noAnswer(String(decoding: received, as: UTF8.self)) }
        }
    }

    private static func connected(to port: Int, patience: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure.noConnection }
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw Failure.noConnection
        }
        return descriptor
    }
}
