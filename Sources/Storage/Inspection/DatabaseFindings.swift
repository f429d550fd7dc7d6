/// What a look at a database tells that may be in use, or missing, or of a later BanGUI: nothing is changed by it.
public struct DatabaseFindings: Hashable, Sendable {
    /// The program that keeps it, such as `SQLite 3.40.1`.
    public var program: String
    /// The number of the last step of the schema that was run.
    public var schema: Int
    /// The number of the last step that this program knows.
    public var knownSchema: Int
    /// How SQLite keeps what is not yet in the file, such as `wal`; nil on a server.
    public var journalMode: String?
    /// Bytes of the file; nil on a server.
    public var bytes: Int64?
    /// Bytes of the write-ahead log beside it, 0 where there is none; nil on a server.
    public var logBytes: Int64?
    /// What was set in place of defaults, by key; empty before the first schema.
    public var settings: [String: String]
}

extension DatabasePlace {
    /// Looks at the database without changing it; it need not be of this program's schema. It blocks the thread.
    ///
    /// - Parameter patience: how long it waits for another program that holds it.
    /// - Throws: `StorageError`.
    public func inspect(patience: Duration) throws(StorageError) -> DatabaseFindings {
        switch self {
        case .file(let path): try SQLiteInspection(path: path, patience: patience).findings()
        case .server(let address): try PostgreSQLInspection(address, patience: patience).findings()
        }
    }

    /// What SQLite's `quick_check` finds, at most ten lines, none where all is well; nil where it does not come to its end
    /// within `limit`, and for a server, which looks after its own. It blocks the thread.
    ///
    /// - Throws: `StorageError`.
    public func quickCheck(within limit: Duration) throws(StorageError) -> [String]? {
        guard case .file(let path) = self else { return nil }
        return try SQLiteInspection(path: path, patience: .milliseconds(500)).quickCheck(within: limit)
    }

    /// The last entries of the audit log, so many at most, in their order; nil where there is no such table yet, and for a
    /// server. It changes nothing, and blocks the thread.
    ///
    /// - Parameter patience: how long it waits for another program that holds the database.
    /// - Throws: `StorageError`.
    public func auditTail(_ most: Int, patience: Duration) throws(StorageError) -> [AuditRecord]? {
        guard case .file(let path) = self else { return nil }
        return try SQLiteInspection(path: path, patience: patience).auditTail(most)
    }
}
