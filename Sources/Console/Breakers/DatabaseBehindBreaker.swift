public import Storage

/// A database that is not asked while it fails: who asks is told so at once. Reading and writing fail apart.
public final class DatabaseBehindBreaker: Database {
    private let real: any Database
    private let reads: Breaker
    private let writes: Breaker

    /// Puts a database behind its breakers.
    public init(_ real: any Database, _ breakers: Breakers) {
        self.real = real
        (reads, writes) = (breakers.database, breakers.databaseWrites)
    }

    /// Reads, unless nothing can be read.
    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await ask(reads) { try await self.real.read(body) }
    }

    /// Reads, unless nothing can be read.
    public func readBriefly<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await ask(reads) { try await self.real.readBriefly(body) }
    }

    /// Writes, unless nothing can be written.
    public func write<Result: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await askToWrite { try await self.real.write(durability, body) }
    }

    /// Writes, unless nothing can be written.
    public func writeBriefly<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await askToWrite { try await self.real.writeBriefly(body) }
    }

    /// As the database says, unless nothing can be read.
    public func moment() async throws -> Moment? {
        try await ask(reads) { try await self.real.moment() }
    }

    /// Counts rows anew, unless nothing can be written.
    public func refreshStatistics(of tables: [String]) async throws -> [String] {
        try await askToWrite { try await self.real.refreshStatistics(of: tables) }
    }

    /// As the database says.
    public func changes() -> AsyncStream<Void> { real.changes() }
    /// As the database says.
    public func lease(_ name: String) -> any Lease { real.lease(name) }
    /// Closes the database.
    public func close() async { await real.close() }

    private func askToWrite<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        // What cannot be read cannot be written either; a write waits for a connection as a read does.
        if let refusal = reads.refusal { throw refusal.storageError }
        do {
            return try await ask(writes, body)
        } catch StorageError.unreachable(let words) {
            if let permit = try? reads.admit() { reads.report(permit, .failure(.store(.unreachable))) }
            throw StorageError.unreachable(words)
        }
    }

    private func ask<Result: Sendable>(
        _ breaker: Breaker, _ body: () async throws -> Result
    ) async throws -> Result {
        let permit: Breaker.Permit
        do throws(BreakerRefusal) {
            permit = try breaker.admit()
        } catch {
            throw error.storageError
        }
        do {
            let result = try await body()
            // A look at many events may take its time.
            breaker.report(permit, .success, mayTakeLong: true)
            return result
        } catch {
            breaker.report(permit, Self.outcome(error), mayTakeLong: true)
            throw error
        }
    }

    /// What an error tells of the database: one that refuses, or a body that throws, is none of its failures.
    private static func outcome(_ error: any Error) -> BreakerOutcome {
        switch error {
        case StorageError.closed, is CancellationError: .nothing
        case StorageError.constraint, StorageError.newerSchema: .success
        default:
            switch StoreFailure(error) {
            case nil, .malformedCursor: .success
            case let failure?: .failure(.store(failure))
            }
        }
    }
}

extension BreakerRefusal {
    /// The same as the database puts it.
    fileprivate var storageError: StorageError {
        switch cause {
        case .store(.full): .full
        case .store(.unreachable): .unreachable("it could not be reached a moment ago")
        case .store(.failed): .failed("it failed a moment ago")
        default: .busy
        }
    }
}
