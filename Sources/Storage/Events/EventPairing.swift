/// What joins the sources of events: see the rules of identity in the architecture.
extension Events {
    /// The first ban or restore of an id that no record of the daemon's database was paired with yet. What the socket
    /// told counts only where its own time agrees with that of the record, and a restore of it has none.
    ///
    /// - Parameters:
    ///   - from: not before this second, in UTC epoch seconds.
    ///   - through: not after this second.
    ///   - exact: what the socket told with its time is not after this second.
    ///   - vague: what the socket told without began not after this second.
    public func unpairedBan(
        host: String, jail: String, id: String, from: Int64, through: Int64 = .max, exact: Int64 = .max,
        vague: Int64 = .max
    ) throws -> EventRecord? {
        try ban(
            host, jail, id, Self.unpaired,
            [
                "from": .integer(from.milliseconds), "through": .integer(through.lastMillisecond),
                "exact": .integer(exact.lastMillisecond), "vague": .integer(vague.lastMillisecond),
            ])
    }

    /// The ban or restore that a record of the daemon's database with this `timeofban` was paired with.
    public func recorded(host: String, jail: String, id: String, recordedAt: Int64) throws -> EventRecord? {
        try ban(host, jail, id, Self.recorded, ["recordedAt": .integer(recordedAt)])
    }

    /// The last ban or restore of an id up to the end of a second.
    public func lastBan(host: String, jail: String, id: String, through: Int64) throws -> EventRecord? {
        try ban(host, jail, id, Self.last, ["through": .integer(through.lastMillisecond)])
    }

    /// The events of an id that the database or the socket told of, and no line yet, by time: a line that comes late
    /// takes one of them over.
    ///
    /// - Parameters:
    ///   - kinds: of these kinds.
    ///   - from: not before this second, in UTC epoch seconds.
    ///   - through: not after this second.
    public func unplaced(
        host: String, jail: String, id: String, kinds: Set<EventKind>, from: Int64, through: Int64
    ) throws -> [EventRecord] {
        let key = EventKey(id)
        let found = try transaction.rows(
            Self.unplaced,
            [
                "key": .bytes(key.bytes), "from": .integer(from.milliseconds),
                "through": .integer(through.lastMillisecond), "host": .text(host), "jail": .text(jail),
            ]
        ) { EventRecord($0) }
        return found.filter { kinds.contains($0.kind) && $0.banID.map { EventKey($0) } == key }
    }

    private func ban(
        _ host: String, _ jail: String, _ id: String, _ condition: String, _ arguments: [String: Value]
    ) throws -> EventRecord? {
        let number = try transaction.first(
            "SELECT jail_number FROM event_jails WHERE host = :host AND jail = :jail",
            ["host": .text(host), "jail": .text(jail)]
        ) { $0.integer(0) }
        guard let number else { return nil }
        let key = EventKey(id)
        var arguments = arguments
        arguments["jail"] = .integer(number)
        arguments["key"] = .bytes(key.bytes)
        arguments["text"] = .optional(key.text)
        return try transaction.first(Self.ban(condition, isLong: key.text != nil), arguments) { EventRecord($0) }
    }

    /// The first ban of a jail's id that meets a condition, which ends with its order.
    ///
    /// - Parameter isLong: whether the id's key does not tell its text.
    static func ban(_ condition: String, isLong: Bool) -> String {
        """
        SELECT \(EventColumns.list) FROM event_details d JOIN events e ON e.event_id = d.event_id
        JOIN event_series s ON s.series_number = e.series_number
        JOIN event_jails j ON j.jail_number = s.jail_number
        LEFT JOIN event_generations g ON g.generation_number = e.generation_number
        \(EventColumns.originJoins)
        WHERE d.ban_jail = :jail AND d.ban_key = :key AND d.ban_text \(isLong ? "= :text" : "IS NULL") AND \(condition)
        LIMIT 1
        """
    }

    static let unpaired = """
        d.ban_ms >= :from AND d.ban_ms <= :through AND d.recorded_at IS NULL
            AND (e.source <> 3 OR (s.kind = 3 AND COALESCE(d.since_ms <= :vague, d.ban_ms <= :exact)))
        ORDER BY d.ban_ms, d.event_id
        """
    static let recorded = "d.recorded_at = :recordedAt ORDER BY d.event_id"
    static let last = "d.ban_ms <= :through ORDER BY d.ban_ms DESC, d.event_id DESC"

    static let unplaced = """
        SELECT \(EventColumns.list) FROM events e \(EventColumns.joins)
        WHERE e.source IN (2, 3) AND e.ban_key = :key AND e.at_ms >= :from AND e.at_ms <= :through
            AND j.host = :host AND j.jail = :jail
        ORDER BY e.at_ms, e.event_id
        """
}
