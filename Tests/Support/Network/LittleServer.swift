import Foundation
import Glibc
import Synchronization

/// A server of this machine that answers each connection once with the bytes that it was told to, and keeps what it was asked.
public final class LittleServer: Sendable {
    /// Its port of 127.0.0.1.
    public let port: Int
    private let listener: Int32
    private let heard = Mutex<[String]>([])

    /// - Parameter answer: the bytes for a request; nil to say nothing until the other end has gone.
    public init(_ answer: @escaping @Sendable (String) -> [UInt8]?) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, size)
                _ = getsockname(listener, $0, &size)
            }
        }
        listen(listener, 16)
        port = Int(UInt16(bigEndian: place.sin_port))
        let heard: @Sendable (String) -> Void = { [self] request in self.heard.withLock { $0.append(request) } }
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work { Self.serve(listener, heard, answer) })
        pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
                return nil
            }, work.toOpaque())
        pthread_detach(thread)
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// What it was asked, heads and bodies.
    public var asked: [String] { heard.withLock { $0 } }

    /// Takes no more connections.
    public func close() { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func serve(_ listener: Int32, _ heard: (String) -> Void, _ answer: (String) -> [UInt8]?) {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else {
                Glibc.close(listener)
                return
            }
            var request: [UInt8] = []
            var room = [UInt8](repeating: 0, count: 4096)
            while !isWhole(request) {
                let count = recv(connection, &room, room.count, 0)
                guard count > 0 else { break }
                request += room.prefix(count)
            }
            let text = String(decoding: request, as: UTF8.self)
            heard(text)
            if let bytes = answer(text) {
                _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            } else {
                _ = recv(connection, &room, room.count, 0)
            }
            Glibc.close(connection)
        }
    }

    private static func isWhole(_ request: [UInt8]) -> Bool {
        let text = String(decoding: request, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return false }
        let length =
            text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.split(separator: " ").last ?? "") } ?? 0
        return text[end.upperBound...].utf8.count >= length
    }
}
