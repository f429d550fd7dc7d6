internal import Synchronization

/// A state of the database's data: two that are equal saw the same rows, whoever wrote between.
public struct Moment: Hashable, Sendable {
    let number: Int64
}

/// What was read from a database, kept for as long as nothing at all is committed to it, by whatever process.
///
/// It is no cache that could grow stale: every look asks the database first whether anything has changed, which costs a
/// tenth of reading a row. Where the driver cannot tell, every look reads.
public final class Remembered<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Held {
        var moment: Moment?
        var values: [Key: Value] = [:]
    }

    private let database: any Database
    private let capacity: Int
    private let held = Mutex(Held())

    /// - Parameter capacity: values kept at most; one more lets go of all.
    public init(_ database: any Database, capacity: Int) {
        self.database = database
        self.capacity = capacity
    }

    /// The value of `key` as `read` gives it now, or gave it while the data was what it is now.
    public func value(
        _ key: Key, read: @escaping @Sendable (any Transaction) throws -> Value
    ) async throws -> Value {
        guard let moment = try await database.moment() else { return try await database.readBriefly(read) }
        if let value = held.withLock({ $0.moment == moment ? $0.values[key] : nil }) { return value }
        // What is read after the moment may be newer than it, and is then read again at the next one.
        let value = try await database.readBriefly(read)
        held.withLock { held in
            if held.moment != moment || held.values.count >= capacity { held.values = [:] }
            held.moment = moment
            held.values[key] = value
        }
        return value
    }
}
