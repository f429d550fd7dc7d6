public import Fail2ban
import Storage

/// Where an address was when something was last heard of it, and where it is by the data of now.
public struct AddressOrigins: Hashable, Sendable {
    /// As it was known at the last event; nil where there was none, or no data to ask.
    public var known: Origin?
    /// When that event was, in UTC epoch seconds; nil where there was none.
    public var knownAt: Int64?
    /// By the data of now; nil where there is none, or no address.
    public var current: Origin?

    /// Takes each part as it is; without any, nothing is known.
    public init(known: Origin? = nil, knownAt: Int64? = nil, current: Origin? = nil) {
        (self.known, self.knownAt, self.current) = (known, knownAt, current)
    }

    /// Whether the data of now tells another country or network than that of then.
    public var hasMoved: Bool {
        guard let known, let current else { return false }
        return known.country?.code != current.country?.code || known.network?.number != current.network?.number
    }
}

extension Places {
    /// Where a ban's id is by the data of now; of a network where it begins. Nil where there is none, or no address.
    public func current(_ banID: String) -> Origin? { origins.current(banID) }

    /// Where an address is and was.
    public func origins(of id: BanID) async throws -> AddressOrigins {
        let query = EventQuery(filter: EventFilter(match: .text(id.text)), limit: 1)
        let last = try await database.readBriefly { try $0.events.page(query).events.first }
        return AddressOrigins(
            known: last?.origin.map { Origin($0) }, knownAt: last?.at, current: origins.current(id.text))
    }
}
