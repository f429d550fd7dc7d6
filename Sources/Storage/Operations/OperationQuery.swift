/// Which operations a list shows, and where its page begins.
public struct OperationQuery: Hashable, Sendable {
    /// What the subject of an item has to be.
    public enum Match: Hashable, Sendable {
        case any
        /// Exactly this text.
        case text(String)
        /// A text that begins so.
        case prefix(String)
    }

    /// What one item has to be about.
    public var match: Match
    /// The jail of that item; nil for any.
    public var jail: String?
    /// How many at most, 1…501: one more than a page shows tells whether there is another.
    public var limit: Int
    /// The id of the last operation of the page before; nil for the first page.
    public var before: String?

    /// Takes each part as it is.
    public init(match: Match = .any, jail: String? = nil, limit: Int, before: String? = nil) {
        self.match = match
        self.jail = jail
        self.limit = limit
        self.before = before
    }
}

/// One operation as a list shows it.
public struct OperationSummary: Hashable, Sendable {
    /// What was done.
    public var operation: Operation
    /// Its first items, `shown` at most.
    public var items: [OperationItem]
    /// How many items it has, by result.
    public var results: [String: Int]
    /// The operation that took it back.
    public var undo: Operation?

    /// Items that a list shows of one operation.
    public static let shown = 3
}

/// The statements that find a page of operations; all give numbers, newest first.
enum OperationStatement {
    static let all = """
        SELECT o.operation_number FROM operations o WHERE o.operation_number < :before
        ORDER BY o.operation_number DESC LIMIT :limit
        """

    static let ofJail = """
        SELECT DISTINCT i.operation_number FROM operation_items i WHERE i.jail = :jail
        AND i.operation_number < :before ORDER BY i.operation_number DESC LIMIT :limit
        """

    /// Of one subject, or of those from `:from` up to `:to`; the hosts are few and each is a range of the
    /// index. A jail that is an expression keeps SQLite from the jail's index, which holds far more.
    static func ofSubject(isExact: Bool, inJail: Bool) -> String {
        """
        SELECT DISTINCT i.operation_number FROM hosts h CROSS JOIN operation_items i WHERE i.host = h.host
        AND \(isExact ? "i.ban_id = :from" : "i.ban_id >= :from AND i.ban_id < :to")
        AND i.operation_number < :before \(inJail ? "AND i.jail || '' = :jail" : "")
        ORDER BY i.operation_number DESC LIMIT :limit
        """
    }

    static let results = """
        SELECT i.result, count(*) FROM operation_items i WHERE i.operation_number = :number GROUP BY i.result
        """

    static let items = """
        SELECT \(OperationItem.columns) FROM operation_items i WHERE i.operation_number = :number
        ORDER BY i.item_number LIMIT :limit
        """
}
