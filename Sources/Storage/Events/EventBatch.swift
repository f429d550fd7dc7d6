/// Rows of new events, gathered and written together.
struct EventBatch {
    private let transaction: any Transaction
    private var words: EventWords
    private var origins: OriginWords
    private var sums: EventSums
    private var sightings: EventSightings
    private var rows: [Value] = []
    private var details: [Value] = []
    private var networks: Set<[UInt8]> = []

    init(_ transaction: any Transaction) {
        self.transaction = transaction
        words = EventWords(transaction)
        origins = OriginWords(transaction)
        sums = EventSums(transaction)
        sightings = EventSightings(transaction)
    }

    /// Adds an event that has its id.
    mutating func add(_ event: EventRecord) throws {
        let numbers = try words.numbers(of: event)
        let generation = try words.generation(of: event)
        let key = event.banID.map { EventKey($0) }
        let origin = try event.origin.map { try origins.number(of: $0) }
        event.appendRow(to: &rows, series: numbers.series, generation: generation, key: key, origin: origin)
        if event.hasDetails || key?.text != nil { event.appendDetails(to: &details, jail: numbers.jail, key: key) }
        if let key, key.isNetwork { networks.insert(key.bytes) }
        if let key { sightings.note(key, of: event) }
        sums.add(1, series: numbers.series, moment: event.moment)
        sums.add(1, origin: origin, of: event)
        sums.note(event.moment, inBucketOf: event.id)
    }

    /// Writes all that was added.
    mutating func write() throws {
        try transaction.executeMany(EventRow.insertion, EventRow.names, values: rows)
        try transaction.executeMany(EventDetails.insertion, EventDetails.names, values: details)
        try EventRow.enter(networks, transaction)
        try sightings.write(into: &sums)
        try sums.write()
    }

    /// Which of some events are stored already, or stand twice among them; nil for none, as it is where a log is read on.
    mutating func known(_ events: [EventRecord]) throws -> [Bool]? {
        var generations: [Int64?] = []
        generations.reserveCapacity(events.count)
        var spans: [Int64: OffsetSpan] = [:]
        for event in events {
            let generation = try words.generation(of: event)
            generations.append(generation)
            guard let generation, let place = event.place else { continue }
            spans[generation, default: OffsetSpan(place.offset)].take(place.offset)
        }
        var seen: [Int64: Set<Int64>] = [:]
        for (generation, span) in spans {
            guard try !span.isRising || span.low <= newestOffset(generation) else { continue }
            seen[generation] = try offsets(generation, span)
        }
        guard !seen.isEmpty else { return nil }
        return zip(events, generations).map { event, generation in
            guard let generation, let place = event.place, seen[generation] != nil else { return false }
            return seen[generation]?.insert(place.offset).inserted == false
        }
    }

    private func newestOffset(_ generation: Int64) throws -> Int64 {
        try transaction.first(
            """
            SELECT log_offset FROM events WHERE generation_number = :generation ORDER BY log_offset DESC LIMIT 1
            """, ["generation": .integer(generation)]
        ) { $0.integer(0) } ?? .min
    }

    private func offsets(_ generation: Int64, _ span: OffsetSpan) throws -> Set<Int64> {
        let offsets = try transaction.rows(
            """
            SELECT log_offset FROM events
            WHERE generation_number = :generation AND log_offset >= :low AND log_offset <= :high
            """,
            ["generation": .integer(generation), "low": .integer(span.low), "high": .integer(span.high)]
        ) { $0.integer(0) }
        return Set(offsets)
    }
}

/// The offsets of some lines: between which they lie, and whether each is greater than the one before.
private struct OffsetSpan {
    var low: Int64
    var high: Int64
    var isRising = true
    private var isFirst = true

    init(_ offset: Int64) {
        low = offset
        high = offset
    }

    mutating func take(_ offset: Int64) {
        if !isFirst, offset <= high { isRising = false }
        isFirst = false
        low = min(low, offset)
        high = max(high, offset)
    }
}
