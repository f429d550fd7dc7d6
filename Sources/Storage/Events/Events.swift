extension Transaction {
    /// What happened on the hosts.
    public var events: Events { Events(transaction: self) }
}

/// What happened on the hosts, in one transaction.
public struct Events {
    let transaction: any Transaction

    /// An event.
    public func find(id: Int64) throws -> EventRecord? {
        try transaction.first(
            "SELECT \(EventColumns.list) FROM events e \(EventColumns.joins) WHERE e.event_id = :id",
            ["id": .integer(id)]
        ) { EventRecord($0) }
    }

    /// The id of the event that became visible last; 0 where there never was one.
    public func latestID() throws -> Int64 {
        try transaction.first("SELECT revision FROM revisions WHERE subject = 'events'") { $0.integer(0) } ?? 0
    }

    /// The lines that led to events, as bytes, in order, by the event's id; an event without any is not among them.
    public func lines(of ids: [Int64]) throws -> [Int64: [[UInt8]]] {
        var lines: [Int64: [[UInt8]]] = [:]
        guard !ids.isEmpty else { return lines }
        let statement = EventStatement.lines(ids: ids.count)
        try transaction.forEach(statement.sql, statement.arguments(numbers: ids)) { row in
            lines[row.integer(0), default: []].append(row.bytes(1))
        }
        return lines
    }
}
