/// What an operation did to one ban, as far as it says whose doing an event was.
public struct OperationTrace: Hashable, Sendable {
    /// The operation.
    public var operationID: String
    /// What was done, such as `ban`.
    public var kind: String
    /// When it began (UTC epoch seconds).
    public var at: Int64
    /// The length that was chosen for a ban, in seconds; -1 for ever, nil for the jail's own.
    public var duration: Int64?
    /// The jail.
    public var jail: String
    /// The ban's id.
    public var banID: String
}

extension Operations {
    /// What was done to bans of a host from one moment to another (UTC epoch seconds, both included), in order; what was
    /// refused or was so before is left out.
    public func traces(host: String, from: Int64, through: Int64) throws -> [OperationTrace] {
        try transaction.rows(
            """
            SELECT o.operation_id, o.kind, o.done_at, o.duration, i.jail, i.ban_id FROM operations o
            JOIN operation_items i ON i.operation_number = o.operation_number
            WHERE o.done_at >= :from AND o.done_at <= :through AND o.kind IN ('ban', 'unban', 'undo')
                AND i.host = :host AND i.result NOT IN ('refused', 'already') AND i.ban_id <> ''
            ORDER BY o.done_at, o.operation_number
            """, ["host": .text(host), "from": .integer(from), "through": .integer(through)]
        ) { row in
            OperationTrace(
                operationID: row.text(0), kind: row.text(1), at: row.integer(2), duration: row.optionalInteger(3),
                jail: row.text(4), banID: row.text(5))
        }
    }

    /// The length that an operation chose for its bans, and when it began (UTC epoch seconds); nil where there is none.
    public func chosenEnd(of id: String) throws -> (at: Int64, duration: Int64)? {
        try transaction.first(
            "SELECT done_at, duration FROM operations WHERE operation_id = :id AND duration >= 0", ["id": .text(id)]
        ) { ($0.integer(0), $0.integer(1)) }
    }
}
