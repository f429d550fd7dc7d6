import Storage
import Synchronization

/// Counts which addresses tried most, which takes a look at each event: what was counted is kept for some time, and counted
/// anew beside the requests, one stretch of time at once.
final class AddressRanking: Sendable {
    private struct Kept {
        var addresses: [AddressFigures]
        var at: ContinuousClock.Instant
        var cost: Duration
    }

    private struct State {
        var kept: [String: Kept] = [:]
        var running: [String: Task<[AddressFigures], any Error>] = [:]
        /// The last that began, which the next waits for.
        var last: Task<Void, Never>?
    }

    private let database: any Database
    /// Beats when something was counted that someone did not wait for.
    private let pulse: Pulse
    private let patience: Duration
    private let state = Mutex(State())

    /// Kept so long at least.
    private static let shortest = Duration.seconds(3)
    /// Counting takes this part of a processor's time at most.
    private static let share = 20
    /// What is older is not shown any more, but for what takes long.
    private static let longest = Duration.seconds(60)
    /// Stretches that are kept.
    private static let capacity = 16

    /// - Parameter patience: how long a request waits for what is not counted yet.
    init(database: any Database, pulse: Pulse, patience: Duration = .milliseconds(250)) {
        self.database = database
        self.pulse = pulse
        self.patience = patience
    }

    /// The addresses with the most attempts in a stretch of time; nil where they are still being counted.
    func addresses(in span: Range<Int64>, name: String) async throws -> [AddressFigures]? {
        let now = ContinuousClock.now
        let kept = state.withLock { $0.kept[name] }
        if let kept, now - kept.at < max(Self.shortest, kept.cost * Self.share) { return kept.addresses }
        let counting = count(span, name)
        if let kept, now - kept.at < max(Self.longest, kept.cost * Self.share * 2) { return kept.addresses }
        return try await answer(of: counting)
    }

    /// What was counted, where that takes no longer than a request waits.
    private func answer(of counting: Task<[AddressFigures], any Error>) async throws -> [AddressFigures]? {
        let (answers, answer) = AsyncStream<Result<[AddressFigures], any Error>>.makeStream()
        Task { answer.yield(await counting.result) }
        let end = Task { [patience] in
            try? await Task.sleep(for: patience)
            answer.finish()
        }
        defer { end.cancel() }
        return try await answers.first { _ in true }?.get()
    }

    /// Counts, unless it is being done.
    private func count(_ span: Range<Int64>, _ name: String) -> Task<[AddressFigures], any Error> {
        state.withLock { state in
            if let running = state.running[name] { return running }
            let before = state.last
            let task = Task { [self] in
                await before?.value
                return try await work(span, name)
            }
            state.running[name] = task
            state.last = Task { _ = try? await task.value }
            return task
        }
    }

    private func work(_ span: Range<Int64>, _ name: String) async throws -> [AddressFigures] {
        let started = ContinuousClock.now
        defer { state.withLock { $0.running[name] = nil } }
        let top = try await database.read { try $0.events.topAddresses(in: span, limit: Dashboard.addresses) }
        let addresses = top.map {
            AddressFigures(id: $0.id, attempts: Int($0.attempts), bans: Int($0.bans), lastAt: $0.lastAt)
        }
        let now = ContinuousClock.now
        state.withLock { state in
            if state.kept.count >= Self.capacity, state.kept[name] == nil,
                let oldest = state.kept.min(by: { $0.value.at < $1.value.at })?.key
            {
                state.kept[oldest] = nil
            }
            state.kept[name] = Kept(addresses: addresses, at: now, cost: now - started)
        }
        if now - started > patience { pulse.beat() }
        return addresses
    }
}
