/// Where a database is.
public enum DatabasePlace: Hashable, Sendable {
    /// A SQLite file.
    case file(path: String)
    /// A database on a PostgreSQL server.
    case server(PostgreSQLAddress)

    /// The place as it may be shown and logged: without a password.
    public var shown: String {
        switch self {
        case .file(let path): path
        case .server(let address): address.shown
        }
    }

    /// Opens the database with the schema of this program: a file is made where there is none.
    ///
    /// - Throws: `StorageError`.
    public func open() throws -> any Database {
        switch self {
        case .file(let path): try SQLiteDatabase(path: path)
        case .server(let address): try PostgreSQLDatabase(address)
        }
    }

    /// Opens it once more for questions about health, which are asked again and again: one that waits for long would hold
    /// those after it.
    ///
    /// - Throws: `StorageError`.
    public func openForHealth() throws -> any Database {
        switch self {
        case .file(let path): try SQLiteDatabase(path: path, busyTimeout: 0.5)
        case .server(let address): try PostgreSQLDatabase(address, connections: 1, patience: .milliseconds(500))
        }
    }
}
