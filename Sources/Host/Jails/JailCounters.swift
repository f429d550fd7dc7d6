public import Fail2ban

/// A running jail's counters since fail2ban started it.
public struct JailCounters: Hashable, Codable, Sendable {
    /// The jail.
    public var name: JailName
    /// Addresses with failures that are not banned yet.
    public var failing: Int
    /// Failures since the jail started.
    public var totalFailed: Int
    /// Bans in force.
    public var banned: Int
    /// Bans since the jail started, restored ones included.
    public var totalBanned: Int

    /// Takes each part as it is.
    public init(name: JailName, failing: Int, totalFailed: Int, banned: Int, totalBanned: Int) {
        self.name = name
        self.failing = failing
        self.totalFailed = totalFailed
        self.banned = banned
        self.totalBanned = totalBanned
    }
}
