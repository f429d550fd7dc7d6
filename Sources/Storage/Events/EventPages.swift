/// Lists of events.
extension Events {
    /// One page of a list, the newest first.
    ///
    /// - Throws: `CursorError.malformed` for a cursor that is not of such a list.
    public func page(_ query: EventQuery) throws -> EventPage {
        let limit = query.rowLimit
        let place = try query.cursor.map { try EventCursor($0) }
        var found = try matching(query) { event in
            guard let place else { return true }
            return (event.moment, event.id) < (place.moment, place.id)
        }
        let isMore = found.count > limit
        found = Array(found.prefix(limit))
        let next = isMore ? found.last.map { EventCursor(moment: $0.moment, id: $0.id).text } : nil
        return EventPage(events: found, next: next)
    }

    /// How many events a list has, counted up to `bound`; limit and cursor of the query are not looked at.
    public func count(_ query: EventQuery, bound: Int = 10_000) throws -> EventTotal {
        let count = try matching(query) { _ in true }.count
        return EventTotal(count: min(count, bound), isMore: count > bound)
    }

    /// The events after an id that match, by id: what a stream goes on with.
    ///
    /// - Parameter limit: of events; it may give fewer though there are more to look at, until `through` is `latestID`.
    public func after(id: Int64, limit: Int, filter: EventFilter = EventFilter()) throws -> EventTail {
        let found = try matching(EventQuery(filter: filter)) { $0.id > id }.sorted { $0.id < $1.id }.prefix(limit)
        let through = found.count == limit ? found.last?.id ?? id : max(id, try latestID())
        return EventTail(events: Array(found), through: through)
    }

    /// The newest events that match, the newest first: what a stream begins with, at the `latestID` of the same
    /// transaction.
    public func newest(limit: Int, filter: EventFilter = EventFilter()) throws -> [EventRecord] {
        try page(EventQuery(filter: filter, limit: limit)).events
    }

    private func matching(_ query: EventQuery, _ isWanted: (EventRecord) -> Bool) throws -> [EventRecord] {
        let series = try series(query.filter).map { Set($0.map(\.number)) }
        let match = try EventMatch(query.filter.match, networks: networks)
        let rows = try transaction.rows(
            """
            SELECT \(EventColumns.list), e.series_number FROM events e \(EventColumns.joins)
            ORDER BY e.at_ms DESC, e.event_id DESC
            """
        ) { row -> EventRecord? in
            if let series, !series.contains(row.integer(21)) { return nil }
            let event = EventRecord(row)
            if let from = query.from, event.at < from { return nil }
            if let to = query.to, event.at >= to { return nil }
            return match.matches(event) && isWanted(event) ? event : nil
        }
        return rows.compactMap { $0 }
    }

    /// The keys of networks that begin before a range and reach into it.
    func networks(_ first: [UInt8], _ last: [UInt8]) throws -> [[UInt8]] {
        try transaction.rows(
            "SELECT network_key FROM event_networks WHERE first_address < :first AND last_address >= :first",
            ["first": .bytes(first)]
        ) { $0.bytes(0) }
    }
}

extension EventMatch {
    func matches(_ event: EventRecord) -> Bool {
        guard let ranges else { return true }
        guard let id = event.banID else { return false }
        let key = EventKey(id)
        let isInside = ranges.contains {
            !key.bytes.lexicographicallyPrecedes($0.first) && !$0.last.lexicographicallyPrecedes(key.bytes)
        }
        return isInside && (accepts?(id) ?? true)
    }
}
