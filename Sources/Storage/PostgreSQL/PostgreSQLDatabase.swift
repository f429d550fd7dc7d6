internal import Synchronization

/// BanGUI's database on a PostgreSQL server, which several servers of BanGUI may share.
///
/// Work runs on threads of its own, one for each connection. All writes to the database are done one after the other,
/// as on SQLite.
public struct PostgreSQLDatabase: Database {
    /// For those who write. They wait for each other anyway, in this program and in others: as many as wait must not hold
    /// connections that readers need.
    private let writers: PostgreSQLPool
    let pool: PostgreSQLPool
    private let patience: Duration
    private let watch: PostgreSQLWatch
    private let patrol: PostgreSQLPatrol

    /// Connects, and brings the schema up to date; the database itself must exist. It waits for the server on the
    /// calling thread.
    ///
    /// - Parameters:
    ///   - address: where it is.
    ///   - connections: how many at most. They are made when they are needed. Of four and more two are for those who write.
    ///   - patience: how long a call waits for a connection, and a statement for a lock, before `StorageError.busy`; a write
    ///     for both together.
    ///   - note: told of each step of the schema that an older database is brought forward by.
    /// - Throws: `StorageError`: `.unreachable` where there is no such database or it lets nobody in, `.newerSchema` for
    ///   one of a later BanGUI, which is left as it is.
    public init(
        _ address: PostgreSQLAddress, connections: Int = 8, patience: Duration = .seconds(5),
        note: (SchemaStep) -> Void = { _ in }
    ) throws {
        patrol = PostgreSQLPatrol(address)
        watch = PostgreSQLWatch(address, patrol)
        self.patience = patience
        let ofWriters = connections < 4 ? 0 : 2
        pool = PostgreSQLPool(
            address, connections: connections - ofWriters, patience: patience, patrol: patrol)
        writers =
            ofWriters == 0
            ? pool : PostgreSQLPool(address, connections: ofWriters, patience: patience, patrol: patrol)
        let connection = try PostgreSQLConnection(address, lockTimeout: PostgreSQLMigrator.lockTimeout)
        try PostgreSQLMigrator(connection: connection).run(Migration.allOnPostgreSQL, note: note)
        connection.settle()
    }

    /// Runs `body` in one read transaction (REPEATABLE READ) on one of the connections; writers are not waited for.
    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await pool.run { try $0.read(body) }
    }

    /// Runs `body` in one write transaction, alone among the writers of every server. One that stands in the way of
    /// another program is tried again, `body` with it.
    public func write<Result: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        let end = ContinuousClock.now + patience
        return try await writers.run {
            try $0.write(durability, until: end, farewell: ["NOTIFY \(PostgreSQLWatch.channel)"], body)
        }
    }

    /// A value for each commit of any server, and one when the connection was lost meanwhile. A connection of its own
    /// listens for them.
    public func changes() -> AsyncStream<Void> { watch.changes() }

    /// A lease that is an advisory lock on that connection: free at once when the program that has it ends, and some ten
    /// seconds after it stands still or is cut off.
    public func lease(_ name: String) -> any Lease { watch.lease(name) }

    /// Lets what has begun come to its end and closes.
    @concurrent
    public func close() async {
        await watch.close()
        if writers !== pool { await writers.close() }
        await pool.close()
        patrol.close()
    }
}
