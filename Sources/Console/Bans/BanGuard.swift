import Fail2ban
import Host

/// Keeps people from banning themselves, their machine or their colleagues.
struct BanGuard: Sendable {
    /// What is protected and why, in words for a person.
    var protected: [(network: IPNetwork, why: String)]

    /// Gathers what is protected from a ban by `author`.
    init(host: [ProtectedNetwork], trustedProxies: [IPNetwork], allowlist: [IPNetwork], author: Author) {
        protected = host.map { ($0.network, Self.words(for: $0.reason)) }
        protected += trustedProxies.map { ($0, "a trusted proxy") }
        protected += allowlist.map { ($0, "on the allowlist") }
        if let address = author.address { protected.append((IPNetwork(address), "your own address")) }
    }

    /// Why `id` is not banned without being typed in full once more; nil when it may be.
    func objection(to id: BanID) -> String? {
        guard let network = id.network else { return nil }
        // The person's own address is the reason that they need to read, so the last one added is looked at first.
        guard let hit = protected.last(where: { $0.network.overlaps(network) }) else { return nil }
        return network.isSingle || hit.network == network ? "it is \(hit.why)" : "it holds \(hit.network), \(hit.why)"
    }

    private static func words(for reason: ProtectedNetwork.Reason) -> String {
        switch reason {
        case .ownAddress: "an address of this machine"
        case .gateway: "this machine's gateway"
        case .sshPeer: "the other end of an open SSH session"
        }
    }
}
