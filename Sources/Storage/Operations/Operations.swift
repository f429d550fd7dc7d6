extension Transaction {
    /// What was done.
    public var operations: Operations { Operations(transaction: self) }
}

/// What was done to hosts, in one transaction.
public struct Operations {
    let transaction: any Transaction

    /// Adds an operation with its items.
    ///
    /// - Throws: `StorageError.constraint` where the id is taken.
    public func insert(_ operation: Operation, items: [OperationItem]) throws {
        let number = try transaction.first(Self.insertion, operation.arguments) { $0.integer(0) }
        guard let number else { throw StorageError.failed("an inserted row gave no number") }
        try insert(items, of: number)
    }

    /// Stores an operation with its items in place of what was stored under its id, if anything was; who did it and when
    /// stays as it was stored first.
    ///
    /// A ban is stored twice, announced and then with its outcome: items that stay in their places are changed there, so
    /// that the disk sync of the second time has a third of the pages less to carry.
    public func put(_ operation: Operation, items: [OperationItem]) throws {
        let changes = operation.arguments.filter { !["actor", "actorName", "at"].contains($0.key) }
        guard let number = try transaction.first(Self.change, changes, { $0.integer(0) }) else {
            return try insert(operation, items: items)
        }
        let places = try transaction.rows(
            "SELECT host, jail, ban_id FROM operation_items WHERE operation_number = :number ORDER BY item_number",
            ["number": .integer(number)]
        ) { [$0.text(0), $0.text(1), $0.text(2)] }
        guard places == items.map({ [$0.host, $0.jail, $0.id] }) else {
            return try replaceItems(of: number, by: items)
        }
        for (index, item) in items.enumerated() {
            var arguments = item.arguments.filter { !["host", "jail", "id"].contains($0.key) }
            arguments["operation"] = .integer(number)
            arguments["item"] = .integer(Int64(index))
            try transaction.execute(Self.itemChange, arguments)
        }
    }

    /// Removes an operation with its items; an unknown id is passed over.
    public func remove(id: String) throws {
        try transaction.execute("DELETE FROM operations WHERE operation_id = :id", ["id": .text(id)])
    }

    /// The operation of that id with its items, in their order.
    public func find(id: String) throws -> (Operation, [OperationItem])? {
        let found = try transaction.first(
            "SELECT \(Operation.columns) FROM operations o WHERE o.operation_id = :id", ["id": .text(id)]
        ) { (Operation($0), $0.integer(Operation.numberColumn)) }
        guard let (operation, number) = found else { return nil }
        let items = try transaction.rows(
            """
            SELECT \(OperationItem.columns) FROM operation_items i
            WHERE i.operation_number = :number ORDER BY i.item_number
            """, ["number": .integer(number)]
        ) { OperationItem($0) }
        return (operation, items)
    }

    /// The last operations, newest first.
    ///
    /// - Parameters:
    ///   - limit: how many at most, 1…500.
    ///   - before: the id of the last operation of the page before.
    /// - Throws: `CursorError.malformed` where there is no operation of that id.
    public func latest(limit: Int, before id: String? = nil) throws -> [Operation] {
        var place = (at: Int64.max, number: Int64.max)
        if let id {
            let found = try transaction.first(
                "SELECT done_at, operation_number FROM operations WHERE operation_id = :id", ["id": .text(id)]
            ) { ($0.integer(0), $0.integer(1)) }
            guard let found else { throw CursorError.malformed }
            place = found
        }
        return try transaction.rows(
            """
            SELECT \(Operation.columns) FROM operations o WHERE (o.done_at, o.operation_number) < (:at, :number)
            ORDER BY o.done_at DESC, o.operation_number DESC LIMIT :limit
            """,
            [
                "at": .integer(place.at), "number": .integer(place.number),
                "limit": .integer(Int64(min(max(limit, 1), 500))),
            ]
        ) { Operation($0) }
    }

    /// Notes that an operation was undone by another; false where it had been already, or there is none.
    public func markUndone(id: String, by undo: String) throws -> Bool {
        try transaction.execute(
            "UPDATE operations SET undone_by = :undo WHERE operation_id = :id AND undone_by IS NULL",
            ["undo": .text(undo), "id": .text(id)]) > 0
    }

