/// The columns of a listed ban, by number.
public enum BanColumn {
    /// Text.
    public static let host = 0
    /// Text.
    public static let jail = 1
    /// Text, fail2ban's form.
    public static let id = 2
    /// 16 bytes, or null.
    public static let first = 3
    /// 16 bytes, or null.
    public static let last = 4
    /// UTC epoch seconds, or null where unknown.
    public static let bannedAt = 5
    /// UTC epoch seconds, or null.
    public static let endsAt = 6
    /// 0 or 1.
    public static let isPermanent = 7
    /// fail2ban's bancount, or null.
    public static let count = 8
    /// 0 or 1.
    public static let isEnforced = 9
    /// Text, or null.
    public static let note = 10
    /// Text; null where BanGUI planned no end.
    public static let plannedOperation = 11
    /// UTC epoch seconds; null for never, or where no end is planned.
    public static let plannedEndsAt = 12
    /// UTC epoch seconds; null where no end is planned.
    public static let plannedAt = 13

    /// The number of the place (`OriginNumber`), and what `EventOrigin.init` reads behind it.
    static let origin = 14
    /// What the list is sorted by, and the row's number: for the cursor.
    static let key = 21
    static let number = 22

    /// The columns up to `plannedAt`, of `bans b`, `ban_jails j`, `planned_ends e`.
    static let list = """
        j.host, j.jail, b.ban_id, b.first_address, b.last_address, b.banned_at, b.ends_at, b.is_permanent, \
        b.ban_count, b.is_enforced, b.note, e.operation_id, e.ends_at, e.created_at
        """

    /// The same with those of the place.
    static let placed = """
        \(list), b.origin_number, y.asn, o.network_name, o.country_source, o.country_built, o.network_source, \
        o.network_built
        """

    /// What joins them to `bans b`.
    static let joins = """
        JOIN ban_jails j ON j.jail_number = b.jail_number
        LEFT JOIN planned_ends e ON e.host = j.host AND e.jail = j.jail AND e.ban_id = b.ban_id
        """

    /// What joins those of the place too.
    static let placedJoins = """
        \(joins)
        LEFT JOIN event_origins o ON o.origin_number = b.origin_number
        LEFT JOIN event_systems y ON y.system_number = o.system_number
        """
}

extension BanRow {
    /// Reads the columns of `BanColumn`, those of the place included.
    public init(_ row: any Row) {
        let ban = BanRecord(row)
        self.init(ban: ban, plannedEnd: PlannedEnd(of: ban, row))
        // Of a number that is below 0 nothing is known (`Bans.nowhere`).
        if let number = row.optionalInteger(BanColumn.origin), number >= 0 {
            origin = EventOrigin(OriginNumber(number), row, from: BanColumn.origin + 1)
        }
    }
}

extension BanRecord {
    /// Reads the columns of `BanColumn`.
    public init(_ row: any Row) {
        self.init(
            host: row.text(BanColumn.host), jail: row.text(BanColumn.jail), id: row.text(BanColumn.id),
            first: row.optionalBytes(BanColumn.first), last: row.optionalBytes(BanColumn.last),
            bannedAt: row.optionalInteger(BanColumn.bannedAt), endsAt: row.optionalInteger(BanColumn.endsAt),
            isPermanent: row.flag(BanColumn.isPermanent), count: row.optionalInteger(BanColumn.count),
            isEnforced: row.flag(BanColumn.isEnforced), note: row.optionalText(BanColumn.note))
    }
}

extension PlannedEnd {
    fileprivate init?(of ban: BanRecord, _ row: any Row) {
        guard !row.isNull(BanColumn.plannedOperation) else { return nil }
        self.init(
            host: ban.host, jail: ban.jail, id: ban.id, endsAt: row.optionalInteger(BanColumn.plannedEndsAt),
            operationID: row.text(BanColumn.plannedOperation), createdAt: row.integer(BanColumn.plannedAt))
    }
}
