/// Addresses that belong to nobody: two documentation ranges of RFC 5737, that of RFC 3849, and the benchmark range of
/// RFC 2544, so that no real party is shown as an attacker. 192.0.2.0/24 is left for bans by hand: what a reader of the
/// guide or a test bans there, the simulator has not banned before.
enum AddressPool {
    /// A single IPv4 address: two of five from the documentation ranges, the rest from 198.18.0.0/15.
    static func ipv4(using random: inout SeededGenerator) -> String {
        let host = Int.random(in: 1...254, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return "203.0.113.\(host)"
        case 1: return "198.51.100.\(host)"
        default: return subnet(using: &random) + "\(host)"
        }
    }

    /// `count` different addresses of one /24.
    static func neighbours(_ count: Int, using random: inout SeededGenerator) -> [String] {
        let prefix = subnet(using: &random)
        return Array(1...254).shuffled(using: &random).prefix(count).map { prefix + "\($0)" }
    }

    /// A single IPv6 address of 2001:db8::/32, in canonical text.
    static func ipv6(using random: inout SeededGenerator) -> String {
        hopping(1, using: &random)[0]
    }

    /// `count` addresses of one /64, as one machine with privacy addresses shows them.
    static func hopping(_ count: Int, using random: inout SeededGenerator) -> [String] {
        let prefix = (0..<2).map { _ in group(using: &random) }
        return (0..<count).map { _ in
            let host = (0..<4).map { _ in group(using: &random) }
            return (["2001", "db8"] + prefix + host).joined(separator: ":")
        }
    }

    /// Never zero, so that there is nothing to compress and the text is canonical.
    private static func group(using random: inout SeededGenerator) -> String {
        String(Int.random(in: 1...0xFFFF, using: &random), radix: 16)
    }

    private static func subnet(using random: inout SeededGenerator) -> String {
        "198.\(Int.random(in: 18...19, using: &random)).\(Int.random(in: 0...255, using: &random))."
    }
}
