import Fail2ban
import Storage

/// Which bans to show, and in what order.
public struct BanFilter: Hashable, Sendable {
    /// The order of a list.
    public enum Order: String, CaseIterable, Sendable {
        case newest, oldest, address, ending, jail
    }

    /// The host; nil for all.
    public var host: String?
    /// The jails; empty for all.
    public var jails: [String]
    /// An address, a network, or the start of an id; empty for all.
    public var text: String
    /// Where they are.
    public var origin: OriginChoice
    /// The order.
    public var order: Order

    /// Takes each part as it is.
    public init(
        host: String? = nil, jails: [String] = [], text: String = "", origin: OriginChoice = OriginChoice(),
        order: Order = .newest
    ) {
        self.host = host
        self.jails = jails
        self.text = text
        self.origin = origin
        self.order = order
    }

    /// Whether it leaves anything out.
    public var isNarrowed: Bool { host != nil || !jails.isEmpty || !text.isEmpty || !origin.isAny }

    func query(limit: Int, cursor: String?) -> BanQuery {
        BanQuery(
            host: host, jails: jails, match: match, origin: origin.stored, sort: sort, limit: limit, cursor: cursor)
    }

    /// A full address or network finds every ban that touches it; anything else is the start of an id. `2001:db8::`
    /// is an address to the parser and the start of one to a person.
    var match: BanQuery.Match {
        if text.isEmpty { return .any }
        if !text.utf8.reversed().starts(with: "::".utf8), let network = IPNetwork(text) {
            return .range(first: network.first.sortable, last: network.last.sortable)
        }
        return .prefix(text)
    }

    private var sort: BanQuery.Sort {
        switch order {
        case .newest: .newest
        case .oldest: .oldest
        case .address: .address
        case .ending: .endingSoonest
        case .jail: .jail
        }
    }
}
