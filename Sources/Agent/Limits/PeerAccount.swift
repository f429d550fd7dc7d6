import Host
import Synchronization

/// What one user has taken of the agent, over all of its connections.
final class PeerAccount: Sendable {
    private struct Buckets {
        var requests: TokenBucket
        var changes: TokenBucket
        var ids: TokenBucket
        var programs: TokenBucket
        var starts: TokenBucket
    }

    private let limits: PeerLimits
    private let connections = Mutex(0)
    private let buckets: Mutex<Buckets>
    /// Holds back large answers.
    let gate: Gate

    init(_ limits: PeerLimits, now: ContinuousClock.Instant = .now) {
        self.limits = limits
        gate = Gate(limits.largeAtOnce, waiting: limits.largeWaiting)
        buckets = Mutex(
            Buckets(
                requests: TokenBucket(limits.requests, at: now), changes: TokenBucket(limits.changes, at: now),
                ids: TokenBucket(limits.ids, at: now), programs: TokenBucket(limits.programs, at: now),
                starts: TokenBucket(limits.starts, at: now)))
    }

    /// Counts a connection; false where there are enough.
    func connect() -> Bool {
        connections.withLock { count in
            guard count < limits.connectionsPerUser else { return false }
            count += 1
            return true
        }
    }

    func disconnect() { connections.withLock { $0 -= 1 } }

    /// Waits for the request's share of everything that it takes; false where that would last too long.
    func waitForShare(of verb: AgentVerb) async -> Bool {
        guard let wait = wait(for: verb, at: .now) else { return false }
        if wait > .zero { try? await Task.sleep(for: wait) }
        return true
    }

    /// How long a request that comes now has to wait; nil where it is refused.
    func wait(for verb: AgentVerb, at now: ContinuousClock.Instant) -> Duration? {
        let patience = limits.patience
        return buckets.withLock { buckets in
            var taken = buckets
            guard var wait = taken.requests.take(verb.weight, at: now, patience: patience) else { return nil }
            func take(_ bucket: WritableKeyPath<Buckets, TokenBucket>, _ count: Int) -> Bool {
                guard let more = taken[keyPath: bucket].take(Double(count), at: now, patience: patience) else {
                    return false
                }
                wait = max(wait, more)
                return true
            }
            if verb.name.changes, !take(\.changes, 1) { return nil }
            if case .bans(let bans) = verb, verb.name.changes, !take(\.ids, bans.ids.count) { return nil }
            if verb.runsProgram, !take(\.programs, 1) { return nil }
            if verb.name == .daemonStart, !take(\.starts, 1) { return nil }
            buckets = taken
            return wait
        }
    }
}

extension AgentVerb {
    /// Whether the answer may be of many megabytes.
    var isLarge: Bool {
        switch self {
        case .bans(.list), .log(.read), .log(.records), .audit(.heads): true
        default: false
        }
    }

    /// How many requests it counts for: to read and hold places takes time for each of them.
    var weight: Double {
        guard case .log(let verb) = self else { return 1 }
        return 1 + Double(verb.positions.count) / 100
    }

    /// Whether a program is run for it.
    var runsProgram: Bool {
        switch self {
        case .daemon(.start), .jail(.start), .jail(.reload): true
        default: false
        }
    }
}
