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
    /// - Parameter note: told of each step that an older database is brought forward by, before it is made: one may take
    ///   seconds for a million events.
    /// - Throws: `StorageError`.
    public func open(note: (SchemaStep) -> Void = { _ in }) throws -> any Database {
        switch self {
        case .file(let path): try SQLiteDatabase(path: path, note: note)
        case .server(let address): try PostgreSQLDatabase(address, note: note)
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

/// A step that brings an older database to the schema of this program.
public struct SchemaStep: Hashable, Sendable {
    /// Its number.
    public let number: Int
    /// The number of the last step to be made.
    public let last: Int
}
