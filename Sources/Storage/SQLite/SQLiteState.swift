internal import CMemory
internal import CSQLite
internal import GRDB
internal import Synchronization

/// What changes during the life of a database.
final class SQLiteState: Sendable {
    /// How long a write waits for another program, from when it was asked for.
    let patience: Duration
    private let values = Mutex((isClosed: false, durability: Durability?.none, changes: 0))

    init(patience: Duration) {
        self.patience = patience
    }

    func checkOpen() throws {
        guard values.withLock({ !$0.isClosed }) else { throw StorageError.closed }
    }

    /// Gives false where it was closed before.
    func close() -> Bool {
        values.withLock { values in
            defer { values.isClosed = true }
            return !values.isClosed
        }
    }

    /// Sets how far the next commit must reach, where the writer's setting differs.
    func adopt(_ durability: Durability, on database: GRDB.Database) throws {
        guard values.withLock({ $0.durability != durability }) else { return }
        switch durability {
        case .acknowledged: try database.execute(sql: "PRAGMA synchronous = FULL")
        case .telemetry: try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        values.withLock { $0.durability = durability }
    }

    /// Runs `body` in a write transaction that survives what it has to; `end` is how long it may wait for another program.
    /// Those that waited for their turn while another was refused do not wait anew, so that each is answered in its time.
    func run<Result>(
        _ durability: Durability, on database: GRDB.Database, until end: ContinuousClock.Instant,
        _ body: (any Transaction) throws -> Result
    ) throws -> Result {
        try adopt(durability, on: database)
        try database.begin(within: max(.zero, end - .now), otherwise: patience)
        return try finish(durability, on: database, body)
    }

    /// Does the same where it can begin at once, and gives nil where another program writes.
    func runAtOnce<Result>(
        _ durability: Durability, on database: GRDB.Database, _ body: (any Transaction) throws -> Result
    ) throws -> Result? {
        try adopt(durability, on: database)
        do {
            try database.begin(within: .zero, otherwise: patience)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            return nil
        }
        return try finish(durability, on: database, body)
    }

    private func finish<Result>(
        _ durability: Durability, on database: GRDB.Database, _ body: (any Transaction) throws -> Result
    ) throws -> Result {
        let before = database.totalChangesCount
        let result = try database.finishTransaction { try body(SQLiteTransaction(database: database)) }
        if isTimeToRelease(after: database.totalChangesCount - before, durability) { database.releaseCache() }
        return result
    }

    /// Whether the memory that writes filled is given back now, after one of so many changes: a great one, or the first
    /// small one that nobody waits for after some of a middling size, such as batches of a long log.
    private func isTimeToRelease(after changes: Int, _ durability: Durability) -> Bool {
        values.withLock { values in
            values.changes += changes
            let isCalm = changes < 100 && durability == .telemetry
            guard changes > 20_000 || isCalm && values.changes > 5000 else { return false }
            values.changes = 0
            return true
        }
    }

    /// The error in Storage's words: a call that was overtaken by `close` failed because of it.
    func translating(_ error: any Error) -> any Error {
        if let error = error as? DatabaseError, error.resultCode == .SQLITE_MISUSE, (try? checkOpen()) == nil {
            return StorageError.closed
        }
        return StorageError.translating(error)
    }
}

extension GRDB.Database {
    /// Gives back the memory that a large write filled with pages; the write is done, whatever becomes of this.
    fileprivate func releaseCache() {
        try? execute(sql: "PRAGMA shrink_memory")
        bangui_give_back_memory()
    }

    /// Begins a transaction that has the write lock from the beginning, so that it cannot fail for it half-way; waits so
    /// long for another program, and leaves the connection as patient as `otherwise`.
    fileprivate func begin(within patience: Duration, otherwise: Duration) throws {
        // One that was closed meanwhile has none, which SQLite itself does not survive.
        guard let connection = sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        sqlite3_busy_timeout(connection, patience.milliseconds)
        defer { sqlite3_busy_timeout(connection, otherwise.milliseconds) }
        try beginTransaction(.immediate)
    }

    /// Runs `body` in the transaction that was begun, and ends it.
    fileprivate func finishTransaction<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            let result = try body()
            try commit()
            return result
        } catch {
            if isInsideTransaction { try? rollback() }
            throw error
        }
    }
}

extension Duration {
    /// How many whole milliseconds it has.
    fileprivate var milliseconds: CInt {
        let (seconds, attoseconds) = components
        return CInt(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
