extension Transaction {
    /// The audit log.
    public var audit: AuditEntries { AuditEntries(transaction: self) }
}

/// The entries of the audit log, in one transaction. They are only ever added.
public struct AuditEntries {
    let transaction: any Transaction

    /// The last entry; nil where there is none. In a write transaction it stays the last until the end, since all writers
    /// wait for each other on every driver.
    public func head() throws -> AuditHead? {
        try transaction.first("SELECT a.sequence, a.entry_hash FROM audit a ORDER BY a.sequence DESC LIMIT 1") {
            AuditHead(sequence: $0.integer(0), hash: $0.bytes(1))
        }
    }

    /// Adds an entry as it is, with its number and hashes.
    ///
    /// - Throws: `StorageError.constraint` where the number is taken.
    public func insert(_ record: AuditRecord) throws {
        try transaction.execute(Self.insertion, record.arguments)
    }

    /// Entries in the order in which they were made, beginning behind the number `after`, `limit` of them at most.
    public func run(after sequence: Int64, limit: Int) throws -> [AuditRecord] {
        try transaction.rows(
            "SELECT \(AuditRecord.columns) FROM audit a WHERE a.sequence > :after ORDER BY a.sequence LIMIT :limit",
            ["after": .integer(sequence), "limit": .integer(Int64(limit))]
        ) { AuditRecord($0) }
    }

    /// One page of the log, the newest first. It is searched from the page's beginning back, and no further once `isLate`
    /// says so: the page may then be short, and `next` tells where to go on.
    public func page(_ query: AuditQuery, isLate: () -> Bool = { false }) throws -> AuditPage {
        let limit = min(max(query.limit, 1), 500)
        let condition = AuditCondition(query)
        let bounds = try bounds(query)
        var top = min(query.before ?? .max, bounds.upperBound)
        var records: [AuditRecord] = []
        while top > bounds.lowerBound {
            let floor = max(bounds.lowerBound, top - Self.stretch)
            var arguments = condition.arguments
            arguments["top"] = .integer(top)
            arguments["floor"] = .integer(floor)
            arguments["limit"] = .integer(Int64(limit - records.count))
            records += try transaction.rows(
                """
                SELECT \(AuditRecord.columns) FROM audit a WHERE a.sequence < :top AND a.sequence >= :floor
                \(condition.sql) ORDER BY a.sequence DESC LIMIT :limit
                """, arguments
            ) { AuditRecord($0) }
            top = records.count < limit ? floor : records.last?.sequence ?? floor
            if records.count == limit || isLate() { break }
        }
        return AuditPage(records: records, next: top > bounds.lowerBound ? top : nil)
    }

    /// The numbers among which the entries of the query's time are. A clock that was set back makes the order of times
    /// another than that of numbers, so some entries around each end are looked at too.
    private func bounds(_ query: AuditQuery) throws -> Range<Int64> {
        guard let head = try head() else { return 1..<1 }
        var (lower, upper) = (Int64(1), head.sequence + 1)
        if let to = query.to {
            upper =
                try number(
                    "SELECT max(n.sequence) FROM (SELECT a.sequence FROM audit a WHERE a.done_at < :moment "
                        + "ORDER BY a.done_at DESC LIMIT 1000) n", to
                ).map { $0 + 1 } ?? lower
        }
        if let from = query.from {
            lower =
                try number(
                    "SELECT min(n.sequence) FROM (SELECT a.sequence FROM audit a WHERE a.done_at >= :moment "
                        + "ORDER BY a.done_at LIMIT 1000) n", from) ?? upper
        }
        return lower..<max(lower, upper)
    }

    private func number(_ sql: String, _ moment: Int64) throws -> Int64? {
        try transaction.first(sql, ["moment": .integer(moment)]) { $0.optionalInteger(0) }.flatMap { $0 }
    }

    /// Entries that are looked at before the time is.
    private static let stretch: Int64 = 5000

    private static let insertion = """
        INSERT INTO audit (sequence, done_at, actor_id, actor_name, origin, address, kind, subject, host, jail,
            value_before, value_after, result, detail, operation_id, previous_hash, entry_hash)
        VALUES (:sequence, :at, :actor, :actorName, :origin, :address, :kind, :subject, :host, :jail,
            :before, :after, :result, :detail, :operation, :previous, :hash)
        """
}
