extension Events {
    /// Removes the oldest events that are older than a moment (UTC epoch seconds), with their lines; the hourly sums
    /// stay. Fewer than `limit` are removed where none are left.
    ///
    /// - Parameters:
    ///   - limit: of one call, so that other writers have to wait for a moment only.
    ///   - place: where the call before ended: what it removed is not looked at again, which PostgreSQL keeps for a while.
    public func remove(before moment: Int64, limit: Int, from place: EventRemoval? = nil) throws -> EventRemoval {
        try lock()
        let old = try transaction.rows(
            Self.oldest,
            [
                "from": .integer(place?.through ?? .min), "before": .integer(moment.milliseconds),
                "limit": .integer(Int64(limit)),
            ]
        ) { (id: $0.integer(0), series: $0.integer(1), moment: $0.integer(2)) }
        try LineIndex(transaction).forget(old.map(\.id))
        try transaction.executeMany(
            "DELETE FROM events WHERE event_id = :id", ["id"], values: old.map { .integer($0.id) })
        let totals = Dictionary(old.map { ($0.series, Int64(1)) }) { $0 + $1 }.sorted { $0.key < $1.key }
        try transaction.executeMany(
            EventSums.total, ["series", "change"],
            values: totals.flatMap { [.integer($0.key), .integer(-$0.value)] })
        let buckets = Set(old.map { $0.id / Self.bucketSize }).sorted()
        try transaction.executeMany(Self.emptyBucket, ["bucket"], values: buckets.map { .integer($0) })
        return EventRemoval(count: old.count, through: old.last?.moment ?? place?.through ?? .min)
    }

    /// When the oldest event happened, in UTC epoch seconds; nil where there is none.
    public func oldest() throws -> Int64? {
        try transaction.first("SELECT at_ms FROM events ORDER BY at_ms LIMIT 1") { $0.integer(0).flooredSecond }
    }

    static let oldest = """
        SELECT event_id, series_number, at_ms FROM events WHERE at_ms >= :from AND at_ms < :before
        ORDER BY at_ms, event_id LIMIT :limit
        """

    static let emptyBucket = """
        DELETE FROM event_buckets
        WHERE bucket = :bucket AND NOT EXISTS (SELECT 1 FROM events e WHERE e.bucket = event_buckets.bucket)
        """
}

/// What one call removed.
public struct EventRemoval: Hashable, Sendable {
    /// How many events.
    public let count: Int
    /// The moment of the last of them, in UTC epoch milliseconds.
    let through: Int64
}
