internal import CSQLite
internal import GRDB

/// A statement that is stepped once for each of many sets of values.
///
/// It resolves the names once and steps by itself: GRDB's own preparations for each step, which look for changes of the
/// schema and of transactions, would cost more than the step.
struct SQLiteRepetition {
    private let database: GRDB.Database
    private let statement: Statement
    /// The index of each parameter, by its place in a set.
    private let indexes: [CInt]

    init(_ statement: Statement, _ names: [String], on database: GRDB.Database) throws {
        self.database = database
        self.statement = statement
        let handle = statement.sqliteStatement
        indexes = names.map { sqlite3_bind_parameter_index(handle, ":" + $0) }
        guard !indexes.contains(0), Set(indexes).count == names.count,
            sqlite3_bind_parameter_count(handle) == CInt(names.count)
        else {
            let message = "the parameters are not \(names.joined(separator: ", "))"
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: message, sql: statement.sql)
        }
    }

    /// Gives the number of rows that were changed.
    func run(_ values: [Value]) throws -> Int {
        guard !indexes.isEmpty, values.count.isMultiple(of: indexes.count) else {
            let message = "\(values.count) values for \(indexes.count) parameters"
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: message, sql: statement.sql)
        }
        let handle = statement.sqliteStatement
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        var changed = 0
        for start in stride(from: 0, to: values.count, by: indexes.count) {
            sqlite3_reset(handle)
            for (place, index) in indexes.enumerated() {
                try check(values[start + place].bind(to: handle, at: index), SQLITE_OK)
            }
            try check(sqlite3_step(handle), SQLITE_DONE)
            changed += Int(sqlite3_changes(database.sqliteConnection))
        }
        return changed
    }

    private func check(_ code: CInt, _ expected: CInt) throws {
        guard code != expected else { return }
        // A statement is interrupted for one reason only.
        if code == SQLITE_INTERRUPT { throw CancellationError() }
        guard code != SQLITE_ROW else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the statement gives rows", sql: statement.sql)
        }
        let words = database.lastErrorMessage
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: words, sql: statement.sql)
    }
}
