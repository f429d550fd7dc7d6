extension Transaction {
    /// The ends that BanGUI planned.
    public var plannedEnds: PlannedEnds { PlannedEnds(transaction: self) }
}

/// The ends that BanGUI planned for bans, in one transaction. One may stand without its ban being in the mirror.
public struct PlannedEnds {
    let transaction: any Transaction

    /// Sets the planned end of a ban, in place of an earlier one.
    public func set(_ end: PlannedEnd) throws {
        try transaction.execute(
            """
            INSERT INTO planned_ends (host, jail, ban_id, ends_at, operation_id, created_at)
            VALUES (:host, :jail, :id, :endsAt, :operation, :created)
            ON CONFLICT (host, jail, ban_id) DO UPDATE SET ends_at = excluded.ends_at,
                operation_id = excluded.operation_id, created_at = excluded.created_at
            """,
            [
                "host": .text(end.host), "jail": .text(end.jail), "id": .text(end.id), "endsAt": .optional(end.endsAt),
                "operation": .text(end.operationID), "created": .integer(end.createdAt),
            ])
        try transaction.bans.sortAgain(host: end.host, jail: end.jail, id: end.id)
        try transaction.bans.noteChange()
    }

    /// Removes the planned ends of bans of a jail; unknown ids are passed over.
    public func remove(host: String, jail: String, ids: [String]) throws {
        for id in ids {
            let removed = try transaction.execute(
                "DELETE FROM planned_ends WHERE host = :host AND jail = :jail AND ban_id = :id",
                ["host": .text(host), "jail": .text(jail), "id": .text(id)])
            guard removed > 0 else { continue }
            try transaction.bans.sortAgain(host: host, jail: jail, id: id)
            try transaction.bans.noteChange()
        }
    }

    /// The planned end of a ban.
    public func find(host: String, jail: String, id: String) throws -> PlannedEnd? {
        try transaction.first(
            """
            SELECT \(PlannedEnd.columns) FROM planned_ends e
            WHERE e.host = :host AND e.jail = :jail AND e.ban_id = :id
            """, ["host": .text(host), "jail": .text(jail), "id": .text(id)]
        ) { PlannedEnd($0) }
    }

    /// The planned ends that have come at `now` (UTC epoch seconds), the longest due first.
    public func due(now: Int64) throws -> [PlannedEnd] {
        try transaction.rows(
            """
            SELECT \(PlannedEnd.columns) FROM planned_ends e
            WHERE e.ends_at IS NOT NULL AND e.ends_at <= :now ORDER BY e.ends_at
            """, ["now": .integer(now)]
        ) { PlannedEnd($0) }
    }

    /// Every planned end of a host.
    public func all(host: String) throws -> [PlannedEnd] {
        try transaction.rows(
            "SELECT \(PlannedEnd.columns) FROM planned_ends e WHERE e.host = :host ORDER BY e.jail, e.ban_id",
            ["host": .text(host)]
        ) { PlannedEnd($0) }
    }

    /// When the next planned end comes (UTC epoch seconds).
    public func nextDue() throws -> Int64? {
        try transaction.first(
            "SELECT ends_at FROM planned_ends WHERE ends_at IS NOT NULL ORDER BY ends_at LIMIT 1"
        ) { $0.integer(0) }
    }
}

extension PlannedEnd {
    /// The columns that `init(_:)` reads, of `planned_ends e`.
    static let columns = "e.host, e.jail, e.ban_id, e.ends_at, e.operation_id, e.created_at"

    init(_ row: any Row) {
        self.init(
            host: row.text(0), jail: row.text(1), id: row.text(2), endsAt: row.optionalInteger(3),
            operationID: row.text(4), createdAt: row.integer(5))
    }
}
