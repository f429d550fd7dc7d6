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
            guard let line = LogLine(line), line.jail == jail, case .banFailed(let id, let reason) = line.message
            else { continue }
            failures[id.text] = reason
        }
        return failures
    }
}
