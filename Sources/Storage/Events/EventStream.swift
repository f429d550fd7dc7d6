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
        var ids: [Int64] = []
        var seen = 0
        var through = latest
        let stride = match.isAny && origin.isAny && series == nil ? max(limit, 1) : Self.streamStride
        try transaction.forEach(
            Self.stream, ["id": .integer(id), "latest": .integer(latest), "stride": .integer(Int64(stride))]
        ) { row in
            guard ids.count < max(limit, 1) else { return }
            seen += 1
            if seen == stride { through = row.integer(0) }
            guard series?.contains(row.integer(1)) ?? true, origin.accepts(row.optionalInteger(3)),
                try accepts(row, match)
            else { return }
            if let lines = filter.lines, try !lines.matches(self.lines(of: [row.integer(0)]).values.first ?? []) {
                return
            }
            ids.append(row.integer(0))
            if ids.count == max(limit, 1) { through = row.integer(0) }
        }
        return EventTail(events: try fetch(ids, isByID: true), through: through)
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
