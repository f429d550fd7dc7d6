internal import GRDB

extension SQLiteBackup {
    /// Brings the database at `path` to the schema of this program and runs `body` on it in a write transaction; it stays one
    /// file without a log beside it. Nobody else may have it open. `path` is not flushed to the disk.
    public static func amend<Result>(_ path: String, _ body: (any Transaction) throws -> Result) throws -> Result {
        try translating {
            let queue = try DatabaseQueue(path: path, configuration: .untrusted(isReader: false))
            defer { try? queue.close() }
            return try queue.writeWithoutTransaction { database in
                for migration in Migration.all where try migration.number > Migrator.version(database) {
                    try Migrator.apply(migration, to: database)
                }
                return try result(of: body, on: database)
            }
        }
    }

    /// Runs `body` on the database at `path`, which is only read; nil where there is none, or one of another schema.
    public static func look<Result>(_ path: String, _ body: (any Transaction) throws -> Result) throws -> Result? {
        try translating {
            let queue = try DatabaseQueue(path: path, configuration: .untrusted(isReader: true))
            defer { try? queue.close() }
            return try queue.read { database in
                guard try Migrator.version(database) == Migration.all.last?.number else { return nil }
                return try body(SQLiteTransaction(database: database))
            }
        }
    }

    private static func result<Result>(
        of body: (any Transaction) throws -> Result, on database: GRDB.Database
    ) throws -> Result {
        var result: Result?
        try database.inTransaction(.immediate) {
            result = try body(SQLiteTransaction(database: database))
            return .commit
        }
        guard let result else { throw StorageError.failed("a transaction gave no result") }
        return result
    }
}
