public import ServiceLifecycle
internal import Storage

/// Writes down when tokens were last used, once a minute at most, and forgets those that ended long ago.
public struct TokenUpkeep: Service {
    let tokens: PersonalTokens
    let interval: Duration
    let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - interval: between two rounds.
    ///   - sleep: suspends for the time, and throws when the task is cancelled.
    public init(
        _ tokens: PersonalTokens, interval: Duration = .seconds(60),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.tokens = tokens
        self.interval = interval
        self.sleep = sleep
    }

    /// Runs rounds until the shutdown, and a last one then. A database that fails is asked again in the next round.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await sleep(interval) } catch { break }
                try? await round()
            }
        }
        // The last round must be made although this task may be cancelled.
        try? await Task { try await round() }.value
    }

    /// One round, in one transaction.
    public func round() async throws {
        let notes = tokens.lastSeen.waiting
        let end = tokens.now() - PersonalTokens.listedAfterEnd
        try await tokens.database.write(.telemetry) { transaction in
            for (id, sight) in notes.sights {
                try transaction.apiTokens.touch(id: id, at: sight.at, address: sight.address)
            }
            _ = try transaction.apiTokens.deleteExpired(before: end)
        }
        tokens.lastSeen.forget(notes)
    }
}
