/// Which bans in force are wanted, in which order, and where to go on.
public struct BanQuery: Hashable, Sendable {
    /// One host only; nil for every host.
    public var host: String?
    /// These jails only; empty for every jail, so an account that may see none must not be asked for at all.
    public var jails: [String]
    /// Which ids.
    public var match: Match
    /// Where they are.
    public var origin: OriginFilter
    /// The order.
    public var sort: Sort
    /// How many rows at most; taken into 1…500.
    public var limit: Int
    /// The `next` of the page before; nil for the first page.
    public var cursor: String?

    /// Makes a query of its parts.
    public init(
        host: String? = nil, jails: [String] = [], match: Match = .any, origin: OriginFilter = OriginFilter(),
        sort: Sort = .newest, limit: Int = 50, cursor: String? = nil
    ) {
        self.host = host
        self.jails = jails
        self.match = match
        self.origin = origin
        self.sort = sort
        self.limit = limit
        self.cursor = cursor
    }

    /// Which ids are wanted.
    public enum Match: Hashable, Sendable {
        /// All.
        case any
        /// Those whose text begins so, byte for byte.
        case prefix(String)
        /// Those with an address in the range, ends included, as 16 bytes that sort.
        case range(first: [UInt8], last: [UInt8])
        /// The one with this text, byte for byte.
        case text(String)
    }

    /// In which order. Rows that compare equal come in a fixed order of their own.
    public enum Sort: UInt8, Hashable, Sendable, CaseIterable {
        /// The last banned first; those of unknown time last.
        case newest
        /// The first banned first; those of unknown time before them.
        case oldest
        /// By address, IPv4 and IPv6 as their bytes sort; ids that are no address last.
        case address
        /// The next to end first, by BanGUI's planned end where there is one; unknown ends, then permanent bans last.
        case endingSoonest
        /// By jail, then host, then address.
        case jail
    }
}
