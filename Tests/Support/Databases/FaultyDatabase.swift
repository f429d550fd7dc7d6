public import Storage
import Synchronization

/// A real database that fails on purpose while it is told to.
public final class FaultyDatabase: Database {
    private struct Faults {
        var all: (any Error)?
        var writes: (any Error)?
    }

    private let real: any Database
    private let faults = Mutex(Faults())

    /// Lets everything through to `real`.
    public init(_ real: any Database) { self.real = real }

    /// What every transaction fails with; nil lets them through.
    public func fail(with error: (any Error)?) { faults.withLock { $0.all = error } }

    /// What every write fails with; nil lets them through.
    public func failWrites(with error: (any Error)?) { faults.withLock { $0.writes = error } }

    /// Reads, unless it is to fail.
    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try check(isWrite: false)
        return try await real.read(body)
    }

    /// As the real one says, unless it is to fail.
    public func moment() async throws -> Moment? {
        try check(isWrite: false)
        return try await real.moment()
    }

    /// Writes, unless it is to fail.
    public func write<Result: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try check(isWrite: true)
        return try await real.write(durability, body)
    }

    /// Closes the real one.
    public func close() async { await real.close() }

    private func check(isWrite: Bool) throws {
        let faults = faults.withLock { $0 }
        if let error = faults.all ?? (isWrite ? faults.writes : nil) { throw error }
    }
}
