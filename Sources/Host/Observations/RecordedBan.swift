public import Fail2ban

/// One row of fail2ban's own database: a ban with what the daemon knew of it.
public struct RecordedBan: Hashable, Sendable {
    /// The jail.
    public var jail: JailName
    /// Whom.
    public var id: BanID
    /// The time of the last failure, or of the command for a ban by hand, in UTC epoch seconds.
    public var bannedAt: Int64
    /// What was granted; nil where the database does not know.
    public var time: BanTime?
    /// How often the id was banned in that jail.
    public var count: Int
    /// Failures that led to it; 0 for a ban by hand.
    public var failures: Int
    /// The lines that matched, as bytes, the oldest first: at most ten.
    public var matches: [[UInt8]]

    /// Takes each part as it is.
    public init(
        jail: JailName, id: BanID, bannedAt: Int64, time: BanTime?, count: Int, failures: Int, matches: [[UInt8]]
    ) {
        self.jail = jail
        self.id = id
        self.bannedAt = bannedAt
        self.time = time
        self.count = count
        self.failures = failures
        self.matches = matches
    }
}

/// What the daemon has on record for its next start of one id in one jail (its table `bips`): it restores the ban while
/// `bannedAt` and `time` say that it lasts.
public struct StandingBan: Hashable, Codable, Sendable {
    /// In UTC epoch seconds, as of `RecordedBan`.
    public var bannedAt: Int64
    /// What was granted; nil where the database does not know.
    public var time: BanTime?

    /// Takes each part as it is.
    public init(bannedAt: Int64, time: BanTime?) {
        self.bannedAt = bannedAt
        self.time = time
    }
}
