public import Fail2ban

/// The bans in force in one jail, as read at one moment.
public struct BanSnapshot: Equatable, Sendable {
    /// The jail.
    public var jail: JailName
    /// Every ban in force.
    public var bans: [HostBan]
    /// Whether the times are those in force; else they are the first ones that the bans got.
    public var timesAreInForce: Bool

    /// Takes each part as it is.
    public init(jail: JailName, bans: [HostBan], timesAreInForce: Bool = true) {
        self.jail = jail
        self.bans = bans
        self.timesAreInForce = timesAreInForce
    }
}

/// One ban in force.
public struct HostBan: Hashable, Sendable {
    /// What is banned.
    public var id: BanID
    /// When it was banned (for fail2ban: the last failure), in UTC epoch seconds; nil where no source tells.
    public var bannedAt: Int64?
    /// How long it lasts from then; nil where no source tells.
    public var time: BanTime?
    /// fail2ban's count of this id's bans in this jail; nil where no source tells.
    public var count: Int?

    /// Takes each part as it is.
    public init(id: BanID, bannedAt: Int64? = nil, time: BanTime? = nil, count: Int? = nil) {
        self.id = id
        self.bannedAt = bannedAt
        self.time = time
        self.count = count
    }
}

/// What came of a ban command.
public struct BanReport: Equatable, Codable, Sendable {
    /// How many ids were not banned before.
    public var newlyBanned: Int
    /// Ids that fail2ban lists as banned although an action failed for them, with the daemon's words.
    public var notEnforced: [BanID: String]

    /// Takes each part as it is.
    public init(newlyBanned: Int, notEnforced: [BanID: String] = [:]) {
        self.newlyBanned = newlyBanned
        self.notEnforced = notEnforced
    }
}
