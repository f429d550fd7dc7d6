public import ServiceLifecycle
internal import Storage

/// Writes down when sessions were last used and forgets those that are over.
public struct SessionUpkeep: Service {
    let sessions: BrowserSessions
    let interval: Duration
    let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - interval: between two rounds.
    ///   - sleep: suspends for the time, and throws when the task is cancelled.
    public init(
        _ sessions: BrowserSessions, interval: Duration = .seconds(30),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.sessions = sessions
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
        let notes = sessions.lastSeen.waiting
        let now = sessions.now()
        try await sessions.database.write(.telemetry) { transaction in
            for (id, sight) in notes.sights {
                try transaction.sessions.touch(id: id, at: sight.at, address: sight.address)
            }
            for id in notes.ended { _ = try transaction.sessions.delete(id: id) }
            _ = try transaction.sessions.deleteExpired(before: now)
        }
        sessions.lastSeen.forget(notes)
    }
}
