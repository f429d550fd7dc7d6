public import Fail2ban

/// An address as a resolver gave it: a mapped IPv4 address is not the IPv4 address here.
public struct AnsweredAddress: Hashable, Sendable {
    /// The address; of a mapped one the IPv4 address.
    public let address: IPAddress
    /// Whether it came in the form `::ffff:a.b.c.d`.
    public let isMapped: Bool

    /// An address, as it was spelled.
    public init(_ address: IPAddress, isMapped: Bool = false) {
        self.address = address
        self.isMapped = isMapped
    }
}

extension AnsweredAddress: CustomStringConvertible {
    /// The address as it came.
    public var description: String { isMapped ? "::ffff:\(address)" : "\(address)" }
}

/// Whether an address may be dialled.
public enum AddressVerdict: Hashable, Sendable {
    /// It is of the internet.
    case open
    /// The operator named its network in `outbound_allow`.
    case listed(IPNetwork)
    /// It is not for going out to.
    case refused(SpecialUse)

    /// Whether it may be dialled.
    public var isAllowed: Bool { if case .refused = self { false } else { true } }
}

/// What may be dialled: what is of the internet, and what the operator has named.
public struct DialRules: Sendable {
    /// The networks of `outbound_allow`.
    public let allowed: [IPNetwork]
    private let own: @Sendable () -> Set<IPAddress>

    /// - Parameter own: the addresses of this machine, asked for each time.
    public init(allowed: [IPNetwork], own: @escaping @Sendable () -> Set<IPAddress> = OwnAddresses.all) {
        self.allowed = allowed
        self.own = own
    }

    /// The verdicts of all answers of one name.
    public func verdicts(_ answers: [AnsweredAddress]) -> [AddressVerdict] {
        let own = own()
        return answers.map { verdict($0, own: own) }
    }

    private func verdict(_ answer: AnsweredAddress, own: Set<IPAddress>) -> AddressVerdict {
        guard !answer.isMapped else { return .refused(.mapped) }
        let address = answer.address
        let use = SpecialNetworks.use(of: address)
        switch use {
        // Nothing can be meant by these, whatever is listed.
        case .unspecified?, .multicast?, .broadcast?, .thisNetwork?: return .refused(use ?? .unspecified)
        default: break
        }
        if let network = allowed.first(where: { $0.contains(address) }) {
            // Behind the translator lies another address, which must be allowed itself.
            if use == .nat64, let inner = Self.embedded(in: address) {
                let verdict = verdict(AnsweredAddress(inner), own: own)
                return verdict.isAllowed ? .listed(network) : verdict
            }
            return .listed(network)
        }
        if let use { return .refused(use) }
        return own.contains(address) ? .refused(.own) : .open
    }

    /// The IPv4 address in the last four bytes, where NAT64's prefixes of 96 bits have it (RFC 6052).
    private static func embedded(in address: IPAddress) -> IPAddress? {
        IPAddress(sortable: Array(repeating: 0, count: 10) + [0xff, 0xff] + address.sortable.suffix(4))
    }
}
