/// Something that this host's fail2ban does not let anyone see, and what is lost by it.
public enum BlindSpot: Hashable, Codable, Sendable {
    /// The log goes where nobody can read it again, such as `STDOUT`.
    case logTarget(String)
    /// The log is a file that this process cannot read, with the system's reason.
    case logUnreadable(path: String, reason: String)
    /// The log goes to syslog or the system's journal, as this target says, and cannot be read there.
    case journal(target: String, JournalFault)
    /// The system's journal dropped what it held between these moments (UTC epoch seconds) before it was read.
    case journalGap(from: Int64?, to: Int64)
    /// Lines below this level are not written, such as `NOTICE`: found and ignore are missing.
    case logLevel(String)
    /// fail2ban keeps no database: durations, counts and matched lines are missing.
    case noDatabase
    /// The database cannot be read by this process, with the reason.
    case databaseUnreadable(path: String, reason: String)

    /// Why the system's journal shows nothing of fail2ban.
    public enum JournalFault: Hashable, Codable, Sendable {
        /// There is no `journalctl`.
        case missing
        /// This process may not see what others wrote.
        case notPermitted
        /// It holds nothing of fail2ban: syslog is perhaps no part of it here.
        case empty
        /// `journalctl` fails, with its reason.
        case failed(String)
    }
}
