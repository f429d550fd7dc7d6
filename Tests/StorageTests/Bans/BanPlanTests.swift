import TestSupport
import Testing

@testable import Storage

/// No list reads a whole table: each step of SQLite's plan is a search by an index.
@Suite(.shows("ABUSE-13")) struct BanPlanTests {
    static func plan(_ sql: String, _ transaction: any Transaction) throws -> [String] {
        // A plan needs no values, but the driver insists on them.
        let names = Set(sql.split { !$0.isLetter && !$0.isNumber && $0 != ":" }.filter { $0.hasPrefix(":") })
        let arguments = names.map { (String($0.dropFirst()), Value.integer(1)) }
        return try transaction.rows("EXPLAIN QUERY PLAN \(sql)", Dictionary(uniqueKeysWithValues: arguments)) {
            $0.text(3)
        }
    }

    static func check(_ sql: String, _ transaction: any Transaction, index: String) throws {
        let plan = try plan(sql, transaction)
        let tables = ["bans", "b", "j", "e", "ban_jails", "planned_ends", "sessions", "s", "u", "o", "i"]
        for step in plan where step.hasPrefix("SCAN") {
            #expect(!tables.contains { step == "SCAN \($0)" || step.hasPrefix("SCAN \($0) ") }, "\(plan)")
        }
        #expect(plan.contains { $0.contains(index) }, "\(plan)")
    }

    @Test(arguments: BanQuery.Sort.allCases, [1, 6, 100])
    func `a page is a search by the index of its order`(sort: BanQuery.Sort, jails: Int) async throws {
        try await withSQLite { database throws in
            let index = [
                "banned_key": "bans_by_time", "address_key": "bans_by_address", "ends_key": "bans_by_end",
            ]
            let order = BanOrder(sort)
            let columns = try #require(index[order.column])
            let after = [
                "\(columns) (jail_number=? AND \(order.column)=? AND rowid\(order.comparison)?)",
                "\(columns) (jail_number=? AND \(order.column)\(order.comparison)?)",
            ]
            try await database.read { transaction throws in
                for match in [BanQuery.Match.any, .prefix("1"), .range(first: [], last: [])] {
                    let filter = BanMatch(match).filter?.sql
                    let first = BanStatement.walk(order: order, filter: filter, jails: jails, isFirst: true)
                    try Self.check(first.sql, transaction, index: "\(columns) (jail_number=?)")
                    let next = BanStatement.walk(order: order, filter: filter, jails: jails, isFirst: false)
                    for index in after { try Self.check(next.sql, transaction, index: index) }
                }
                // In the statement that all wait for, each jail is read from the index alone and nothing is sorted but
                // the page, once for each group of 64.
                for isFirst in [true, false] {
                    let sql = BanStatement.walk(order: order, filter: nil, jails: jails, isFirst: isFirst).sql
                    let plan = try Self.plan(sql, transaction)
                    #expect(plan.filter { $0.contains("USING COVERING INDEX \(columns) ") }.count >= jails)
                    #expect(plan.filter { $0.contains("TEMP B-TREE") }.count <= (jails == 100 ? 5 : 1), "\(plan)")
                }
                // What is looked through for those at a place are the next in the index, and the rows of these.
                let there = try #require(
                    BanMatch(.any, try OriginMatch(OriginFilter(country: "DE"), transaction)).filter)
                for isFirst in [true, false] {
                    let skim = BanStatement.skim(
                        order: order, filter: there.sql, jails: jails, isFirst: isFirst, isMerged: true)
                    for index in isFirst ? ["\(columns) (jail_number=?)"] : after {
                        try Self.check(skim.sql, transaction, index: index)
                    }
                    try Self.check(skim.sql, transaction, index: "SEARCH b USING INTEGER PRIMARY KEY")
                }
                let fetch = BanStatement.fetch(order: order, rows: jails).sql
                try Self.check(fetch, transaction, index: "SEARCH b USING INTEGER PRIMARY KEY")
            }
        }
    }

    @Test func `matches are counted and gathered by an index range`() async throws {
        try await withSQLite { database throws in
            try await database.read { transaction throws in
                let cases: [(BanQuery.Match, [String])] = [
                    (.prefix("1"), ["sqlite_autoindex_bans_1 (jail_number=? AND ban_id>? AND ban_id<?)"]),
                    (.text("1"), ["sqlite_autoindex_bans_1 (jail_number=? AND ban_id=?)"]),
                    (
                        .range(first: [], last: []),
                        [
                            "bans_by_address (jail_number=? AND address_key>? AND address_key<?)",
                            "bans_networks (jail_number=? AND first_address<?)",
                        ]
                    ),
                ]
                for (match, indexes) in cases {
                    let match = BanMatch(match)
                    for column in ["banned_key", "address_key", "ends_key"] {
                        for (clause, index) in zip(match.gathering(column), indexes) {
                            try Self.check(clause.sql, transaction, index: index)
                        }
                    }
                    for (clause, index) in zip(match.counting, indexes) {
                        try Self.check(clause.sql, transaction, index: "COVERING INDEX " + index)
                    }
                }
                try Self.check(
                    Bans.single, transaction, index: "bans_by_address (jail_number=? AND address_key=?)")
                try Self.check(
                    Bans.networks, transaction, index: "bans_networks (jail_number=? AND first_address<?)")
            }
        }
    }

    @Test(arguments: BanQuery.Sort.allCases)
    func `what is somewhere is counted and picked from one index alone`(sort: BanQuery.Sort) async throws {
        try await withSQLite { database throws in
            try await database.read { transaction throws in
                let origin = try OriginMatch(OriginFilter(country: "DE"), transaction)
                let index = "COVERING INDEX bans_by_origin (jail_number=? AND origin_number>? AND origin_number<?)"
                for match in [BanQuery.Match.any, .prefix("1"), .range(first: [], last: [])] {
                    let match = BanMatch(match, origin)
                    let order = BanOrder(sort)
                    for clause in [
                        match.counting, match.picking(order, isFirst: true), match.picking(order, isFirst: false),
                    ] {
                        try Self.check(try #require(clause.first).sql, transaction, index: index)
                    }
                }
                try Self.check(Bans.unplaced, transaction, index: "bans_by_origin (jail_number=? AND origin_number=?)")
            }
        }
    }

    @Test func `a prefix ends where the next text begins`() {
        #expect(BanMatch.successor(of: "1.") == "1/")
        #expect(BanMatch.successor(of: "a\u{D7FF}") == "a\u{E000}")
        #expect(BanMatch.successor(of: "a\u{10FFFF}") == "b")
        #expect(BanMatch.successor(of: "\u{10FFFF}") == nil)
    }
}
