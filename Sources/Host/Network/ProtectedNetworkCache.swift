import Synchronization

/// Remembers for a few seconds what must not be banned: the kernel's list of connections can be long, and a person who
/// bans one address after another should not wait for it each time.
final class ProtectedNetworkCache: Sendable {
    /// How old an answer may be. A session that opened later is still guarded by its own request's address.
    static let freshness: Duration = .seconds(5)

    private let held = Mutex<(at: ContinuousClock.Instant, networks: [ProtectedNetwork])?>(nil)

    /// What is remembered, or what `read` gives where that is too old.
    func networks(_ read: () -> [ProtectedNetwork]) -> [ProtectedNetwork] {
        let now = ContinuousClock.now
        if let held = held.withLock({ $0 }), now - held.at < Self.freshness { return held.networks }
        let networks = read()
        held.withLock { $0 = (now, networks) }
        return networks
    }
}
