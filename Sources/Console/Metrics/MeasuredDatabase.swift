public import Storage
internal import Synchronization

/// A database that notes how long its transactions take, waiting for a connection included.
public final class MeasuredDatabase: Database {
    private let real: any Database
    /// What was noted.
    public let times = DatabaseTimes()

    /// Measures another database.
    public init(_ real: any Database) { self.real = real }

    /// Reads, and notes it.
    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        let start = times.begin(.read)
        defer { times.end(.read, start) }
        return try await real.read(body)
    }

    /// Reads, and notes it.
    public func readBriefly<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        let start = times.begin(.read)
        defer { times.end(.read, start) }
        return try await real.readBriefly(body)
    }

    /// Writes, and notes it.
    public func write<Result: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        let start = times.begin(.write)
        defer { times.end(.write, start) }
        return try await real.write(durability, body)
    }

    /// Writes, and notes it.
    public func writeBriefly<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        let start = times.begin(.write)
        defer { times.end(.write, start) }
        return try await real.writeBriefly(body)
    }

    /// As the database says.
    public func moment() async throws -> Moment? { try await real.moment() }
    /// As the database says.
    public func changes() -> AsyncStream<Void> { real.changes() }
    /// As the database says.
    public func lease(_ name: String) -> any Lease { real.lease(name) }
    /// As the database does.
    public func refreshStatistics(of tables: [String]) async throws -> [String] {
        try await real.refreshStatistics(of: tables)
    }
    /// Closes the database.
    public func close() async { await real.close() }
}

/// How long the transactions of a database took.
public final class DatabaseTimes: Sendable {
    /// What a transaction does.
    public enum Kind: String, CaseIterable, Sendable { case read, write }

    /// The transactions of one kind.
    public struct Figures: Sendable {
        /// Those that ended, by how long they took.
        public var times = DurationHistogram(bounds: DurationHistogram.short)
        /// Those that are under way or wait for a connection.
        public var open = 0
    }

    private let reads = Mutex(Figures())
    private let writes = Mutex(Figures())

    /// Nothing is noted yet.
    public init() {}

    /// What was noted of a kind.
    public func figures(_ kind: Kind) -> Figures {
        switch kind {
        case .read: reads.withLock { $0 }
        case .write: writes.withLock { $0 }
        }
    }

    func begin(_ kind: Kind) -> ContinuousClock.Instant {
        change(kind) { $0.open += 1 }
        return .now
    }

    func end(_ kind: Kind, _ start: ContinuousClock.Instant) {
        let time = ContinuousClock.now - start
        change(kind) { figures in
            figures.open -= 1
            figures.times.add(time)
        }
    }

    private func change(_ kind: Kind, _ body: (inout Figures) -> Void) {
        switch kind {
        case .read: reads.withLock { body(&$0) }
        case .write: writes.withLock { body(&$0) }
        }
    }
}
