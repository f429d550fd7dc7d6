import Fail2ban

/// Where the firewall keeps the bans of one action and family of addresses.
enum FirewallPlace: Hashable, Sendable {
    case nftables(NFTables.Place)
    case iptables(IPTables.Place)

    /// As a person would look for it.
    var name: String {
        switch self {
        case .nftables(let place): place.name
        case .iptables(let place): place.title
        }
    }

    /// What it is.
    var kind: FirewallSet.Kind {
        if case .iptables(let place) = self, place.keeper == .chain { .chain } else { .set }
    }

    /// Takes a name that could not be taken for anything else.
    static func isName(_ text: String, longest: Int = 128) -> Bool {
        guard let first = text.utf8.first, (65...90).contains(first) || (97...122).contains(first) else {
            return false
        }
        return text.utf8.count <= longest
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || "-_.".utf8.contains(byte)
            }
    }
}

/// What one place of the firewall holds.
struct FirewallHolding: Sendable {
    var state: FirewallSet.State
    private var networks: Set<IPNetwork> = []
    /// Those of them that are more than one address.
    private var wide: [IPNetwork] = []
    /// Whether a network is kept there as each of its addresses.
    var splitsNetworks = false

    init(state: FirewallSet.State) { self.state = state }

    init(holding networks: [IPNetwork]) {
        state = .there
        self.networks = Set(networks)
        wide = self.networks.filter { !$0.isSingle }
    }

    /// Whether it is as it should be for these bans.
    func isWhole(for bans: [IPNetwork]) -> Bool { state == .there && bans.allSatisfy(holds) }

    func holds(_ network: IPNetwork) -> Bool {
        if networks.contains(network) { return true }
        if splitsNetworks, !network.isSingle {
            return [network.first, network.last].allSatisfy { holds(IPNetwork($0)) }
        }
        return wide.contains { $0.length <= network.length && $0.contains(network.first) }
    }
}
