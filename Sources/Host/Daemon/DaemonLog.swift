import Fail2ban

/// The end of the daemon's log that grows while a ban is made, where the log is a file that can be read.
struct DaemonLog {
    private let path: String
    private let start: (inode: UInt64, size: Int64)?

    /// Bytes read at most, 4 MiB: a failed action writes about a kilobyte for each ban.
    private static let longest = 4 << 20

    /// Remembers where the log ends now.
    init(path: String) {
        self.path = path
        start = path.utf8.first == UInt8(ascii: "/") ? SystemFile.identity(path) : nil
    }

    /// Ids of the jail for which an action failed since, with action and reason in the daemon's words.
    func failedBans(in jail: JailName) -> [String: String] {
        guard let start, let end = SystemFile.identity(path) else { return [:] }
        // The log may have been rotated meanwhile.
        let isSame = end.inode == start.inode && end.size >= start.size
        guard let tail = SystemFile.bytes(path, from: isSame ? start.size : 0, limit: Self.longest) else { return [:] }
        var failures: [String: String] = [:]
        for line in tail.split(separator: 0x0a) {
            guard let failure = FailedBan(line: String(decoding: line, as: UTF8.self), jail: jail) else { continue }
            failures[failure.id] = failure.reason
        }
        return failures
    }
}

/// A line that the daemon logs when an action failed for a ban (fail2ban `server/actions.py`):
/// `… Failed to execute ban jail 'JAIL' action 'ACTION' info 'ActionInfo({'ip': 'ID', …})': REASON`.
struct FailedBan: Equatable {
    var id: String
    /// Action and reason, such as `nftables: Error banning 192.0.2.1`.
    var reason: String

    init?(line: String, jail: JailName) {
        let bytes = Array(line.utf8)
        let marker = "Failed to execute ban jail '\(jail)' action '"
        guard let action = Self.range(of: marker, in: bytes[...])?.upperBound,
            let actionEnd = Self.range(of: "' info '", in: bytes[action...]),
            let id = Self.range(of: "'ip': '", in: bytes[actionEnd.upperBound...])?.upperBound,
            let idEnd = bytes[id...].firstIndex(of: UInt8(ascii: "'"))
        else { return nil }
        let infoEnd = Self.range(of: "})': ", in: bytes[idEnd...])?.upperBound ?? idEnd
        let reason = bytes[infoEnd...]
        self.id = String(decoding: bytes[id..<idEnd], as: UTF8.self)
        let name = String(decoding: bytes[action..<actionEnd.lowerBound], as: UTF8.self)
        self.reason = "\(name): \(String(decoding: reason, as: UTF8.self))"
    }

    private static func range(of text: String, in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        let text = Array(text.utf8)
        var start = bytes.startIndex
        while start + text.count <= bytes.endIndex {
            if bytes[start..<start + text.count].elementsEqual(text) { return start..<start + text.count }
            start += 1
        }
        return nil
    }
}
