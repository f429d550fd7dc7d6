internal import Fail2ban

/// What an address is that nothing goes out to.
public enum SpecialUse: String, CaseIterable, Hashable, Sendable {
    case unspecified, thisNetwork, loopback, `private`, shared, linkLocal, multicast, broadcast, documentation,
        benchmarking, protocolAssignment, anycastService, reserved, uniqueLocal, siteLocal, mapped, compatible,
        translated,
        nat64, sixToFour, teredo, orchid, discardOnly, segmentRouting, notAllocated, own

    /// What it is, in words that follow “is”.
    public var words: String {
        switch self {
        case .unspecified: "the address of nothing, which reaches this machine"
        case .thisNetwork: "an address of “this network”"
        case .loopback: "a loopback address: this machine itself"
        case .private: "a private address"
        case .shared: "an address that providers share among customers"
        case .linkLocal: "a link-local address, where clouds keep their secrets too"
        case .multicast: "a multicast address"
        case .broadcast: "the broadcast address"
        case .documentation: "an address for documentation"
        case .benchmarking: "an address for benchmarks"
        case .protocolAssignment: "an address set aside for protocols"
        case .anycastService: "the address of a service of the network itself"
        case .reserved: "a reserved address"
        case .uniqueLocal: "a private address (unique local)"
        case .siteLocal: "a private address (site-local)"
        case .mapped: "an IPv4 address in the form of IPv6"
        case .compatible: "an IPv4 address in an old form of IPv6"
        case .translated: "an IPv4 address translated into IPv6"
        case .nat64: "an IPv4 address behind NAT64"
        case .sixToFour: "an IPv4 address behind 6to4"
        case .teredo: "an IPv4 address behind Teredo"
        case .orchid: "the name of a key and no place"
        case .discardOnly: "an address whose packets are thrown away"
        case .segmentRouting: "an address for routers among themselves"
        case .notAllocated: "an address that nobody on the internet has"
        case .own: "an address of this machine"
        }
    }
}

/// The special-purpose networks of IANA's registries for IPv4 and IPv6 (RFC 6890 and what came after it), those that are
/// reachable everywhere included: no list and no channel lies there.
enum SpecialNetworks {
    /// What an address is by its number alone; nil for one of the internet.
    static func use(of address: IPAddress) -> SpecialUse? {
        switch address.family {
        case .v4: v4.first { $0.network.contains(address) }?.use
        // What is not given out by IANA lies outside of 2000::/3.
        case .v6:
            v6.first { $0.network.contains(address) }?.use
                ?? (allocated?.contains(address) == true ? nil : .notAllocated)
        }
    }

    struct Entry {
        let network: IPNetwork
        let use: SpecialUse
    }

    private static let allocated = IPNetwork("2000::/3")

    /// The narrower before the wider.
    static let v4 = entries([
        ("0.0.0.0/32", .unspecified), ("0.0.0.0/8", .thisNetwork), ("10.0.0.0/8", .private), ("100.64.0.0/10", .shared),
        ("127.0.0.0/8", .loopback), ("169.254.0.0/16", .linkLocal), ("172.16.0.0/12", .private),
        ("192.0.0.0/24", .protocolAssignment), ("192.0.2.0/24", .documentation), ("192.31.196.0/24", .anycastService),
        ("192.52.193.0/24", .anycastService), ("192.88.99.0/24", .sixToFour), ("192.168.0.0/16", .private),
        ("192.175.48.0/24", .anycastService), ("198.18.0.0/15", .benchmarking), ("198.51.100.0/24", .documentation),
        ("203.0.113.0/24", .documentation), ("224.0.0.0/4", .multicast), ("255.255.255.255/32", .broadcast),
        ("240.0.0.0/4", .reserved),
    ])

    static let v6 = entries([
        ("::/128", .unspecified), ("::1/128", .loopback), ("::/96", .compatible), ("::ffff:0:0:0/96", .translated),
        ("64:ff9b::/96", .nat64), ("64:ff9b:1::/48", .nat64), ("100::/64", .discardOnly),
        ("100:0:0:1::/64", .discardOnly),
        ("2001::/32", .teredo), ("2001:2::/48", .benchmarking), ("2001:3::/32", .anycastService),
        ("2001:4:112::/48", .anycastService), ("2001:10::/28", .orchid), ("2001:20::/28", .orchid),
        ("2001:30::/28", .orchid), ("2001::/23", .protocolAssignment), ("2001:db8::/32", .documentation),
        ("2002::/16", .sixToFour), ("2620:4f:8000::/48", .anycastService), ("3fff::/20", .documentation),
        ("3ffe::/16", .notAllocated), ("5f00::/16", .segmentRouting), ("fc00::/7", .uniqueLocal),
        ("fe80::/10", .linkLocal), ("fec0::/10", .siteLocal), ("ff00::/8", .multicast),
    ])

    private static func entries(_ rows: [(String, SpecialUse)]) -> [Entry] {
        rows.compactMap { text, use in IPNetwork(text).map { Entry(network: $0, use: use) } }
    }
}
