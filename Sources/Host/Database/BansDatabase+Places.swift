import CSQLite

extension BansDatabase {
    /// Up to where the daemon has read each file of a jail, as it wrote down last.
    func places(ofJail jail: String) throws(Failure) -> [String: Int64] {
        let connection = try open()
        defer { sqlite3_close_v2(connection) }
        var statement: OpaquePointer?
        let sql = "SELECT path, lastfilepos FROM logs WHERE jail = ?"
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK else { throw failure(connection) }
        defer { sqlite3_finalize(statement) }
        // SQLITE_TRANSIENT: SQLite copies the text.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        guard sqlite3_bind_text(statement, 1, jail, -1, transient) == SQLITE_OK else { throw failure(connection) }
        var places: [String: Int64] = [:]
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
            let path = sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? ""
            places[path] = sqlite3_column_int64(statement, 1)
            code = sqlite3_step(statement)
        }
        guard code == SQLITE_DONE else { throw failure(connection) }
        return places
    }
}
