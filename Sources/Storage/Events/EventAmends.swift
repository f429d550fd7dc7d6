/// Changes of stored events, gathered and written together.
public struct EventAmends {
    private let events: Events
    private let transaction: any Transaction
    private let index: LineIndex
    private var words: EventWords
    private var origins: OriginWords
    private var sums: EventSums
    private var sightings: EventSightings
    private var rows: [Value] = []
    private var details: [Value] = []
    private var networks: Set<[UInt8]> = []
    /// Events whose rows change, and those that leave the index of words, by their ids.
    private var changed: [Int64] = []
    private var unindexed: [Int64] = []
    private var lines: [(id: Int64, jail: Int64, lines: [[UInt8]])] = []
    /// Events of another jail whose lines stay, and that jail.
    private var moved: [Int64: Int64] = [:]
    private var pending: Set<Int64> = []

    /// Begins; no other writer of events comes between until the transaction ends.
    public init(_ events: Events) throws {
        try events.lock()
        self.events = events
        transaction = events.transaction
        index = try LineIndex(transaction)
        words = EventWords(transaction)
        origins = OriginWords(transaction)
        sums = EventSums(transaction)
        sightings = EventSightings(transaction)
    }

    /// Has an event rewritten: all but its id, its host and where its address was known to be.
    ///
    /// - Parameters:
    ///   - before: the event as it is stored.
    ///   - lines: the lines that led to it, in place of those that were stored; nil leaves them.
    public mutating func add(_ event: EventRecord, was before: EventRecord, lines: [[UInt8]]? = nil) throws {
        guard pending.insert(event.id).inserted else { throw StorageError.failed("an event is amended twice at once") }
        var event = event
        event.host = before.host
        event.origin = before.origin ?? event.origin
        let numbers = try words.numbers(of: event)
        // The jail stands in the index of words too.
        let isMoved = try words.numbers(of: before).jail != numbers.jail
        if isMoved || lines != nil { unindexed.append(event.id) }
        if isMoved || event != before { try rewrite(event, numbers, was: before) }
        if let lines {
            self.lines.append((event.id, numbers.jail, lines))
        } else if isMoved {
            moved[event.id] = numbers.jail
        }
    }

    /// Has the lines of an event stored that has none yet.
    public mutating func enter(_ lines: [[UInt8]], of event: EventRecord) throws {
        self.lines.append((event.id, try words.numbers(of: event).jail, lines))
    }

    private mutating func rewrite(
        _ event: EventRecord, _ numbers: EventWords.SeriesNumbers, was before: EventRecord
    ) throws {
        let key = event.banID.map { EventKey($0) }
        let origin = try event.origin.map { try origins.number(of: $0) }
        event.appendRow(
            to: &rows, series: numbers.series, generation: try words.generation(of: event), key: key, origin: origin)
        changed.append(event.id)
        if event.hasDetails || key?.text != nil { event.appendDetails(to: &details, jail: numbers.jail, key: key) }
        if let key, key.isNetwork { networks.insert(key.bytes) }
        sums.add(-1, series: try words.numbers(of: before).series, moment: before.moment)
        sums.add(1, series: numbers.series, moment: event.moment)
        sums.add(-1, origin: try before.origin.map { try origins.number(of: $0) }, of: before)
        sums.add(1, origin: origin, of: event)
        sums.note(event.moment, inBucketOf: event.id)
        if let key { sightings.note(key, of: event) }
    }

    /// Writes all that was added; nothing can be added after it.
    ///
    /// - Throws: `StorageError.constraint` where the new place of one is that of another event.
    public mutating func write() throws {
        try index.remove(unindexed)
        try transaction.executeMany(EventRow.update, EventRow.names, values: rows)
        try transaction.executeMany(EventDetails.removal, ["id"], values: changed.map { .integer($0) })
        try transaction.executeMany(EventDetails.insertion, EventDetails.names, values: details)
        try EventRow.enter(networks, transaction)
        try writeLines()
        try sightings.write(into: &sums)
        try sums.write()
    }

    private func writeLines() throws {
        try transaction.executeMany(
            "DELETE FROM event_lines WHERE event_id = :id", ["id"], values: lines.map { .integer($0.id) })
        try transaction.executeMany(
            "INSERT INTO event_lines (event_id, line_number, line) VALUES (:id, :number, :line)",
            ["id", "number", "line"],
            values: lines.flatMap { event in
                event.lines.enumerated().flatMap { [.integer(event.id), .integer(Int64($0)), .bytes($1)] }
            })
        try index.enter(lines)
        guard !moved.isEmpty else { return }
        let stored = try events.lines(of: Array(moved.keys))
        try index.enter(stored.compactMap { id, lines in moved[id].map { (id, $0, lines) } })
    }
}
