/// The columns of an event, by number.
enum EventColumns {
    /// What `EventRecord.init` reads, of `events e` and its joins.
    static let list = """
        e.event_id, e.at_ms, e.utc_offset, e.source, e.ban_key, e.log_offset, \
        j.host, j.jail, s.kind, s.why, g.fingerprint, \
        d.ban_text, d.ban_time, d.ban_count, d.failures, d.recorded_at, d.repeats, d.is_enforced, d.note, \
        d.operation_id, d.event_id, d.since_ms, \
        e.origin_number, y.asn, o.network_name, o.country_source, o.country_built, o.network_source, o.network_built
        """

    /// What joins the rest to `events e`. From an event to its series, and never from each series to its events: for that
    /// the sum, which no index knows.
    static let joins = """
        JOIN event_series s ON s.series_number = e.series_number + 0
        JOIN event_jails j ON j.jail_number = s.jail_number
        LEFT JOIN event_generations g ON g.generation_number = e.generation_number
        LEFT JOIN event_details d ON d.event_id = e.event_id
        \(originJoins)
        """

    /// What joins an origin to `events e`.
    static let originJoins = """
        LEFT JOIN event_origins o ON o.origin_number = e.origin_number
        LEFT JOIN event_systems y ON y.system_number = o.system_number
        """
}

extension EventRecord {
    /// Reads the columns of `EventColumns`.
    init(_ row: any Row) {
        let moment = row.integer(1)
        let jail = row.text(7)
        self.init(
            host: row.text(6), at: moment.flooredSecond, millisecond: moment - moment.flooredSecond * 1000,
            kind: EventKind(rawValue: row.integer(8)) ?? .daemon,
            source: EventSource(rawValue: row.integer(3)) ?? .log, jail: jail.isEmpty ? nil : jail)
        id = row.integer(0)
        utcOffset = row.optionalInteger(2)
        why = EventReason(rawValue: row.integer(9))
        if let key = row.optionalBytes(4) { setID(key: key, text: row.optionalText(11)) }
        if let generation = row.optionalBytes(10) {
            place = EventPlace(generation: generation, offset: row.integer(5))
        }
        if let number = row.optionalInteger(22) { origin = EventOrigin(OriginNumber(number), row, from: 23) }
        guard !row.isNull(20) else { return }
        banTime = row.optionalInteger(12)
        count = row.optionalInteger(13)
        failures = row.optionalInteger(14)
        recordedAt = row.optionalInteger(15)
        repeats = row.integer(16)
        isEnforced = row.flag(17)
        note = row.optionalText(18)
        operationID = row.optionalText(19)
        since = row.optionalInteger(21)?.flooredSecond
    }
}
