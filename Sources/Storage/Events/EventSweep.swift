/// Removes old events a few at a time, so that nobody who writes waits for long: each batch is a transaction of its own,
/// as large as fits into `aim`, and twice the time that it took is left to others.
public struct EventSweep: Sendable {
    /// What a sweep did.
    public struct Outcome: Hashable, Sendable {
        /// How many events it removed.
        public var removed = 0
        /// Whether none are left.
        public var isDone = false
        /// The longest time that a batch held the writer, its commit included.
        public var longest = Duration.zero
    }

    /// How long a batch should take.
    static let aim = Duration.milliseconds(8)
    /// Events of a batch.
    static let sizes = 20...2000
    /// The shortest pause.
    static let pause = Duration.milliseconds(15)

    private let database: any Database
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameter sleep: suspends for the time, and throws when the task is cancelled.
    public init(
        _ database: any Database,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.database = database
        self.sleep = sleep
    }

    /// Removes what is older than a moment (UTC epoch seconds). It ends early, with what it did, where the task is
    /// cancelled or `mayGoOn` says no. `progress` is told how many it has removed so far, after each batch.
    ///
    /// - Throws: `StorageError`; what was removed before stays so.
    public func run(
        before moment: Int64, while mayGoOn: () -> Bool = { true }, progress: (Int) -> Void = { _ in }
    ) async throws -> Outcome {
        var outcome = Outcome()
        var size = BatchSize(first: 200, aim: Self.aim, in: Self.sizes)
        var last: EventRemoval?
        while !Task.isCancelled, mayGoOn() {
            let (limit, place) = (size.count, last)
            let (removal, started) = try await database.write(.telemetry) { transaction in
                let started = ContinuousClock.now
                return (try transaction.events.remove(before: moment, limit: limit, from: place), started)
            }
            let held = ContinuousClock.now - started
            outcome.removed += removal.count
            outcome.longest = max(outcome.longest, held)
            outcome.isDone = removal.count < limit
            guard !outcome.isDone else {
                try await forget(before: moment, while: mayGoOn)
                return outcome
            }
            progress(outcome.removed)
            last = removal
            size.adapt(to: held)
            do { try await sleep(max(held * 2, Self.pause)) } catch { return outcome }
        }
        return outcome
    }

    /// Forgets the addresses of which no event is left.
    private func forget(before moment: Int64, while mayGoOn: () -> Bool) async throws {
        var key: [UInt8]?
        repeat {
            let from = key
            key = try await database.write(.telemetry) {
                try $0.events.forgetAddresses(before: moment, limit: Self.sizes.upperBound, from: from)
            }
            do { if key != nil { try await sleep(Self.pause) } } catch { return }
        } while key != nil && !Task.isCancelled && mayGoOn()
    }
}
