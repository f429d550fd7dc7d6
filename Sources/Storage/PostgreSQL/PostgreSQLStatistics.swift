extension PostgreSQLConnection {
    /// Counts anew the tables that changed much since they were counted, and those that are named. PostgreSQL's own
    /// service does the same within a minute or two, in which plans go by what was before. No transaction of ours is held meanwhile,
    /// so that nobody waits.
    func refreshStatistics(of tables: [String]) throws -> [String] {
        let changed: [String] = try read { transaction in
            try transaction.rows(
                """
                SELECT CAST(relname AS text) FROM pg_stat_user_tables WHERE schemaname = current_schema()
                AND n_mod_since_analyze > 1000 + n_live_tup / 10 ORDER BY relname
                """
            ) { $0.text(0) }
        }
        let all = Set(changed + tables).filter(Self.isPlain).sorted()
        for table in all { try run(["ANALYZE \(table)"]) }
        return all
    }

    /// Whether a name needs no quotation marks, as all of ours.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (97...122).contains($0) || $0 == UInt8(ascii: "_") }
    }
}

extension PostgreSQLDatabase {
    /// Has the server count what its planner goes by.
    public func refreshStatistics(of tables: [String]) async throws -> [String] {
        try await pool.run { try $0.refreshStatistics(of: tables) }
    }
}
