/// Counts the events of spans of keys by key and series, some buckets at a time, those that reach up to the newest moments
/// first.
///
/// From key to key is one step in the index by key for each bucket and series, and so are the first and the last moment of
/// each; the events of one are counted where they lie together in that index. What was not counted when it was enough is
/// told, so that no number claims more than it holds.
struct TallySearch {
    let transaction: any Transaction
    private var found: [Place: Numbers] = [:]
    private var since: Int64?
    /// Spans that had too many events to read them all.
    private var dense: Set<KeySpan> = []

    private struct Place: Hashable {
        let key: [UInt8]
        let series: Int64

        /// Reads series and key.
        init(_ row: any Row) {
            series = row.integer(0)
            key = row.bytes(1)
        }
    }

    private struct Numbers {
        var count: Int64
        var moments: ClosedRange<Int64>

        init(count: Int64, moments: ClosedRange<Int64>) {
            self.count = count
            self.moments = moments
        }

        /// Reads, after series and key, how many, the first and the last.
        init(_ row: any Row) {
            self.init(count: row.integer(2), moments: row.integer(3)...row.integer(4))
        }
    }

    /// Buckets of one statement at most.
    static let stride = 8
    /// When so many events were counted, those of older buckets are not: only their first and last moments are looked up.
    private let manyEvents: Int64
    /// When so many places of the index were looked at, the older buckets are left out.
    private let manyPlaces: Int
    /// A span with so many events in some buckets is not read as it lies.
    private let readable: Int64
    private let series: [Int64]
    private static let kinds: Set<Int64> = [1, 2, 3, 4, 5, 6, 9, 10]

    init(
        transaction: any Transaction, manyEvents: Int64 = 50_000, manyPlaces: Int, readable: Int64 = 8192
    ) throws {
        self.transaction = transaction
        self.manyEvents = manyEvents
        self.manyPlaces = manyPlaces
        self.readable = readable
        // The kinds of events that have an id.
        series = try transaction.events.series().filter {
            $0.total > 0 && Self.kinds.contains($0.kind)
        }.map(\.number)
    }

    /// Counts the events of some spans.
    mutating func count(_ spans: [KeySpan]) throws {
        let buckets = try transaction.rows(
            "SELECT bucket, last_ms FROM event_buckets ORDER BY last_ms DESC"
        ) { (number: $0.integer(0), last: $0.integer(1)) }
        var (events, places) = (Int64(0), 0)
        var rest = buckets[...]
        while !rest.isEmpty {
            let isCounting = events < manyEvents
            if !isCounting { since = since ?? rest.map(\.last).max() }
            guard places < manyPlaces else {
                since = since ?? rest.map(\.last).max()
                return
            }
            let size = stride(seen: buckets.count - rest.count, events)
            let some = rest.prefix(size)
            rest = rest.dropFirst(size)
            for span in spans {
                let seen = try count(span, some.map(\.number), isCounting)
                events += seen.events
                places += seen.places
                // Which of these buckets were counted wholly, nobody knows.
                if !seen.isWhole { since = since ?? some.map(\.last).max() }
            }
        }
    }

    /// As many buckets as are likely to hold what is still to be counted.
    private func stride(seen buckets: Int, _ events: Int64) -> Int {
        guard buckets > 0 else { return 2 }
        guard events < manyEvents, events >= buckets else { return Self.stride }
        return Int(min((manyEvents - events) / (events / Int64(buckets)) + 1, Int64(Self.stride)))
    }

    /// What a look at some buckets found, and whether that is all.
    private struct Seen {
        let events: Int64
        let places: Int
        let isWhole: Bool
    }

    private mutating func count(
        _ span: KeySpan, _ buckets: [Int64], _ isCounting: Bool
    ) throws -> Seen {
        if isCounting, let counted = try read(span, buckets) { return counted }
        return try walk(span, buckets, isCounting)
    }

