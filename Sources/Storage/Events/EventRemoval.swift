extension Events {
    /// Removes the oldest events that are older than a moment (UTC epoch seconds), with their lines; the hourly sums
    /// stay. Gives how many it removed: fewer than `limit` where none are left.
    ///
    /// - Parameter limit: of one call, so that other writers have to wait for a moment only.
    public func remove(before moment: Int64, limit: Int) throws -> Int {
        try lock()
        let old = try transaction.rows(
            Self.oldest, ["before": .integer(moment.milliseconds), "limit": .integer(Int64(limit))]
        ) { (id: $0.integer(0), series: $0.integer(1)) }
        try transaction.executeMany(
            "DELETE FROM events WHERE event_id = :id", ["id"], values: old.map { .integer($0.id) })
        let totals = Dictionary(old.map { ($0.series, Int64(1)) }) { $0 + $1 }.sorted { $0.key < $1.key }
        try transaction.executeMany(
            EventSums.total, ["series", "change"],
            values: totals.flatMap { [.integer($0.key), .integer(-$0.value)] })
        let buckets = Set(old.map { $0.id / Self.bucketSize }).sorted()
        try transaction.executeMany(Self.emptyBucket, ["bucket"], values: buckets.map { .integer($0) })
        return old.count
    }

    static let oldest = """
        SELECT event_id, series_number FROM events WHERE at_ms < :before ORDER BY at_ms, event_id LIMIT :limit
        """

    static let emptyBucket = """
        DELETE FROM event_buckets
        WHERE bucket = :bucket AND NOT EXISTS (SELECT 1 FROM events e WHERE e.bucket = event_buckets.bucket)
        """
}
