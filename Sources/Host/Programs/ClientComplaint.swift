/// What `fail2ban-client` says on standard error when it fails: lines of a log.
enum ClientComplaint {
    /// The messages of its errors, without time and place and at most 1,000 bytes of them.
    static func text(in errors: String) -> String {
        let lines = errors.utf8.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
        let messages = lines.compactMap { line in message(line, after: " ERROR ") ?? message(line, after: " CRITICAL") }
        let chosen = messages.isEmpty ? lines : messages
        return String(decoding: chosen.joined(separator: "; ").utf8.prefix(1000), as: UTF8.self)
    }

    private static func message(_ line: String, after level: String) -> String? {
        let (bytes, level) = (Array(line.utf8), Array(level.utf8))
        var start = 0
        while start + level.count <= bytes.count {
            if bytes[start..<start + level.count].elementsEqual(level) {
                let rest = bytes[(start + level.count)...].drop { $0 == 0x20 }
                return String(decoding: rest, as: UTF8.self)
            }
            start += 1
        }
        return nil
    }
}
