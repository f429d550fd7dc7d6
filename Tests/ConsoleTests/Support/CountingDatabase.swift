import Storage
import Synchronization

/// A database that notes its writes.
final class CountingDatabase: Database {
    private let inner: SQLiteDatabase
    private let noted = Mutex<[Durability]>([])

    init(_ inner: SQLiteDatabase) { self.inner = inner }

    var writes: [Durability] { noted.withLock { $0 } }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await inner.read(body)
    }

    func readBriefly<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await inner.readBriefly(body)
    }

    func moment() async throws -> Moment? { try await inner.moment() }

    func write<Result: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        noted.withLock { $0.append(durability) }
        return try await inner.write(durability, body)
    }

    func close() async { await inner.close() }
}
