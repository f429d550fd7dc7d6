import Storage
import Synchronization

/// A real database whose transactions fail while a test breaks it.
final class BreakableDatabase: Database {
    private let inner: SQLiteDatabase
    private let broken = Mutex(false)

    init(_ inner: SQLiteDatabase) { self.inner = inner }

    /// Whether every transaction fails.
    var isBroken: Bool {
        get { broken.withLock { $0 } }
        set { broken.withLock { $0 = newValue } }
    }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try check()
        return try await inner.read(body)
    }

    func moment() async throws -> Moment? {
        try check()
        return try await inner.moment()
    }

    func write<Result: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try check()
        return try await inner.write(durability, body)
    }

    func close() async { await inner.close() }

    private func check() throws {
        if isBroken { throw StorageError.failed("disk I/O error") }
    }
}
