#if canImport(Glibc)
import Glibc
#endif

/// Asks a fail2ban socket whether a jail has been started: the one question the demo has before the console is there.
enum ReadyProbe {
    /// Longest path that fits `sockaddr_un` with room for its NUL.
    static let longestPath = 99

    /// Whether the daemon answers `status JAIL short` without an error. Waits at most half a second.
    static func answers(at path: String, for jail: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 0, tv_usec: 500_000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guard connect(descriptor, to: path) else { return false }
        let request = frame(of: ["status", jail, "short"])
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            return false
        }
        return reply(from: descriptor).contains("Currently banned".utf8)
    }

    /// A list of texts as pickle protocol 2, then fail2ban's end marker.
    static func frame(of words: [String]) -> [UInt8] {
        var bytes: [UInt8] = [0x80, 0x02, 0x5D, 0x28]
        for word in words {
            let length = UInt32(word.utf8.count)
            bytes.append(0x58)
            bytes += (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * UInt32($0))) }
            bytes += Array(word.utf8)
        }
        return bytes + [0x65, 0x2E] + Array(endMarker.utf8)
    }

    private static let endMarker = "<F2B_END_COMMAND>"

    private static func connect(_ descriptor: Int32, to path: String) -> Bool {
        guard path.utf8.count <= longestPath else { return false }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    private static func reply(from descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count < 65_536, !bytes.contains(endMarker.utf8) {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}

extension [UInt8] {
    /// Whether `part` stands somewhere in it.
    fileprivate func contains(_ part: String.UTF8View) -> Bool {
        guard count >= part.count else { return false }
        return (0...(count - part.count)).contains { self[$0...].starts(with: part) }
    }
}
