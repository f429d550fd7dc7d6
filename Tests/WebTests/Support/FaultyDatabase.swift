import Storage
import Synchronization

/// A real database that fails on purpose while it is told to.
final class FaultyDatabase: Database {
    private let real: any Database
    private let fault = Mutex<(any Error)?>(nil)

    init(_ real: any Database) { self.real = real }

    /// What every transaction fails with; nil lets them through.
    func fail(with error: (any Error)?) { fault.withLock { $0 = error } }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try check()
        return try await real.read(body)
    }

    func moment() async throws -> Moment? {
        try check()
        return try await real.moment()
    }

    func write<Result: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try check()
        return try await real.write(durability, body)
    }

    func close() async { await real.close() }

    private func check() throws {
        if let error = fault.withLock({ $0 }) { throw error }
    }
}
