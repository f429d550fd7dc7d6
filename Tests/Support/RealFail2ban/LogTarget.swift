/// Where a private daemon logs.
public enum LogTarget: String, Hashable, Sendable {
    /// Into a file of its folder.
    case file
    /// To a socket that stands for syslog's, and from there into a journal.
    case syslog = "SYSLOG"
    /// Into a journal; from 1.0 on.
    case journal = "SYSTEMD-JOURNAL"
    /// The same in small letters, which fail2ban takes with a time in every message.
    case smallJournal = "systemd-journal"

    /// What the configuration says; nil for a file.
    var words: String? { self == .file ? nil : rawValue }

    /// Every way into a journal with each release that has it.
    public static let throughJournal: [(Fail2banRelease, LogTarget)] = Fail2banRelease.all.flatMap { release in
        let targets: [LogTarget] = release.version == "0.11.2" ? [.syslog] : [.syslog, .journal, .smallJournal]
        return targets.map { (release, $0) }
    }
}
