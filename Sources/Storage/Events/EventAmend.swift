extension Events {
    /// Rewrites a stored event: all but its id and its host. A late line may so take over an event of another source.
    ///
    /// - Parameter lines: the lines that led to it, in place of those that were stored; nil leaves them.
    /// - Throws: `StorageError.constraint` where its new place is that of another event.
    public func amend(_ event: EventRecord, lines: [[UInt8]]? = nil) throws {
        guard let before = try find(id: event.id) else { return }
        var event = event
        event.host = before.host
        let generation = try event.place.map { try enter(generation: $0.generation, host: event.host) }
        let numbers = try enter(EventSeries(event))
        let key = event.key
        try transaction.execute(
            """
            UPDATE events SET series_number = :series, at_ms = :moment, utc_offset = :utcOffset, source = :source,
                bucket = :bucket, ban_key = :key, generation_number = :generation, log_offset = :offset
            WHERE event_id = :id
            """, event.arguments(series: numbers.series, generation: generation, key: key))
        if event.moment != before.moment { try noteBucket(of: event) }
        if let key, key != before.key { try enter(network: key) }
        try writeDetails(of: event, jail: numbers.jail, key: key)
        try moveSums(from: before, to: event, series: numbers.series)
        if let lines { try setLines(lines, of: event.id) }
    }

    private func moveSums(from before: EventRecord, to event: EventRecord, series: Int64) throws {
        let old = try enter(EventSeries(before)).series
        guard old != series || before.moment.flooredHour != event.moment.flooredHour else { return }
        try addToHour(-1, before, series: old)
        try addToHour(1, event, series: series)
    }

    /// Stores the lines that led to an event, in place of those that were stored.
    public func setLines(_ lines: [[UInt8]], of id: Int64) throws {
        try transaction.execute("DELETE FROM event_lines WHERE event_id = :id", ["id": .integer(id)])
        for (number, line) in lines.enumerated() {
            try transaction.execute(
                "INSERT INTO event_lines (event_id, line_number, line) VALUES (:id, :number, :line)",
                ["id": .integer(id), "number": .integer(Int64(number)), "line": .bytes(line)])
        }
    }
}
