internal import Synchronization

/// Lets failed sign-ins wait for their answer without holding a thread, at most so many at once.
public final class FailureDelay: Sendable {
    /// The time each waits, in seconds.
    public let seconds: Int
    private let limit: Int
    private let sleepers = Mutex(0)
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - seconds: 0 switches the delay off.
    ///   - limit: sleepers at once.
    ///   - sleep: suspends for the time, and throws when the task is cancelled.
    public init(
        seconds: Int, limit: Int = 1024,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.seconds = seconds
        self.limit = limit
        self.sleep = sleep
    }

    /// Waits; false at once where too many wait already.
    public func wait() async -> Bool {
        guard seconds > 0 else { return true }
        let isFree = sleepers.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isFree else { return false }
        // A client that went away ends the wait early; nobody reads its answer.
        try? await sleep(.seconds(seconds))
        sleepers.withLock { $0 -= 1 }
        return true
    }

    /// How many wait now.
    public var waiting: Int { sleepers.withLock { $0 } }
}
