import Foundation

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

    /// The ways into a journal with each release that has them: all of them in `./test --long`, otherwise one of each release,
    /// another one each day.
    public static let throughJournal: [(Fail2banRelease, LogTarget)] = Fail2banRelease.all.flatMap { release in
        let targets: [LogTarget] = release.version == "0.11.2" ? [.syslog] : [.syslog, .journal, .smallJournal]
        let today = Int(Date().timeIntervalSince1970 / 86_400)
        return (isLong ? targets : [targets[today % targets.count]]).map { (release, $0) }
    }

    private static let isLong = ProcessInfo.processInfo.environment["BANGUI_LONG_TESTS"] == "1"
}