    /// Reads all events of a span in some buckets; nil where there are too many.
    private mutating func read(_ span: KeySpan, _ buckets: [Int64]) throws -> Seen? {
        guard !dense.contains(span), !series.isEmpty else { return nil }
        let statement = EventStatement.tally(buckets: buckets.count, series: series.count)
        var arguments = statement.arguments(numbers: series, buckets: buckets)
        arguments["first"] = .bytes(span.first)
        arguments["end"] = .bytes(span.end)
        arguments["most"] = .integer(readable)
        let tallies = try transaction.rows(statement.sql, arguments) { row in
            (place: Place(row), numbers: Numbers(row))
        }
        let events = tallies.reduce(0) { $0 + $1.numbers.count }
        guard events < readable else {
            dense.insert(span)
            return nil
        }
        for tally in tallies { add(tally.numbers, to: tally.place) }
        return Seen(events: events, places: tallies.count, isWhole: true)
    }

    /// Goes from key to key.
    private mutating func walk(
        _ span: KeySpan, _ buckets: [Int64], _ isCounting: Bool
    ) throws -> Seen {
        var arguments: [String: Value] = [
            "first": .bytes(span.first), "end": .bytes(span.end), "limit": .integer(Int64(manyPlaces)),
            "counting": .flag(isCounting),
        ]
        for index in 0..<Self.stride { arguments["b\(index)"] = .integer(buckets.count > index ? buckets[index] : -1) }
        var (events, places) = (Int64(0), 0)
        try transaction.forEach(Self.statement, arguments) { row in
            let numbers = Numbers(row)
            events += numbers.count
            places += 1
            add(numbers, to: Place(row))
        }
        return Seen(events: events, places: places, isWhole: places < manyPlaces)
    }

    private mutating func add(_ numbers: Numbers, to place: Place) {
        guard let known = found[place] else { return found[place] = numbers }
        found[place] = Numbers(
            count: known.count + numbers.count,
            moments: min(
                known.moments.lowerBound, numbers.moments.lowerBound)...max(
                    known.moments.upperBound, numbers.moments.upperBound))
    }

    /// What was counted.
    func result() throws -> EventTallies {
        let series = Dictionary(uniqueKeysWithValues: try transaction.events.series().map { ($0.number, $0) })
        let tallies = found.compactMap { place, numbers -> EventTally? in
            guard let series = series[place.series], let kind = EventKind(rawValue: series.kind) else { return nil }
            return EventTally(
                banID: EventKey.text(of: place.key), host: series.host, jail: series.jail, kind: kind,
                why: EventReason(rawValue: series.why), count: numbers.count,
                first: numbers.moments.lowerBound.flooredSecond, last: numbers.moments.upperBound.flooredSecond)
        }
        return EventTallies(tallies: tallies, since: since.map(\.flooredSecond))
    }

    /// Goes from key to key in each bucket and series. The kinds are those of events that have an id.
    static let statement = """
        WITH RECURSIVE k (bucket, series_number, ban_key) AS (
            SELECT b.bucket, s.series_number, (
                SELECT e.ban_key FROM events e WHERE e.bucket = b.bucket AND e.series_number = s.series_number
                    AND e.ban_key >= :first AND e.ban_key < :end ORDER BY e.ban_key LIMIT 1)
            FROM event_buckets b CROSS JOIN event_series s
            WHERE b.bucket IN (\((0..<stride).map { ":b\($0)" }.joined(separator: ", ")))
                AND s.kind IN (1, 2, 3, 4, 5, 6, 9, 10) AND s.event_total > 0
            UNION ALL
            SELECT k.bucket, k.series_number, (
                SELECT e.ban_key FROM events e WHERE e.bucket = k.bucket AND e.series_number = k.series_number
                    AND e.ban_key > k.ban_key AND e.ban_key < :end ORDER BY e.ban_key LIMIT 1)
            FROM k WHERE k.ban_key IS NOT NULL
        )
        SELECT k.series_number, k.ban_key,
            CASE WHEN :counting = 1 THEN (
                SELECT COUNT(*) FROM events e WHERE e.bucket = k.bucket AND e.series_number = k.series_number
                    AND e.ban_key = k.ban_key) ELSE 0 END,
            (SELECT MIN(e.at_ms) FROM events e WHERE e.bucket = k.bucket AND e.series_number = k.series_number
                AND e.ban_key = k.ban_key),
            (SELECT MAX(e.at_ms) FROM events e WHERE e.bucket = k.bucket AND e.series_number = k.series_number
                AND e.ban_key = k.ban_key)
        FROM k WHERE k.ban_key IS NOT NULL LIMIT :limit
        """
}
