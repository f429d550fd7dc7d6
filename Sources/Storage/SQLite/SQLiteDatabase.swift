internal import CMemory
internal import CSQLite
internal import Glibc
internal import GRDB
internal import Synchronization

/// BanGUI's database in one SQLite file, in WAL mode: readers never wait for the writer.
///
/// A second process may have the same file open; a write waits for the other's, for `busyTimeout` at most.
public final class SQLiteDatabase: Database {
    private let pool: DatabasePool
    /// The readers of `readBriefly`. They are held only by threads that run, so that a thread may wait for one; those of
    /// `pool` are given back by tasks, which may need the very thread that waits.
    private let briefPool: DatabasePool
    private let moments: SQLiteMoments
    private let state: SQLiteState
    /// Writes under way or waiting.
    private let writers = Atomic(0)

    /// Opens the database at `path`, or creates it, for its owner only (0600), and brings its schema up to date; the
    /// folder must exist. Before the first pending migration a copy is made beside it, `NAME.before-N`.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - busyTimeout: seconds that a write waits for another process before `StorageError.busy`, the time that it waits
    ///     for this program's own writes included.
    ///   - note: told of each step of the schema that an older file is brought forward by.
    /// - Throws: `StorageError`: `.newerSchema` for a file of a later BanGUI and `.damaged` for one that is no sound
    ///   database, both left as they are.
    public init(path: String, busyTimeout: Double = 5, note: (SchemaStep) -> Void = { _ in }) throws {
        state = SQLiteState(patience: .seconds(busyTimeout))
        let end = ContinuousClock.now + .seconds(busyTimeout)
        while true {
            do {
                (pool, briefPool, moments) = try Self.open(path, busyTimeout, note)
                return
            } catch {
                let error = StorageError.translating(error)
                // Of two that turn a new file to WAL mode at the same moment, SQLite has one fail at once.
                guard error as? StorageError == .busy, ContinuousClock.now < end else { throw error }
                usleep(20_000)
            }
        }
    }

    private static func open(
        _ path: String, _ busyTimeout: Double, _ note: (SchemaStep) -> Void
    ) throws -> (DatabasePool, DatabasePool, SQLiteMoments) {
        try SQLiteFile(path: path).prepare()
        let pool = try DatabasePool(path: path, configuration: .bangui(busyTimeout: busyTimeout))
        try Migrator(path: path, pool: pool).run(Migration.all, note: note)
        let readers = try DatabasePool(path: path, configuration: .bangui(busyTimeout: busyTimeout, isReader: true))
        return (pool, readers, try SQLiteMoments(path: path))
    }

    /// Runs `body` in one read transaction on one of the readers; the writer is neither waited for nor hindered.
    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try state.checkOpen()
        do {
            return try await pool.read { try body(SQLiteTransaction(database: $0)) }
        } catch {
            throw state.translating(error)
        }
    }

    /// Runs a short `body` in one read transaction on the calling thread: for a row or a page, where a change of threads
    /// would take longer than the read. It does not stop when the task is cancelled on the way.
    public func readBriefly<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try Task.checkCancellation()
        return try readHere(body)
    }

    /// The state of the data: another one once anything was committed, by this process or another.
    public func moment() async throws -> Moment? {
        try state.checkOpen()
        do {
            return try moments.moment()
        } catch {
            throw state.translating(error)
        }
    }

    private func readHere<Result>(_ body: (any Transaction) throws -> Result) throws -> Result {
        try state.checkOpen()
        do {
            return try briefPool.read { try body(SQLiteTransaction(database: $0)) }
        } catch {
            throw state.translating(error)
        }
    }

    /// Runs `body` in one write transaction, alone among the writers. An acknowledged write costs one disk sync.
    public func write<Result: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try state.checkOpen()
        writers.add(1, ordering: .relaxed)
        defer { writers.subtract(1, ordering: .relaxed) }
        let end = ContinuousClock.now + state.patience
        do {
            return try await pool.writeWithoutTransaction { try state.run(durability, on: $0, until: end, body) }
        } catch {
            throw state.translating(error)
        }
    }

    /// Runs a short `body` in one write transaction on the calling thread, where nobody else writes: two changes of threads
    /// would take longer than the write. While another program does, it waits elsewhere: this thread answers requests.
    public func writeBriefly<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        let alone = writers.add(1, ordering: .relaxed).oldValue == 0
        defer { writers.subtract(1, ordering: .relaxed) }
        guard alone else { return try await write(.telemetry, body) }
        try Task.checkCancellation()
        return if let result = try writeHere(body) { result } else { try await write(.telemetry, body) }
    }

    /// Gives nil, and has done nothing, where another program writes.
    private func writeHere<Result>(_ body: (any Transaction) throws -> Result) throws -> Result? {
        try state.checkOpen()
        do {
            return try pool.writeWithoutTransaction { try state.runAtOnce(.telemetry, on: $0, body) }
        } catch {
            throw state.translating(error)
        }
    }

    /// Counts what SQLite itself takes for worth it: of each index some hundred rows are looked at. It cannot be told which tables.
    public func refreshStatistics(of tables: [String]) async throws -> [String] {
        try state.checkOpen()
        do {
            return try await pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA analysis_limit = 400")
                let wanted = try String.fetchAll(database, sql: "PRAGMA optimize(-1)")
                if !wanted.isEmpty { try database.execute(sql: "PRAGMA optimize") }
                return wanted.compactMap { $0.split(separator: "\"").dropFirst(3).first.map(String.init) }.sorted()
            }
        } catch {
            throw state.translating(error)
        }
    }

    /// What SQLite's full check of the file says: `ok`, or the first faults, a line each. It reads the whole file.
    public func integrity() async throws -> String {
        try await read { transaction in
            try transaction.rows("PRAGMA integrity_check(20)") { $0.text(0) }.joined(separator: "\n")
        }
    }

    /// Finishes what is under way, moves the write-ahead log into the file and closes.
    @concurrent
    public func close() async {
        guard state.close() else { return }
        // Neither failure loses anything: the log is read again at the next start.
        _ = try? await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        // The writer must be the last to go: a connection that only reads cannot remove the empty log.
        moments.close()
        try? briefPool.close()
        pool.invalidateReadOnlyConnections()
        try? pool.close()
    }
}

/// What changes during the life of a database.
private final class SQLiteState: Sendable {
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
        sqlite3_busy_timeout(sqliteConnection, patience.milliseconds)
        defer { sqlite3_busy_timeout(sqliteConnection, otherwise.milliseconds) }
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

extension Configuration {
    /// BanGUI's settings of a connection.
    fileprivate static func bangui(busyTimeout: Double, isReader: Bool = false) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = isReader
        configuration.label = "bangui"
        configuration.busyMode = .timeout(busyTimeout)
        configuration.maximumReaderCount = 4
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            // After a large refresh the log is cut back to 64 MiB instead of keeping its greatest size.
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
            // The log is moved into the file at 16 MiB rather than at 4, which a batch of events fills at once: each move
            // waits for the disk twice.
            if !database.configuration.readonly { try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000") }
            // A refresh of many bans touches the pages of four indexes in no order: 32 MiB hold them for 150,000.
            // Readers find their pages in the system's cache, which they share.
            try database.execute(sql: "PRAGMA cache_size = \(database.configuration.readonly ? -512 : -32768)")
        }
        return configuration
    }
}
