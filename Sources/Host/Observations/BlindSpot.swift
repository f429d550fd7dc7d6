/// Something that this host's fail2ban does not let anyone see, and what is lost by it.
public enum BlindSpot: Hashable, Sendable {
    /// The log goes where nobody can read it again, such as `STDOUT`.
    case logTarget(String)
    /// The log is a file that this process cannot read, with the system's reason.
    case logUnreadable(path: String, reason: String)
    /// The log goes to the system's journal, and `journalctl` is not there or refuses, with its reason.
    case journal(reason: String)
    /// Lines below this level are not written, such as `NOTICE`: found and ignore are missing.
    case logLevel(String)
    /// fail2ban keeps no database: durations, counts and matched lines are missing.
    case noDatabase
    /// The database cannot be read by this process, with the reason.
    case databaseUnreadable(path: String, reason: String)
}
