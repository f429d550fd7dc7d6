/// What one look for events without an origin did.
public struct OriginFilling: Hashable, Sendable {
    /// How many events were given one.
    public var filled: Int
    /// Events up to, and without, this id are left to look at; nil where none are.
    public var next: Int64?

    /// Takes each part as it is.
    public init(filled: Int, next: Int64?) {
        self.filled = filled
        self.next = next
    }
}

extension Events {
    /// Gives an origin to events that have none: to those that were stored while no data was there. One that an event has is never
    /// changed.
    ///
    /// - Parameters:
    ///   - id: only events before this one are looked at; nil to begin with the last.
    ///   - limit: how many ids are looked at, so that other writers have to wait for a moment only.
    ///   - origin: tells where a ban's id is, asked once for each; nil leaves its events as they are.
    public func fillOrigins(
        before id: Int64? = nil, limit: Int, origin: (_ banID: String) -> EventOrigin?
    ) throws -> OriginFilling {
        let last = try lock()
        let end = min(id ?? .max, last + 1)
        guard end > 1 else { return OriginFilling(filled: 0, next: nil) }
        let begin = max(1, end - Int64(limit))
        let events = try transaction.rows(
            Self.withoutOrigin, ["begin": .integer(begin), "end": .integer(end)]
        ) { (id: $0.integer(0), key: $0.bytes(1), moment: $0.integer(2), kind: $0.integer(3)) }
        var words = OriginWords(transaction)
        var sums = EventSums(transaction)
        var known: [[UInt8]: OriginNumber?] = [:]
        var values: [Value] = []
        for event in events {
            let number: OriginNumber?
            if let found = known[event.key] {
                number = found
            } else {
                number = try origin(EventKey.text(of: event.key)).map { try words.number(of: $0) }
                known[event.key] = .some(number)
            }
            guard let number else { continue }
            values += [.integer(event.id), .integer(number.value)]
            guard let kind = EventKind(rawValue: event.kind), EventSightings.kinds.contains(kind) else { continue }
            sums.add(
                1, series: EventSums.series(ofCountry: number.country, isBan: kind == .ban), moment: event.moment)
        }
        try transaction.executeMany(
            "UPDATE events SET origin_number = :origin WHERE event_id = :id", ["id", "origin"], values: values)
        try sums.write()
        return OriginFilling(filled: values.count / 2, next: begin > 1 ? begin : nil)
    }

    static let withoutOrigin = """
        SELECT e.event_id, e.ban_key, e.at_ms, s.kind FROM events e
        JOIN event_series s ON s.series_number = e.series_number
        WHERE e.event_id >= :begin AND e.event_id < :end AND e.origin_number IS NULL AND e.ban_key IS NOT NULL
        ORDER BY e.event_id
        """
}
