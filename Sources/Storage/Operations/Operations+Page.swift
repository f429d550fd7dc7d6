extension Operations {
    /// One page of what was done, the last recorded first.
    ///
    /// - Throws: `CursorError.malformed` where there is no operation of the id in `before`.
    public func page(_ query: OperationQuery) throws -> [OperationSummary] {
        try numbers(query).compactMap(summary)
    }

    /// The numbers of a page's operations.
    private func numbers(_ query: OperationQuery) throws -> [Int64] {
        var arguments: [String: Value] = [
            "before": .integer(try place(query.before)), "limit": .integer(Int64(min(max(query.limit, 1), 501))),
        ]
        if let jail = query.jail { arguments["jail"] = .text(jail) }
        let inJail = query.jail != nil
        let sql: String
        switch query.match {
        case .any: sql = inJail ? OperationStatement.ofJail : OperationStatement.all
        case .text(let text):
            arguments["from"] = .text(text)
            sql = OperationStatement.ofSubject(isExact: true, inJail: inJail)
        case .prefix(let text):
            arguments["from"] = .text(text)
            // No text of a subject begins beyond U+10FFFF.
            arguments["to"] = .text(BanMatch.successor(of: text) ?? "\u{10FFFF}")
            sql = OperationStatement.ofSubject(isExact: false, inJail: inJail)
        }
        return try transaction.rows(sql, arguments) { $0.integer(0) }
    }

    private func place(_ id: String?) throws -> Int64 {
        guard let id else { return .max }
        let found = try transaction.first(
            "SELECT operation_number FROM operations WHERE operation_id = :id", ["id": .text(id)]
        ) { $0.integer(0) }
        guard let found else { throw CursorError.malformed }
        return found
    }

    private func summary(_ number: Int64) throws -> OperationSummary? {
        let operation = try transaction.first(
            "SELECT \(Operation.columns) FROM operations o WHERE o.operation_number = :number",
            ["number": .integer(number)]
        ) { Operation($0) }
        guard let operation else { return nil }
        let items = try transaction.rows(
            OperationStatement.items,
            ["number": .integer(number), "limit": .integer(Int64(OperationSummary.shown))]
        ) { OperationItem($0) }
        let results = try transaction.rows(OperationStatement.results, ["number": .integer(number)]) {
            ($0.text(0), Int($0.integer(1)))
        }
        return OperationSummary(
            operation: operation, items: items, results: Dictionary(uniqueKeysWithValues: results),
            undo: try operation.undoneBy.flatMap { try single($0) })
    }

    /// An operation without its items.
    public func single(_ id: String) throws -> Operation? {
        try transaction.first(
            "SELECT \(Operation.columns) FROM operations o WHERE o.operation_id = :id", ["id": .text(id)]
        ) { Operation($0) }
    }
}
