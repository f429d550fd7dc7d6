/// Events in the order in which they became visible.
extension Events {
    /// How many events are looked at in one call.
    static let streamStride = 10_000

    /// The events after an id that match, by id: what a stream goes on with.
    ///
    /// - Parameter limit: of events, 1 at least; it may give fewer though there are more to look at, until `through` is
    ///   `latestID`.
    public func after(id: Int64, limit: Int, filter: EventFilter = EventFilter()) throws -> EventTail {
        // First of all: what becomes visible meanwhile has a greater id.
        let latest = try latestID()
        guard id < latest else { return EventTail(events: [], through: id) }
        var wanted = try series(filter)
        if filter.lines != nil { wanted = try (wanted ?? self.series()).filter(\.hasLines) }
        let series = wanted.map { Set($0.map(\.number)) }
        let match = try EventMatch(filter.match, networks: networks)
        let origin = try OriginMatch(filter.origin, transaction)
        var look = StreamLook(limit: max(limit, 1), through: id)
        while look.isOpen, look.through < latest {
            try transaction.forEach(
                Self.stream,
                [
                    "id": .integer(look.through), "latest": .integer(latest),
                    "stride": .integer(Int64(look.nextStride())),
                ]
            ) { row in
                guard look.isOpen else { return }
                look.see(row.integer(0))
                guard series?.contains(row.integer(1)) ?? true, origin.accepts(row.optionalInteger(3)),
                    try accepts(row, match)
                else { return }
                if let lines = filter.lines, try !lines.matches(self.lines(of: [row.integer(0)]).values.first ?? []) {
                    return
                }
                look.take(row.integer(0))
            }
            if look.isAtEnd { look.through = latest }
        }
        return EventTail(events: try fetch(look.ids, isByID: true), through: look.through)
    }

    static let stream = """
        SELECT event_id, series_number, ban_key, origin_number FROM events WHERE event_id > :id AND event_id <= :latest
        ORDER BY event_id LIMIT :stride
        """

    private func accepts(_ row: any Row, _ match: EventMatch) throws -> Bool {
        guard let key = row.optionalBytes(2) else { return match.isAny }
        return try match.accepts(key) { try text(of: row.integer(0)) }
    }
}

/// How far a call has looked: some events first, and more at once where few of them match.
private struct StreamLook {
    let limit: Int
    private(set) var ids: [Int64] = []
    /// The event looked at last.
    var through: Int64
    /// Events that are looked at, at most.
    private var most: Int { max(limit, Events.streamStride) }
    private var seen = 0
    private var stride = 0
    /// Where the stride of now ends, counted in events.
    private var end = 0

    init(limit: Int, through: Int64) {
        (self.limit, self.through) = (limit, through)
    }

    var isOpen: Bool { ids.count < limit && seen < most }
    /// Whether fewer events were there than asked for.
    var isAtEnd: Bool { isOpen && seen < end }

    mutating func nextStride() -> Int {
        stride = min(max(limit, stride * 4), most - seen)
        end = seen + stride
        return stride
    }

    mutating func see(_ id: Int64) {
        seen += 1
        through = id
    }

    mutating func take(_ id: Int64) { ids.append(id) }
}
