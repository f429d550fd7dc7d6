import FoundationEssentials
public import Host

/// What a blind spot costs and how it is mended, for a page, the API and `doctor`.
public struct BlindSpotNotice: Hashable, Sendable {
    /// Which kinds of event, or what of them, is missing, and why.
    public var loss: String
    /// The line to change, or what to do.
    public var remedy: String

    /// What becomes of bans and unbans of which no line tells.
    private static let seen = """
        Bans and unbans are known from what is in force, within a second or two while BanGUI runs; what began and ended \
        between two looks is missing.
        """

    /// Says it in words.
    public init(_ spot: BlindSpot) {
        switch spot {
        case .logTarget(let target):
            loss = """
                fail2ban logs to \(target), which cannot be read again: failures and ignored addresses are missing. \
                \(Self.seen)
                """
            remedy = "Set `logtarget = /var/log/fail2ban.log` in fail2ban.local and restart fail2ban."
        case .logUnreadable(let path, let reason):
            loss = """
                fail2ban's log \(path) cannot be read (\(reason)): failures and ignored addresses are missing. \
                \(Self.seen)
                """
            remedy = "Let the account that BanGUI runs as read \(path) and its rotations."
        case .journal(let target, let fault):
            loss = """
                fail2ban logs to \(target), and the system's journal \(fault.words): failures and ignored addresses are \
                missing. \(Self.seen)
                """
            remedy = fault.remedy
        case .journalGap(let from, let to):
            let beginning = from.map { "between \(Self.text(of: $0)) and" } ?? "before"
            loss = """
                The system's journal dropped lines of fail2ban before they were read: events \(beginning) \
                \(Self.text(of: to)) may be missing.
                """
            remedy = "Let the journal keep more: raise `SystemMaxUse=` in journald.conf."
        case .logLevel(let level):
            // Bans and unbans are told at NOTICE.
            let rest = level == "NOTICE" ? "" : " " + Self.seen
            loss = "fail2ban's log level is \(level): failures and ignored addresses are missing.\(rest)"
            remedy = "Set `loglevel = INFO` in fail2ban.local, or run `fail2ban-client set loglevel INFO`."
        case .noDatabase:
            loss = """
                fail2ban keeps no database (dbfile is None): lengths and counts of bans and matched lines are missing.
                """
            remedy = "Set `dbfile = /var/lib/fail2ban/fail2ban.sqlite3` in fail2ban.local and restart fail2ban."
        case .databaseUnreadable(let path, let reason):
            loss = """
                fail2ban's database \(path) cannot be read (\(reason)): lengths and counts of bans and matched lines \
                are missing.
                """
            remedy = "Let the account that BanGUI runs as read \(path)."
        }
    }
}

extension BlindSpotNotice {
    /// A moment in UTC, such as `2026-11-21T04:05:06Z`.
    private static func text(of moment: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(moment)).formatted(.iso8601)
    }
}

extension BlindSpot.JournalFault {
    /// What is wrong with the journal.
    fileprivate var words: String {
        switch self {
        case .missing: "cannot be read, because `journalctl` is not there"
        case .notPermitted: "does not show its lines to the account that BanGUI runs as"
        case .empty: "holds no line of it"
        case .failed(let reason): "cannot be read (\(reason))"
        }
    }

    fileprivate var remedy: String {
        let file = "set `logtarget = /var/log/fail2ban.log` in fail2ban.local and restart fail2ban."
        switch self {
        case .missing: return "Let BanGUI run where systemd's `journalctl` is, or " + file
        case .notPermitted:
            return """
                Add the account that BanGUI runs as to the group systemd-journal (`usermod -aG systemd-journal bangui`) \
                and restart BanGUI, or \(file)
                """
        case .empty: return "Let syslog's lines reach the journal, or " + file
        case .failed: return "Mend the journal, or " + file
        }
    }
}
