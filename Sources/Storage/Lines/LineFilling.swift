/// Takes the lines that were stored before there was an index of their words into it, a few at a time from the newest back,
/// so that nobody who writes waits for long: each batch is a transaction of its own, as large as fits into `EventSweep.aim`,
/// and twice the time that it took is left to others.
public struct LineFilling: Sendable {
    /// What a run did.
    public struct Outcome: Hashable, Sendable {
        /// How many events with lines it took in.
        public var entered = 0
        /// Whether none are left.
        public var isDone = false
        /// The longest time that a batch held the writer, its commit included.
        public var longest = Duration.zero
    }

    /// Lines of a batch.
    static let sizes = 20...4000

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

    /// Takes in what is not in the index. It ends early, with what it did, where the task is cancelled or `mayGoOn` says no.
    /// `progress` is told how many events it has taken in so far, after each batch.
    ///
    /// - Throws: `StorageError`; what was taken in before stays so.
    public func run(
        while mayGoOn: () -> Bool = { true }, progress: (Int) -> Void = { _ in }
    ) async throws -> Outcome {
        var outcome = Outcome()
        var size = BatchSize(first: 200, aim: EventSweep.aim, in: Self.sizes)
        while !Task.isCancelled, mayGoOn() {
            let limit = size.count
            let (entered, started) = try await database.write(.telemetry) { transaction in
                let started = ContinuousClock.now
                return (try LineIndex(transaction).fill(limit: limit), started)
            }
            let held = ContinuousClock.now - started
            outcome.longest = max(outcome.longest, held)
            outcome.entered += entered
            outcome.isDone = entered == 0
            guard !outcome.isDone else { return outcome }
            progress(outcome.entered)
            size.adapt(to: held)
            do { try await sleep(max(held * 2, EventSweep.pause)) } catch { return outcome }
        }
        return outcome
    }
}
