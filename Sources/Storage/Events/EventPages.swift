/// Lists of events.
extension Events {
    /// One page of a list, the newest first.
    ///
    /// - Throws: `CursorError.malformed` for a cursor that is not of such a list.
    public func page(_ query: EventQuery) throws -> EventPage {
        let limit = query.rowLimit
        let start = try query.cursor.map { try EventCursor($0) }
        let search = try EventSearch(transaction: transaction, query: query)
        let places = try search.places(
            after: start.map { EventPlaceInList(moment: $0.moment, id: $0.id) }, limit: limit + 1)
        let events = try fetch(places.prefix(limit).map(\.id), isByID: false)
        guard places.count > limit else { return EventPage(events: events, next: nil) }
        let last = places[limit - 1]
        return EventPage(events: events, next: EventCursor(moment: last.moment, id: last.id).text)
    }

    /// How many events a list has, counted up to `bound`; limit and cursor of the query are not looked at. Without a
    /// wanted id and without bounds in time the number is known, and given whole.
    public func count(_ query: EventQuery, bound: Int = 10_000) throws -> EventTotal {
        try EventSearch(transaction: transaction, query: query).count(bound: bound)
    }

    /// The newest events that match, the newest first: what a stream begins with, at the `latestID` of the same
    /// transaction.
    public func newest(limit: Int, filter: EventFilter = EventFilter()) throws -> [EventRecord] {
        try page(EventQuery(filter: filter, limit: limit)).events
    }

    /// The events of the given ids.
    func fetch(_ ids: [Int64], isByID: Bool) throws -> [EventRecord] {
        guard !ids.isEmpty else { return [] }
        let statement = EventStatement.fetch(ids: ids.count, isByID: isByID)
        return try transaction.rows(statement.sql, statement.arguments(numbers: ids)) { EventRecord($0) }
    }

    /// The keys of networks that begin before a range and reach into it; of one address, of those that hold it.
    func networks(_ first: [UInt8], _ last: [UInt8]) throws -> [[UInt8]] {
        try transaction.rows(
            """
            SELECT network_key FROM event_networks
            WHERE first_address \(first == last ? "<=" : "<") :first AND last_address >= :first
            """, ["first": .bytes(first)]
        ) { $0.bytes(0) }
    }

    /// The text of an event's id that its key does not tell; nil where it does.
    func text(of id: Int64) throws -> String? {
        try transaction.first("SELECT ban_text FROM event_details WHERE event_id = :id", ["id": .integer(id)]) {
            $0.optionalText(0)
        } ?? nil
    }
}
