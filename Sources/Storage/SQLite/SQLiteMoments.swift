internal import CSQLite
internal import GRDB
internal import Synchronization

/// Tells whether anything was committed to a file since it was last asked, by a connection of its own.
///
/// SQLite's `PRAGMA data_version` gives another number once another connection, of this process or of any, has
/// committed; numbers of different connections cannot be compared. This one writes nothing itself. It asks SQLite
/// without GRDB in between, which would take four times as long as the answer, and this is asked with every request.
final class SQLiteMoments: Sendable {
    private let connection: Mutex<Connection?>

    init(path: String) throws {
        connection = Mutex(try Connection(path: path))
    }

    /// The state of the data; throws `StorageError`.
    func moment() throws(StorageError) -> Moment {
        try connection.withLock { connection throws(StorageError) in
            guard connection != nil else { throw .closed }
            return Moment(number: try connection?.dataVersion() ?? 0)
        }
    }

    /// Closes the connection; `moment` throws from then on.
    func close() {
        connection.withLock { $0 = nil }
    }
}

/// A connection that does nothing but ask.
private struct Connection: ~Copyable {
    private let database: OpaquePointer
    private let statement: OpaquePointer

    init(path: String) throws(StorageError) {
        var database: OpaquePointer?
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &database, flags, nil)
        guard code == SQLITE_OK, let database else {
            sqlite3_close(database)
            throw Self.error(code)
        }
        // It is asked on threads that serve others; whoever gets no answer reads instead.
        sqlite3_busy_timeout(database, CInt(SQLiteDatabase.briefTimeout * 1000))
        var statement: OpaquePointer?
        let prepared = sqlite3_prepare_v2(database, "PRAGMA data_version", -1, &statement, nil)
        guard prepared == SQLITE_OK, let statement else {
            sqlite3_close(database)
            throw Self.error(prepared)
        }
        self.database = database
        self.statement = statement
    }

    deinit {
        sqlite3_finalize(statement)
        sqlite3_close(database)
    }

    borrowing func dataVersion() throws(StorageError) -> Int64 {
        defer { sqlite3_reset(statement) }
        let code = sqlite3_step(statement)
        guard code == SQLITE_ROW else { throw Self.error(code) }
        return sqlite3_column_int64(statement, 0)
    }

    private static func error(_ code: CInt) -> StorageError {
        StorageError(DatabaseError(resultCode: ResultCode(rawValue: code)))
    }
}
