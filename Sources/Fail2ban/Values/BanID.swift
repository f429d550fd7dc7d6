/// What fail2ban holds a ban for: an address, a network, or whatever text a filter's failure id yields.
public enum BanID: Hashable, Sendable {
    case address(IPAddress)
    case network(IPNetwork)
    /// An id that is neither, such as a user name; only ever read from the daemon, never made from a person's input.
    case raw(String)

    /// Takes an id as fail2ban tells it: any text, kept as it is where it is no canonical address or network.
    public init(reading text: String) {
        if let network = IPNetwork(text), "\(network)".utf8.elementsEqual(text.utf8) {
            self = network.isSingle ? .address(network.first) : .network(network)
        } else {
            self = .raw(text)
        }
    }

    /// Takes what a person typed: an address or a network in any spelling, made canonical because fail2ban looks
    /// tickets up by exact text; a /0 is refused because fail2ban drops its length and would ban `0.0.0.0`.
    public init(typed text: String) throws(BanIDError) {
        let trimmed = String(decoding: text.utf8.drop { $0 == 32 || $0 == 9 }, as: UTF8.self)
        let end = trimmed.utf8.reversed().drop { $0 == 32 || $0 == 9 }
        guard let network = IPNetwork(String(decoding: end.reversed(), as: UTF8.self)) else {
            throw BanIDError.neitherAddressNorNetwork(text)
        }
        guard network.length > 0 else { throw BanIDError.everything(text) }
        self = network.isSingle ? .address(network.first) : .network(network)
    }

    /// The text by which fail2ban knows it.
    public var text: String {
        switch self {
        case .address(let address): "\(address)"
        case .network(let network): "\(network)"
        case .raw(let text): text
        }
    }

    /// Whether a command can name it: not where fail2ban would take it for an option, nor where it holds the bytes
    /// that end a request. An id that the daemon tells of can be such a text.
    public var isReachable: Bool { !text.utf8.starts(with: "--".utf8) && (try? Frame([text])) != nil }

    /// The addresses concerned; nil for a raw id.
    public var network: IPNetwork? {
        switch self {
        case .address(let address): IPNetwork(address)
        case .network(let network): network
        case .raw: nil
        }
    }
}

/// Why a text cannot be banned.
public enum BanIDError: Error, Equatable, Sendable {
    /// Neither an IPv4 or IPv6 address nor a network in CIDR form.
    case neitherAddressNorNetwork(String)
    /// A network of length 0: everyone.
    case everything(String)
}

extension BanID: CustomStringConvertible {
    /// The text by which fail2ban knows it.
    public var description: String { text }
}
