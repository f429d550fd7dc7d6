internal import CSQLite

extension SQLiteInspection {
    /// The last entries of the audit log in their order; nil where the schema has none.
    func auditTail(_ most: Int) throws(StorageError) -> [AuditRecord]? {
        _ = try size(of: path)
        let connection = try open()
        defer { sqlite3_close_v2(connection) }
        let schema = try rows("PRAGMA user_version", connection).first.flatMap { Int($0) } ?? 0
        guard schema >= Migration.audit.number else { return nil }
        let sql = "SELECT \(AuditRecord.columns) FROM audit a ORDER BY a.sequence DESC LIMIT \(most)"
        var records: [AuditRecord] = []
        try forEach(sql, connection) { records.append(AuditRecord(SQLiteRow(statement: $0))) }
        return records.reversed()
    }
}
