/// The row that every event has.
enum EventRow {
    static let names = [
        "id", "series", "moment", "utcOffset", "source", "bucket", "key", "generation", "offset",
        "origin",
    ]

    static let insertion = """
        INSERT INTO events (event_id, series_number, at_ms, utc_offset, source, bucket, ban_key, generation_number,
            log_offset, origin_number)
        VALUES (:id, :series, :moment, :utcOffset, :source, :bucket, :key, :generation, :offset, :origin)
        """

    static let update = """
        UPDATE events SET series_number = :series, at_ms = :moment, utc_offset = :utcOffset, source = :source,
            bucket = :bucket, ban_key = :key, generation_number = :generation, log_offset = :offset,
            origin_number = :origin
        WHERE event_id = :id
        """

    /// Enters networks, by their keys, among those that ranges are compared with.
    static func enter(_ networks: Set<[UInt8]>, _ transaction: any Transaction) throws {
        for key in networks {
            guard let range = EventKey.range(of: key) else { continue }
            try transaction.execute(
                """
                INSERT INTO event_networks (network_key, first_address, last_address) VALUES (:key, :first, :last)
                ON CONFLICT (network_key) DO NOTHING
                """, ["key": .bytes(key), "first": .bytes(range.first), "last": .bytes(range.last)])
        }
    }
}

/// The row that only some events have: bans, and those with a count, a note or an operation.
enum EventDetails {
    static let names = [
        "id", "jail", "key", "moment", "text", "banTime", "count", "failures", "recordedAt", "repeats", "enforced",
        "note", "operation", "since",
    ]

    static let removal = "DELETE FROM event_details WHERE event_id = :id"

    static let insertion = """
        INSERT INTO event_details (event_id, ban_jail, ban_key, ban_ms, ban_text, ban_time, ban_count, failures,
            recorded_at, repeats, is_enforced, note, operation_id, since_ms)
        VALUES (:id, :jail, :key, :moment, :text, :banTime, :count, :failures, :recordedAt, :repeats, :enforced,
            :note, :operation, :since)
        """
}

extension EventRecord {
    /// Appends what `EventRow.names` name.
    func appendRow(to values: inout [Value], series: Int64, generation: Int64?, key: EventKey?, origin: OriginNumber?) {
        values.append(.integer(id))
        values.append(.integer(series))
        values.append(.integer(moment))
        values.append(.optional(utcOffset))
        values.append(.integer(source.rawValue))
        values.append(.integer(id / Events.bucketSize))
        values.append(.optional(key?.bytes))
        values.append(.optional(generation))
        values.append(.optional(place?.offset))
        values.append(.optional(origin?.value))
    }

    /// Appends what `EventDetails.names` name.
    func appendDetails(to values: inout [Value], jail: Int64, key: EventKey?) {
        values += [
            .integer(id), isBan ? .integer(jail) : .null, isBan ? .optional(key?.bytes) : .null,
            isBan ? .integer(moment) : .null, .optional(key?.text), .optional(banTime), .optional(count),
            .optional(failures), .optional(recordedAt), .integer(repeats), .flag(isEnforced), .optional(note),
            .optional(operationID), .optional(since?.milliseconds),
        ]
    }

    /// Whether it has anything that only some events have.
    var hasDetails: Bool {
        isBan || banTime != nil || count != nil || failures != nil || recordedAt != nil || repeats != 0 || !isEnforced
            || note != nil || operationID != nil || since != nil
    }

    /// Whether it may be paired with a record of the daemon's own database.
    var isBan: Bool { kind == .ban || kind == .restore }

    /// The moment in milliseconds, as it is stored.
    var moment: Int64 { at * 1000 + millisecond }
}
