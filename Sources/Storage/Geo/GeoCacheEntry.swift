/// What a service on the network told of an address, negative answers too. All times are UTC epoch seconds.
public struct GeoCacheEntry: Hashable, Sendable {
    /// The address as 16 bytes that sort; of IPv6 what the service was asked about.
    public var address: [UInt8]
    /// The code of its country; nil where the service knows none.
    public var country: String?
    /// The number of its network; nil where the service knows none.
    public var network: Int64?
    /// The name of that network: others' text; empty where there is none.
    public var networkName: String
    /// Who told it.
    public var source: String
    /// When it was asked.
    public var lookedUpAt: Int64
    /// When an event of the address was last seen, to the day.
    public var lastSeen: Int64

    /// Takes each part as it is; with neither country nor network it is a negative answer.
    public init(
        address: [UInt8], country: String? = nil, network: Int64? = nil, networkName: String = "", source: String,
        lookedUpAt: Int64, lastSeen: Int64
    ) {
        self.address = address
        self.country = country
        self.network = network
        self.networkName = networkName
        self.source = source
        self.lookedUpAt = lookedUpAt
        self.lastSeen = lastSeen
    }

    static let columns = "address, country, asn, network_name, source, looked_up_at, last_seen"

    init(_ row: any Row) {
        self.init(
            address: row.bytes(0), country: row.optionalText(1), network: row.optionalInteger(2),
            networkName: row.text(3), source: row.text(4), lookedUpAt: row.integer(5), lastSeen: row.integer(6))
    }
}
