public import Fail2ban
import Synchronization

/// What the operator's configuration says about bans.
public struct GuardPolicy: Hashable, Sendable {
    /// Proxies in front of the console.
    public var trustedProxies: [IPNetwork]
    /// Networks that are never banned by hand without being typed in full.
    public var allowlist: [IPNetwork]

    /// Takes each part as it is.
    public init(trustedProxies: [IPNetwork] = [], allowlist: [IPNetwork] = []) {
        self.trustedProxies = trustedProxies
        self.allowlist = allowlist
    }
}

/// The policy in force, which the settings page may change while the console runs.
final class PolicyInForce: Sendable {
    private let policy: Mutex<GuardPolicy>

    init(_ policy: GuardPolicy) { self.policy = Mutex(policy) }

    var current: GuardPolicy { policy.withLock { $0 } }

    func set(_ next: GuardPolicy) { policy.withLock { $0 = next } }
}
