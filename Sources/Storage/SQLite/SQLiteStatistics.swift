internal import GRDB

extension SQLiteDatabase {
    /// Counts what SQLite itself takes for worth it, wherever that is: of each index some hundred rows are looked at, which
    /// takes milliseconds. Gives the tables of which it then knows something else.
    public func refreshStatistics(of tables: [String]) async throws -> [String] {
        try await withWriter { database in
            let before = try Self.statistics(in: database)
            try database.execute(sql: "PRAGMA analysis_limit = 400")
            try database.execute(sql: "PRAGMA optimize")
            return try Self.statistics(in: database).filter { before[$0.key] != $0.value }.keys.sorted()
        }
    }

    /// What is known of each table that was ever counted.
    private static func statistics(in database: GRDB.Database) throws -> [String: [String]] {
        // GRDB remembers which tables there are, and does not see this one come.
        let isThere = try Bool.fetchOne(database, sql: "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
        guard isThere != nil else { return [:] }
        let rows = try GRDB.Row.fetchAll(database, sql: "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx")
        return Dictionary(grouping: rows) { $0[0] as String? ?? "" }.mapValues { rows in
            rows.map { "\($0[1] as String? ?? "") \($0[2] as String? ?? "")" }
        }
    }
}
