/// Changes of the numbers that are kept of events, written once for a batch: the sums of each quarter of an hour, hour and
/// day, that of each series, and between which moments the events of each bucket lie.
struct EventSums {
    /// The stretches that sums are kept of, in seconds, the longest first.
    static let widths: [Int64] = [86_400, 3600, 900]
    /// What counts addresses that were seen for the first time, in the place of a series.
    static let newAddresses: Int64 = 0

    private let transaction: any Transaction
    private var quarters: [Stretch: Int64] = [:]
    private var buckets: [Int64: ClosedRange<Int64>] = [:]

    /// One stretch of one series.
    private struct Stretch: Hashable, Comparable {
        let series: Int64
        let number: Int64

        static func < (one: Stretch, other: Stretch) -> Bool {
            (one.series, one.number) < (other.series, other.number)
        }
    }

    init(_ transaction: any Transaction) {
        self.transaction = transaction
    }

    /// Counts events of a series at a moment (UTC epoch milliseconds).
    mutating func add(_ change: Int64, series: Int64, moment: Int64) {
        quarters[Stretch(series: series, number: moment.flooredStretch(of: 900)), default: 0] += change
    }

    /// Counts an event that shows an address at work for its country; of one without an origin there is none.
    mutating func add(_ change: Int64, origin: OriginNumber?, of event: EventRecord) {
        guard let origin, EventSightings.kinds.contains(event.kind) else { return }
        let series = Self.series(ofCountry: origin.country, isBan: event.kind == .ban)
        add(change, series: series, moment: event.moment)
    }

    /// What counts the attempts from a country, or its bans, in the place of a series.
    static func series(ofCountry country: Int64, isBan: Bool) -> Int64 {
        -(country * 2 + (isBan ? 1 : 0)) - 1
    }

    /// The country that is counted in the place of a series, and whether its bans are.
    static func country(ofSeries series: Int64) -> (country: Int64, isBan: Bool) {
        ((-series - 1) / 2, (-series - 1) % 2 == 1)
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
        for width in Self.widths { try writeSums(of: width) }
        let totals = Dictionary(quarters.map { ($0.key.series, $0.value) }) { $0 + $1 }
            .filter { $0.value != 0 && $0.key > Self.newAddresses }.sorted { $0.key < $1.key }
        try transaction.executeMany(
            Self.total, ["series", "change"], values: totals.flatMap { [.integer($0.key), .integer($0.value)] })
        try transaction.executeMany(
            Self.bucket, ["bucket", "first", "last"],
            values: buckets.sorted { $0.key < $1.key }.flatMap {
                [.integer($0.key), .integer($0.value.lowerBound), .integer($0.value.upperBound)]
            })
    }

    private func writeSums(of width: Int64) throws {
        var sums: [Stretch: Int64] = [:]
        for (quarter, change) in quarters {
            let number = (quarter.number * 900_000).flooredStretch(of: width)
            sums[Stretch(series: quarter.series, number: number), default: 0] += change
        }
        let changes = sums.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        try transaction.executeMany(
            Self.sum, ["width", "series", "number", "change"],
            values: changes.flatMap {
                [.integer(width), .integer($0.key.series), .integer($0.key.number), .integer($0.value)]
            })
    }

    private static let sum = """
        INSERT INTO event_sums (width, series_number, number, event_count) VALUES (:width, :series, :number, :change)
        ON CONFLICT (width, series_number, number)
            DO UPDATE SET event_count = event_sums.event_count + excluded.event_count
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
