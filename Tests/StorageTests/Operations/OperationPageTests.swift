import Testing

@testable import Storage

struct OperationPageTests {
    /// The ids of a whole list, read in pages.
    static func list(_ query: OperationQuery, _ transaction: any Transaction) throws -> [String] {
        var (query, seen) = (query, [String]())
        while true {
            let page = try transaction.operations.page(query)
            guard let last = page.last else { return seen }
            seen += page.map(\.operation.id)
            query.before = last.operation.id
        }
    }

    @Test func `a list gives each operation once, newest first, by jail and by subject or its start`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                for index in 0..<30 {
                    let items = (0...index % 3).map {
                        OperationsTests.item("192.0.2.\(index % 12)", jail: $0 == 2 ? "web" : "sshd")
                    }
                    try transaction.operations.insert(OperationsTests.operation("o\(index)"), items: items)
                }
            }
            try await database.read { transaction throws in
                func ids(_ kept: (Int) -> Bool) -> [String] { (0..<30).filter(kept).reversed().map { "o\($0)" } }
                let list = Self.list
                #expect(try list(OperationQuery(limit: 7), transaction) == ids { _ in true })
                #expect(try list(OperationQuery(jail: "web", limit: 3), transaction) == ids { $0 % 3 == 2 })
                let one = OperationQuery.Match.text("192.0.2.1")
                #expect(try list(OperationQuery(match: one, limit: 2), transaction) == ids { $0 % 12 == 1 })
                let start = OperationQuery.Match.prefix("192.0.2.1")
                #expect(
                    try list(OperationQuery(match: start, limit: 2), transaction)
                        == ids { [1, 10, 11].contains($0 % 12) })
                #expect(
                    try list(OperationQuery(match: start, jail: "web", limit: 2), transaction)
                        == ids { $0 % 12 == 11 && $0 % 3 == 2 })
                #expect(throws: CursorError.malformed) {
                    try transaction.operations.page(OperationQuery(limit: 1, before: "nobody"))
                }
            }
        }
    }

    @Test func `an entry tells its first items, all results, and what took it back`() async throws {
        try await withDatabase { database throws in
            try await database.write { transaction throws in
                var items = (1...5).map { OperationsTests.item("192.0.2.\($0)") }
                items[4].result = "refused"
                try transaction.operations.insert(OperationsTests.operation("one"), items: items)
                try transaction.operations.insert(OperationsTests.operation("two"), items: [])
                _ = try transaction.operations.markUndone(id: "one", by: "two")
                let page = try transaction.operations.page(OperationQuery(limit: 10))
                #expect(page.map(\.operation.id) == ["two", "one"])
                #expect(page[1].items == Array(items.prefix(3)))
                #expect(page[1].results == ["done": 4, "refused": 1])
                #expect(page[1].undo?.id == "two" && page[0].undo == nil && page[0].results.isEmpty)
            }
        }
    }

    @Test func `no page reads a whole table`() async throws {
        try await withSQLite { database throws in
            try await database.read { transaction throws in
                try BanPlanTests.check(OperationStatement.all, transaction, index: "INTEGER PRIMARY KEY (rowid<?)")
                try BanPlanTests.check(
                    OperationStatement.ofJail, transaction,
                    index: "COVERING INDEX operation_items_of_jail (jail=? AND operation_number<?)")
                for inJail in [false, true] {
                    try BanPlanTests.check(
                        OperationStatement.ofSubject(isExact: true, inJail: inJail), transaction,
                        index: "INDEX operation_items_of_ban (host=? AND ban_id=? AND operation_number<?)")
                    try BanPlanTests.check(
                        OperationStatement.ofSubject(isExact: false, inJail: inJail), transaction,
                        index: "INDEX operation_items_of_ban (host=? AND ban_id>? AND ban_id<?)")
                }
                try BanPlanTests.check(
                    OperationStatement.items, transaction, index: "sqlite_autoindex_operation_items_1")
                try BanPlanTests.check(
                    OperationStatement.results, transaction, index: "sqlite_autoindex_operation_items_1")
            }
        }
    }
}
