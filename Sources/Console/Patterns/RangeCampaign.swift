public import Fail2ban

/// Many addresses of one range, and what a ban of the whole range would do.
public struct RangeCampaign: Hashable, Sendable {
    /// The range: a /24 of IPv4, a /64 of IPv6.
    public var range: IPNetwork
    /// How many of its addresses were seen.
    public var addresses: Int
    /// Attempts and bans.
    public var attempts, bans: Int
    /// The first and the last event, in UTC epoch seconds.
    public var firstAt, lastAt: Int64
    /// Where the range begins, by the data of now; nil where there is none.
    public var origin: Origin?
    /// Whether a ban in force holds the whole range already.
    public var isBanned: Bool
    /// Who else a ban of the range hits.
    public var hit: RangeHit
}

/// Who else a ban of a range hits: an estimate, since who never failed was never seen here.
public struct RangeHit: Hashable, Sendable {
    /// Addresses of the range that were never seen; nil for more than a program can count (IPv6).
    public var unseen: Int?
    /// People who are signed in from the range or were of late, by name.
    public var people: [String]
    /// What in the range a ban refuses to touch, in words.
    public var objection: String?
}

/// A network that many addresses came from.
public struct NetworkSwarm: Hashable, Sendable {
    /// The number of the autonomous system.
    public var number: Int64
    /// Its name as it was known last: others' text, to be shown inert.
    public var name: String
    /// How many of its addresses were seen.
    public var addresses: Int
    /// Attempts and bans.
    public var attempts, bans: Int
    /// The first and the last event, in UTC epoch seconds.
    public var firstAt, lastAt: Int64
}

/// An address that was banned more than once.
public struct RepeatedAddress: Hashable, Sendable {
    /// The address, in fail2ban's text.
    public var id: String
    /// Bans, and in how many jails.
    public var bans, jails: Int
    /// The first and the last of these bans, in UTC epoch seconds.
    public var firstAt, lastAt: Int64
    /// Whether it is banned now, in any jail.
    public var isBanned: Bool
}

/// What stands out in a stretch of time.
public struct Patterns: Hashable, Sendable {
    /// The stretch, in UTC epoch seconds.
    public var span: Range<Int64>
    /// Addresses that were banned more than once.
    public var repeated: [RepeatedAddress]
    /// Ranges of which many addresses came.
    public var ranges: [RangeCampaign]
    /// Networks from which many addresses came.
    public var networks: [NetworkSwarm]
}