    /// Notes that an operation was confirmed, at a moment (UTC epoch seconds); false where it was not waiting for it.
    public func confirm(id: String, at moment: Int64) throws -> Bool {
        try transaction.execute(
            """
            UPDATE operations SET confirmed_at = :moment WHERE operation_id = :id
            AND confirm_by IS NOT NULL AND confirmed_at IS NULL AND undone_by IS NULL
            """, ["moment": .integer(moment), "id": .text(id)]) > 0
    }

    /// The operations that wait for a confirmation or for being taken back, the longest due first.
    public func unconfirmed() throws -> [Operation] {
        try transaction.rows(
            """
            SELECT \(Operation.columns) FROM operations o WHERE o.confirm_by IS NOT NULL
            AND o.confirmed_at IS NULL AND o.undone_by IS NULL ORDER BY o.confirm_by
            """
        ) { Operation($0) }
    }

    /// The operations with an item that was announced and has no outcome, done up to `moment` (UTC epoch seconds), the
    /// oldest first.
    public func announced(until moment: Int64) throws -> [Operation] {
        try transaction.rows(
            """
            SELECT \(Operation.columns) FROM operations o WHERE o.done_at <= :moment AND o.operation_number IN (
                SELECT i.operation_number FROM operation_items i WHERE i.result = 'announced')
            ORDER BY o.operation_number
            """, ["moment": .integer(moment)]
        ) { Operation($0) }
    }

    /// Puts other items in place of those that an operation has; false where there is none of that id.
    public func settle(id: String, items: [OperationItem]) throws -> Bool {
        let found = try transaction.first(
            "SELECT operation_number FROM operations WHERE operation_id = :id", ["id": .text(id)]
        ) { $0.integer(0) }
        guard let number = found else { return false }
        try replaceItems(of: number, by: items)
        return true
    }

    private func replaceItems(of number: Int64, by items: [OperationItem]) throws {
        try transaction.execute(
            "DELETE FROM operation_items WHERE operation_number = :number", ["number": .integer(number)])
        try insert(items, of: number)
    }

    private func insert(_ items: [OperationItem], of number: Int64) throws {
        for (index, item) in items.enumerated() {
            var arguments = item.arguments
            arguments["operation"] = .integer(number)
            arguments["item"] = .integer(Int64(index))
            try transaction.execute(Self.itemInsertion, arguments)
        }
    }

    /// The last operations of some kinds on one subject (a ban's id, a setting, or the empty text for a jail as a
    /// whole), in one jail or in all of a host, newest first, each with its item of that subject.
    public func history(
        host: String, jail: String?, subject: String, kinds: [String], limit: Int
    ) throws -> [(operation: Operation, item: OperationItem)] {
        guard !kinds.isEmpty else { return [] }
        var arguments: [String: Value] = [
            "host": .text(host), "jail": .optional(jail), "subject": .text(subject), "limit": .integer(Int64(limit)),
        ]
        let names = kinds.indices.map { "kind\($0)" }
        for (name, kind) in zip(names, kinds) { arguments[name] = .text(kind) }
        return try transaction.rows(
            """
            SELECT \(Operation.columns), \(OperationItem.columns) FROM operation_items i
            JOIN operations o ON o.operation_number = i.operation_number
            WHERE i.host = :host AND i.ban_id = :subject\(jail == nil ? "" : " AND i.jail = :jail")
                AND o.kind IN (\(names.map { ":\($0)" }.joined(separator: ", ")))
            ORDER BY i.operation_number DESC, i.item_number LIMIT :limit
            """,
            arguments
        ) { (Operation($0), OperationItem($0, from: Operation.numberColumn + 1)) }
    }

    /// The last 50 operations that concerned a ban's id in any jail of a host, newest first.
    public func forBan(host: String, id: String) throws -> [Operation] {
        try transaction.rows(
            """
            SELECT \(Operation.columns) FROM operations o WHERE o.operation_number IN (
                SELECT DISTINCT i.operation_number FROM operation_items i WHERE i.host = :host AND i.ban_id = :id
                ORDER BY i.operation_number DESC LIMIT 50)
            ORDER BY o.done_at DESC, o.operation_number DESC
            """, ["host": .text(host), "id": .text(id)]
        ) { Operation($0) }
    }
}
