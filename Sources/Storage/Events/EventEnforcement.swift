extension Events {
    /// How many of the latest events are looked at for bans whose action failed.
    private static let latestLooked: Int64 = 5000

    /// Bans of a host among the latest events whose action failed, each id of a jail once, at most `limit`.
    public func latestNotEnforced(host: String, limit: Int) throws -> [(jail: String, banID: String)] {
        let first = try latestID() - Self.latestLooked
        let records = try transaction.rows(
            """
            SELECT \(EventColumns.list) FROM events e \(EventColumns.joins)
            WHERE e.event_id > :first AND d.is_enforced = 0 AND j.host = :host ORDER BY e.event_id DESC LIMIT :limit
            """, ["first": .integer(first), "host": .text(host), "limit": .integer(Int64(limit))]
        ) { EventRecord($0) }
        var told: Set<[String]> = []
        return records.compactMap { record in
            guard let jail = record.jail, let id = record.banID, told.insert([jail, id]).inserted else { return nil }
            return (jail, id)
        }
    }
}
