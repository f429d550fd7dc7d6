import Testing

@testable import Storage

/// A page of a long list reads the beginning of an index, not the list.
struct PostgreSQLPlanTests {
    @Test(arguments: BanQuery.Sort.allCases)
    func `a page takes its rows from the index of its order`(sort: BanQuery.Sort) async throws {
        try await withDatabase([.postgreSQL]) { database throws in
            for jail in ["a", "b"] { try await database.enter((0..<3000).map { .numbered(10, $0, jail: jail) }) }
            _ = try await database.write { try $0.execute("ANALYZE bans", [:]) }
            let order = BanOrder(sort)
            let statement = BanStatement.walk(order: order, filter: nil, jails: 2, isFirst: true, isMerged: false)
            let plan = try await database.read { transaction throws in
                try transaction.rows(
                    "EXPLAIN ANALYZE \(statement.sql)", ["n0": .integer(1), "n1": .integer(2), "limit": .integer(51)]
                ) {
                    $0.text(0)
                }
            }
            let index = ["banned_key": "bans_by_time", "address_key": "bans_by_address", "ends_key": "bans_by_end"]
            let wanted = try #require(index[order.column])
            #expect(plan.contains { $0.contains("Index Only Scan") && $0.contains(wanted) }, "\(plan)")
            #expect(!plan.contains { $0.contains("bans_by") && $0.contains("rows=3000 loops") }, "\(plan)")
        }
    }
}
