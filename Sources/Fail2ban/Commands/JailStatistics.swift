import Pickle

/// What a jail counted since it started.
public struct JailStatistics: Hashable, Sendable {
    /// The jail.
    public var jail: JailName
    /// Addresses with failures that are not banned yet.
    public var failing: Int
    /// Failures.
    public var totalFailed: Int
    /// Bans in force.
    public var banned: Int
    /// Bans, restored ones included.
    public var totalBanned: Int

    /// Reads the reply to `status JAIL` of any flavour that has the names.
    init(jail: JailName, status: PickleValue) throws(Fail2banError) {
        let (filter, actions) = (try status.required("Filter"), try status.required("Actions"))
        self.jail = jail
        failing = try filter.required("Currently failed").count()
        totalFailed = try filter.required("Total failed").count()
        banned = try actions.required("Currently banned").count()
        totalBanned = try actions.required("Total banned").count()
    }

    /// Reads `[backend, (failing, total failed), (banned, total banned)]`.
    init(jail: JailName, stats: PickleValue) throws(Fail2banError) {
        let parts = try stats.items()
        guard parts.count == 3 else { throw stats.malformed("three statistics") }
        let (failures, bans) = (try parts[1].items(), try parts[2].items())
        guard failures.count == 2, bans.count == 2 else { throw stats.malformed("pairs of counts") }
        self.jail = jail
        failing = try failures[0].count()
        totalFailed = try failures[1].count()
        banned = try bans[0].count()
        totalBanned = try bans[1].count()
    }
}

extension Command where Reply == JailStatistics {
    /// One jail's counters without its bans; fail2ban 0.11.2 and later.
    public static func shortStatus(of jail: JailName) -> Command {
        Command(["status", jail.text, "short"], refusal: jail.refusalOfStatus) { value throws(Fail2banError) in
            try JailStatistics(jail: jail, status: value)
        }
    }

    /// One jail's counters in any version; the daemon sends all its bans with them.
    public static func status(of jail: JailName) -> Command {
        Command(["status", jail.text], refusal: jail.refusalOfStatus) { value throws(Fail2banError) in
            try JailStatistics(jail: jail, status: value)
        }
    }
}

extension JailName {
    /// `status` has one keyword only.
    fileprivate var refusalOfStatus: Fail2banError? {
        text.isEmpty || text == "--all" ? .unreachableJail(self) : nil
    }
}
