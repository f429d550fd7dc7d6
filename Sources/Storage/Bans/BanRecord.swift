/// A ban in force, as the mirror of a host keeps it.
public struct BanRecord: Hashable, Sendable {
    /// The host.
    public var host: String
    /// The jail.
    public var jail: String
    /// The id in fail2ban's text form.
    public var id: String
    /// The first address, as 16 bytes that sort; nil for an id that is no address.
    public var first: [UInt8]?
    /// The last address, likewise; nil exactly where `first` is.
    public var last: [UInt8]?
    /// Since when (UTC epoch seconds); nil where unknown.
    public var bannedAt: Int64?
    /// Until when fail2ban holds it (UTC epoch seconds); nil for ever or unknown.
    public var endsAt: Int64?
    /// Whether a missing end means never.
    public var isPermanent: Bool
    /// How often it was banned, fail2ban's bancount; nil where unknown.
    public var count: Int64?
    /// Whether the firewall holds it.
    public var isEnforced: Bool
    /// Why it is not enforced.
    public var note: String?

    /// Makes a record of its parts.
    public init(
        host: String, jail: String, id: String, first: [UInt8]?, last: [UInt8]?, bannedAt: Int64?, endsAt: Int64?,
        isPermanent: Bool, count: Int64? = nil, isEnforced: Bool = true, note: String? = nil
    ) {
        self.host = host
        self.jail = jail
        self.id = id
        self.first = first
        self.last = last
        self.bannedAt = bannedAt
        self.endsAt = endsAt
        self.isPermanent = isPermanent
        self.count = count
        self.isEnforced = isEnforced
        self.note = note
    }
}

/// A ban in force with the end that BanGUI planned for it, and where it is. The ban's own members can be read through it.
@dynamicMemberLookup
public struct BanRow: Hashable, Sendable {
    /// The ban.
    public var ban: BanRecord
    /// The end that BanGUI planned; nil where fail2ban's stands.
    public var plannedEnd: PlannedEnd?
    /// Where it is by the data of now; nil while nobody looked, and where it has no address.
    public var origin: EventOrigin?

    /// Makes a row of its parts.
    public init(ban: BanRecord, plannedEnd: PlannedEnd?, origin: EventOrigin? = nil) {
        self.ban = ban
        self.plannedEnd = plannedEnd
        self.origin = origin
    }

    /// A member of the ban.
    public subscript<Value>(dynamicMember member: KeyPath<BanRecord, Value>) -> Value { ban[keyPath: member] }
}

/// One page of a list of bans.
public struct BanPage: Hashable, Sendable {
    /// The rows, in the order asked for.
    public var rows: [BanRow]
    /// The cursor of the next page; nil on the last.
    public var next: String?
    /// How many bans the whole list has.
    public var total: Int

    /// Makes a page of its parts.
    public init(rows: [BanRow], next: String?, total: Int) {
        self.rows = rows
        self.next = next
        self.total = total
    }
}
