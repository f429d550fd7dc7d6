/// Changes of the numbers that are kept of events, written once for a batch: the sums of each hour and of each series, and
/// between which moments the events of each bucket lie.
struct EventSums {
    private let transaction: any Transaction
    private var hours: [Hour: Int64] = [:]
    private var buckets: [Int64: ClosedRange<Int64>] = [:]

    private struct Hour: Hashable {
        let hour: Int64
        let series: Int64
    }

    init(_ transaction: any Transaction) {
        self.transaction = transaction
    }

    /// Counts events of a series at a moment (UTC epoch milliseconds).
    mutating func add(_ change: Int64, series: Int64, moment: Int64) {
        hours[Hour(hour: moment.flooredHour, series: series), default: 0] += change
    }

    /// Widens the bucket of an event to its moment.
    mutating func note(_ moment: Int64, inBucketOf id: Int64) {
        let bucket = id / Events.bucketSize
        guard let range = buckets[bucket] else { return buckets[bucket] = moment...moment }
        guard !range.contains(moment) else { return }
        buckets[bucket] = min(range.lowerBound, moment)...max(range.upperBound, moment)
    }

    /// Writes the changes, in a fixed order.
    func write() throws {
        let hours = hours.filter { $0.value != 0 }.sorted {
            ($0.key.hour, $0.key.series) < ($1.key.hour, $1.key.series)
        }
        try transaction.executeMany(
            Self.hour, ["hour", "series", "change"],
            values: hours.flatMap { [.integer($0.key.hour), .integer($0.key.series), .integer($0.value)] })
        let totals = Dictionary(hours.map { ($0.key.series, $0.value) }) { $0 + $1 }
            .filter { $0.value != 0 }.sorted { $0.key < $1.key }
        try transaction.executeMany(
            Self.total, ["series", "change"], values: totals.flatMap { [.integer($0.key), .integer($0.value)] })
        try transaction.executeMany(
            Self.bucket, ["bucket", "first", "last"],
            values: buckets.sorted { $0.key < $1.key }.flatMap {
                [.integer($0.key), .integer($0.value.lowerBound), .integer($0.value.upperBound)]
            })
    }

    private static let hour = """
        INSERT INTO event_hours (hour, series_number, event_count) VALUES (:hour, :series, :change)
        ON CONFLICT (hour, series_number) DO UPDATE SET event_count = event_hours.event_count + excluded.event_count
        """

    static let total = "UPDATE event_series SET event_total = event_total + :change WHERE series_number = :series"

    private static let bucket = """
        INSERT INTO event_buckets (bucket, first_ms, last_ms) VALUES (:bucket, :first, :last)
        ON CONFLICT (bucket) DO UPDATE SET
            first_ms = CASE WHEN excluded.first_ms < event_buckets.first_ms
                THEN excluded.first_ms ELSE event_buckets.first_ms END,
            last_ms = CASE WHEN excluded.last_ms > event_buckets.last_ms
                THEN excluded.last_ms ELSE event_buckets.last_ms END
        """
}
