/// What joins the sources of events: see the rules of identity in the architecture.
extension Events {
    /// The first ban or restore of an id that no record of the daemon's database was paired with yet, for each question.
    /// What the socket told counts only where its own time agrees with that of the record, and a restore of it has none.
    public func unpairedBans(host: String, _ questions: [UnpairedBan]) throws -> [EventRecord?] {
        try bans(
            host, questions.map { ($0.jail, $0.id) }, Self.unpaired, ["from", "through", "exact", "vague"],
            questions.map { question in
                [
                    .integer(question.from.milliseconds), .integer(question.through.lastMillisecond),
                    .integer(question.exact.lastMillisecond), .integer(question.vague.lastMillisecond),
                ]
            })
    }

    /// The ban or restore that each of some records of the daemon's database was paired with.
    public func recorded(host: String, _ records: [RecordPlace]) throws -> [EventRecord?] {
        try bans(
            host, records.map { ($0.jail, $0.id) }, Self.recorded, ["recordedAt"],
            records.map { [.integer($0.recordedAt)] })
    }

    /// The last ban or restore of an id up to the end of a second.
    public func lastBan(host: String, jail: String, id: String, through: Int64) throws -> EventRecord? {
        try bans(host, [(jail, id)], Self.last, ["through"], [[.integer(through.lastMillisecond)]])[0]
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

    /// The first ban of each of some ids that meets a condition with its values.
    private func bans(
        _ host: String, _ ids: [(jail: String, id: String)], _ condition: String, _ names: [String], _ values: [[Value]]
    ) throws -> [EventRecord?] {
        var found = [EventRecord?](repeating: nil, count: ids.count)
        let keys = ids.map { EventKey($0.id) }
        for isLong in [false, true] {
            let places = keys.indices.filter { (keys[$0].text != nil) == isLong }
            guard !places.isEmpty else { continue }
            let sets = places.flatMap { place -> [Value] in
                let key = keys[place]
                let text = key.text.map { [Value.text($0)] } ?? []
                return [.text(host), .text(ids[place].jail), .bytes(key.bytes)] + text + values[place]
            }
            try transaction.forEachOfMany(
                Self.ban(condition, isLong: isLong), ["host", "jail", "key"] + (isLong ? ["text"] : []) + names,
                values: sets
            ) { found[places[$0]] = EventRecord($1) }
        }
        return found
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
        WHERE d.ban_jail = (SELECT jail_number FROM event_jails WHERE host = :host AND jail = :jail)
            AND d.ban_key = :key AND d.ban_text \(isLong ? "= :text" : "IS NULL") AND \(condition)
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

/// A record of the daemon's database, as an event is paired with it.
public struct RecordPlace: Sendable {
    let jail: String
    let id: String
    let recordedAt: Int64

    /// - Parameters:
    ///   - id: in fail2ban's text form.
    ///   - recordedAt: the `timeofban`, in UTC epoch seconds.
    public init(jail: String, id: String, recordedAt: Int64) {
        (self.jail, self.id, self.recordedAt) = (jail, id, recordedAt)
    }
}

/// A question for the first ban of an id in a jail that is paired with no record.
public struct UnpairedBan: Sendable {
    let jail: String
    let id: String
    let from: Int64
    let through: Int64
    let exact: Int64
    let vague: Int64

    /// - Parameters:
    ///   - id: in fail2ban's text form.
    ///   - from: not before this second, in UTC epoch seconds.
    ///   - through: not after this second.
    ///   - exact: what the socket told with its time is not after this second.
    ///   - vague: what the socket told without began not after this second.
    public init(
        jail: String, id: String, from: Int64, through: Int64 = .max, exact: Int64 = .max, vague: Int64 = .max
    ) {
        (self.jail, self.id) = (jail, id)
        (self.from, self.through, self.exact, self.vague) = (from, through, exact, vague)
    }
}
