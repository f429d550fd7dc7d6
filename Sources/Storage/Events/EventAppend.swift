extension Events {
    /// Stores events in their order, and gives those that were stored, with their ids. One whose place in the log is
    /// stored already is passed over, so that the same lines may be taken in twice.
    ///
    /// Writers take the lock of one row first and hold it to the end: ids become visible in their order.
    public func append(_ events: [EventRecord]) throws -> [EventRecord] {
        guard !events.isEmpty else { return [] }
        var id = try takeIDs(events.count)
        var stored: [EventRecord] = []
        for var event in events {
            let generation = try event.place.map { try enter(generation: $0.generation, host: event.host) }
            if let generation, let place = event.place, try isStored(generation, place.offset) { continue }
            id += 1
            event.id = id
            try insert(event, generation: generation)
            stored.append(event)
        }
        return stored
    }

    /// Takes the next ids, and with them the lock that keeps writers one after the other; gives the last id before them.
    private func takeIDs(_ count: Int) throws -> Int64 {
        let last = try transaction.first(
            """
            UPDATE revisions SET revision = revision + :count WHERE subject = 'events' RETURNING revision
            """, ["count": .integer(Int64(count))]
        ) { $0.integer(0) }
        guard let last else { throw StorageError.failed("the row that counts events is missing") }
        return last - Int64(count)
    }

    private func isStored(_ generation: Int64, _ offset: Int64) throws -> Bool {
        try transaction.first(
            "SELECT event_id FROM events WHERE generation_number = :generation AND log_offset = :offset",
            ["generation": .integer(generation), "offset": .integer(offset)]
        ) { $0.integer(0) } != nil
    }

    private func insert(_ event: EventRecord, generation: Int64?) throws {
        let numbers = try enter(EventSeries(event))
        let key = event.key
        try transaction.execute(
            """
            INSERT INTO events (event_id, series_number, at_ms, utc_offset, source, bucket, ban_key,
                generation_number, log_offset)
            VALUES (:id, :series, :moment, :utcOffset, :source, :bucket, :key, :generation, :offset)
            """, event.arguments(series: numbers.series, generation: generation, key: key))
        try noteBucket(of: event)
        if let key { try enter(network: key) }
        try writeDetails(of: event, jail: numbers.jail, key: key)
        try addToHour(1, event, series: numbers.series)
    }

    func noteBucket(of event: EventRecord) throws {
        try transaction.execute(
            """
            INSERT INTO event_buckets (bucket, first_ms, last_ms) VALUES (:bucket, :moment, :moment)
            ON CONFLICT (bucket) DO UPDATE SET
                first_ms = CASE WHEN excluded.first_ms < event_buckets.first_ms
                    THEN excluded.first_ms ELSE event_buckets.first_ms END,
                last_ms = CASE WHEN excluded.last_ms > event_buckets.last_ms
                    THEN excluded.last_ms ELSE event_buckets.last_ms END
            """, ["bucket": .integer(event.id / Self.bucketSize), "moment": .integer(event.moment)])
    }

    func enter(network key: EventKey) throws {
        guard key.isNetwork, let range = EventKey.range(of: key.bytes) else { return }
        try transaction.execute(
            """
            INSERT INTO event_networks (network_key, first_address, last_address) VALUES (:key, :first, :last)
            ON CONFLICT (network_key) DO NOTHING
            """,
            ["key": .bytes(key.bytes), "first": .bytes(range.first), "last": .bytes(range.last)])
    }

    /// Writes what only some events have, in place of what was there.
    func writeDetails(of event: EventRecord, jail: Int64, key: EventKey?) throws {
        try transaction.execute("DELETE FROM event_details WHERE event_id = :id", ["id": .integer(event.id)])
        guard event.hasDetails || key?.text != nil else { return }
        try transaction.execute(
            """
            INSERT INTO event_details (event_id, ban_jail, ban_key, ban_ms, ban_text, ban_time, ban_count, failures,
                recorded_at, repeats, is_enforced, note, operation_id)
            VALUES (:id, :jail, :key, :moment, :text, :banTime, :count, :failures, :recordedAt, :repeats, :enforced,
                :note, :operation)
            """,
            [
                "id": .integer(event.id), "jail": event.isBan ? .integer(jail) : .null,
                "key": event.isBan ? .optional(key?.bytes) : .null,
                "moment": event.isBan ? .integer(event.moment) : .null, "text": .optional(key?.text),
                "banTime": .optional(event.banTime), "count": .optional(event.count),
                "failures": .optional(event.failures), "recordedAt": .optional(event.recordedAt),
                "repeats": .integer(event.repeats), "enforced": .flag(event.isEnforced),
                "note": .optional(event.note), "operation": .optional(event.operationID),
            ])
    }

    /// Keeps the sums of a series true.
    func addToHour(_ change: Int64, _ event: EventRecord, series: Int64) throws {
        try transaction.execute(
            """
            INSERT INTO event_hours (hour, series_number, event_count) VALUES (:hour, :series, :change)
            ON CONFLICT (hour, series_number) DO UPDATE SET event_count = event_hours.event_count + excluded.event_count
            """,
            [
                "hour": .integer(event.moment.flooredHour), "series": .integer(series), "change": .integer(change),
            ])
        try transaction.execute(
            "UPDATE event_series SET event_total = event_total + :change WHERE series_number = :series",
            ["change": .integer(change), "series": .integer(series)])
    }

    /// Rows to a bucket: see `Migration.events`.
    static let bucketSize: Int64 = 65_536
}

extension EventRecord {
    /// What a row of `events` is written from.
    func arguments(series: Int64, generation: Int64?, key: EventKey?) -> [String: Value] {
        [
            "id": .integer(id), "series": .integer(series), "moment": .integer(moment),
            "utcOffset": .optional(utcOffset), "source": .integer(source.rawValue),
            "bucket": .integer(id / Events.bucketSize), "key": .optional(key?.bytes),
            "generation": .optional(generation), "offset": .optional(place?.offset),
        ]
    }
}
