internal import CSQLite
internal import GRDB

/// An open transaction on one SQLite connection.
struct SQLiteTransaction: Transaction {
    let database: GRDB.Database

    @discardableResult
    func execute(_ sql: String, _ arguments: [String: Value]) throws -> Int {
        try SQLiteCursor(statement(sql), arguments).forEach { _ in }
        return database.changesCount
    }

    @discardableResult
    func executeMany(_ sql: String, _ names: [String], values: [Value]) throws -> Int {
        try SQLiteRepetition(statement(sql), names, on: database).run(values)
    }

    func forEach(_ sql: String, _ arguments: [String: Value], _ body: (any Row) throws -> Void) throws {
        try SQLiteCursor(statement(sql), arguments).forEach(body)
    }

    /// The compiled statement, kept for the life of the connection; a fresh one where the kept one is being stepped by
    /// an outer loop.
    private func statement(_ sql: String) throws -> Statement {
        let cached = try database.cachedStatement(sql: sql)
        guard sqlite3_stmt_busy(cached.sqliteStatement) != 0 else { return cached }
        return try database.makeStatement(sql: sql)
    }
}

/// Steps a statement with its parameters bound by name.
///
/// It binds by itself instead of through `StatementArguments`, which would box every value; GRDB still authorises each
/// step, and stops it when the task is cancelled.
private final class SQLiteCursor: DatabaseCursor {
    typealias Element = any Row

    let _statement: Statement
    var _isDone = false

    init(_ statement: Statement, _ arguments: [String: Value]) throws {
        _statement = statement
        sqlite3_reset(statement.sqliteStatement)
        try bind(arguments)
    }

    deinit {
        sqlite3_reset(_statement.sqliteStatement)
        sqlite3_clear_bindings(_statement.sqliteStatement)
    }

    func _element(sqliteStatement: SQLiteStatement) -> any Row {
        SQLiteRow(statement: sqliteStatement)
    }

    private func bind(_ arguments: [String: Value]) throws {
        let statement = _statement.sqliteStatement
        let count = sqlite3_bind_parameter_count(statement)
        for index in 0..<count {
            guard let name = sqlite3_bind_parameter_name(statement, index + 1) else {
                throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "a parameter has no name", sql: sql)
            }
            guard let value = arguments[String(cString: name + 1)] else {
                let message = "no value for \(String(cString: name))"
                throw DatabaseError(resultCode: .SQLITE_MISUSE, message: message, sql: sql)
            }
            let code = value.bind(to: statement, at: index + 1)
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: .init(rawValue: code), sql: sql) }
        }
    }
}

extension Value {
    /// Binds the value; SQLite takes a copy. Gives SQLite's result code.
    func bind(to statement: OpaquePointer, at index: CInt) -> CInt {
        // SQLITE_TRANSIENT, a C macro that Swift does not import.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch self {
        case .null:
            return sqlite3_bind_null(statement, index)
        case .integer(let integer):
            return sqlite3_bind_int64(statement, index, integer)
        case .text(var text):
            return text.withUTF8 { utf8 in
                let start = UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self)
                guard let start else { return sqlite3_bind_text(statement, index, "", 0, transient) }
                return sqlite3_bind_text(statement, index, start, CInt(utf8.count), transient)
            }
        case .bytes(let bytes):
            // A null pointer would bind null, not the empty blob.
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob(statement, index, $0.baseAddress, CInt($0.count), transient)
            }
        }
    }
}
