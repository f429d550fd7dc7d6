/// What kind of thing happened. The numbers are stored: never change one.
public enum EventKind: Int64, CaseIterable, Sendable {
    /// A failure that a filter matched.
    case found = 1
    /// A failure told to fail2ban by command.
    case attempt = 2
    /// A ban.
    case ban = 3
    /// A ban that came back when its jail started.
    case restore = 4
    /// A ban that ended.
    case unban = 5
    /// A failure of an address that is never banned.
    case ignore = 6
    /// A jail started or stopped.
    case jail = 7
    /// The daemon started or stopped.
    case daemon = 8
    /// A ban that left the firewall because its jail stopped, and comes back by `restore`: no unban.
    case repeal = 9
    /// A ban that was applied again because its action's check had failed.
    case reban = 10
}

/// Why it happened. The numbers are stored: never change one.
public enum EventReason: Int64, CaseIterable, Sendable {
    /// A ban after too many failures.
    case failures = 1
    /// A ban or an unban by hand, by whomever.
    case hand = 2
    /// An unban because the time was over.
    case expired = 3
    /// A jail or the daemon started.
    case started = 4
    /// A jail or the daemon stopped.
    case stopped = 5
    /// A repeal because the jail or the daemon stopped.
    case stopping = 6
    /// The daemon ended without a word: what a later start shows.
    case vanished = 7
}

/// Which source told of it first. The numbers are stored: never change one.
public enum EventSource: Int64, CaseIterable, Sendable {
    /// The daemon's log.
    case log = 1
    /// The daemon's database, where no line was found.
    case database = 2
    /// The socket: a difference between two looks.
    case socket = 3
    /// The system's journal.
    case journal = 4
}
