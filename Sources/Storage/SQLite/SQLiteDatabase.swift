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
    private let readLine: SQLiteLine
    private let writeLine: SQLiteLine

    /// Opens the database at `path`, or creates it, for its owner only (0600), and brings its schema up to date; the
    /// folder must exist. Before the first pending migration a copy is made beside it, `NAME.before-N`.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - busyTimeout: seconds that a write waits for another process, and any work for its turn, before
    ///     `StorageError.busy`; a write for both together.
    ///   - note: told of each step of the schema that an older file is brought forward by.
    /// - Throws: `StorageError`: `.newerSchema` for a file of a later BanGUI and `.damaged` for one that is no sound
    ///   database, both left as they are.
    public init(path: String, busyTimeout: Double = 5, note: (SchemaStep) -> Void = { _ in }) throws {
        state = SQLiteState(patience: .seconds(busyTimeout))
        let end = ContinuousClock.now + .seconds(busyTimeout)
        readLine = SQLiteLine(places: Self.readers, patience: .seconds(busyTimeout))
        writeLine = SQLiteLine(places: 1, patience: .seconds(busyTimeout))
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

    /// Connections for long reads.
    static let readers = 4
    /// Seconds that a thread which has others to serve waits for another process.
    static let briefTimeout = 0.1

    private static func open(
        _ path: String, _ busyTimeout: Double, _ note: (SchemaStep) -> Void
    ) throws -> (DatabasePool, DatabasePool, SQLiteMoments) {
        try SQLiteFile(path: path).prepare()
        let pool = try DatabasePool(path: path, configuration: .bangui(busyTimeout: busyTimeout))
        try Migrator(path: path, pool: pool).run(Migration.all, note: note)
        let readers = try DatabasePool(path: path, configuration: .bangui(busyTimeout: briefTimeout, isReader: true))
        return (pool, readers, try SQLiteMoments(path: path))
    }

    /// Runs `body` in one read transaction on one of the readers; the writer is neither waited for nor hindered.
    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try state.checkOpen()
        do {
            return try await readLine.run { try await pool.read { try body(SQLiteTransaction(database: $0)) } }
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
        do {
            return try readHere(body)
        } catch StorageError.busy {
            // Whoever waits for longer does so on a thread that nobody else needs.
            return try await read(body)
        }
    }

    /// The state of the data: another one once anything was committed, by this process or another; nil while another holds
    /// what tells it.
    public func moment() async throws -> Moment? {
        try state.checkOpen()
        do {
            return try moments.moment()
        } catch StorageError.busy {
            return nil
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
            return try await writeLine.run {
                try await pool.writeWithoutTransaction { try state.run(durability, on: $0, until: end, body) }
            }
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

    /// Runs `body` on the connection that writes, outside of any transaction.
    func withWriter<Result: Sendable>(
        _ body: @escaping @Sendable (GRDB.Database) throws -> Result
    ) async throws -> Result {
        try state.checkOpen()
        do {
            return try await pool.writeWithoutTransaction { try body($0) }
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

extension Configuration {
    /// BanGUI's settings of a connection.
    fileprivate static func bangui(busyTimeout: Double, isReader: Bool = false) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = isReader
        configuration.label = "bangui"
        configuration.busyMode = .timeout(busyTimeout)
        configuration.maximumReaderCount = SQLiteDatabase.readers
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
