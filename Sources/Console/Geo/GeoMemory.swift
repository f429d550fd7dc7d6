internal import Fail2ban
internal import FoundationEssentials
internal import Geo
internal import Storage

/// What a service told of the addresses that were needed last; the rest is in the database alone.
struct GeoMemory {
    /// What it told of one address. All times are UTC epoch seconds.
    struct Entry: Hashable {
        /// Without anything where it knows nothing.
        var place: GeoPlace
        var lookedUpAt: Int64
        /// When an event of the address was last seen, as the database has it.
        var lastSeen: Int64
        /// The beginning of the month in which it was asked. By it events date what they keep: with a moment of its own, each address
        /// would be an origin of its own.
        let askedIn: Int64

        init(place: GeoPlace, lookedUpAt: Int64, lastSeen: Int64) {
            self.place = place
            self.lookedUpAt = lookedUpAt
            self.lastSeen = lastSeen
            askedIn = Self.month(of: lookedUpAt)
        }

        /// Whether it holds at a moment; what is older is asked for again.
        func isCurrent(_ now: Int64) -> Bool {
            now - lookedUpAt < (isNegative ? GeoMemory.negativeLife : GeoMemory.life)
        }

        /// Whether nothing is known.
        var isNegative: Bool { place.country == nil && place.network == nil }

        /// The beginning of the month of a moment.
        static func month(of moment: Int64) -> Int64 {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = .gmt
            let parts = calendar.dateComponents([.year, .month], from: Date(timeIntervalSince1970: Double(moment)))
            return calendar.date(from: parts).map { Int64($0.timeIntervalSince1970) } ?? moment
        }
    }

    /// How long an answer holds.
    static let life: Int64 = 30 * 86_400
    /// How long a negative one does: whoever knows nothing today may learn it soon.
    static let negativeLife: Int64 = 7 * 86_400

    /// Entries at most.
    let capacity: Int
    // What is needed moves from the old half to the young one; a full young half becomes the old one.
    private var young: [IPAddress: Entry] = [:]
    private var old: [IPAddress: Entry] = [:]

    init(capacity: Int) { self.capacity = capacity }

    /// How many there are, those counted twice that are in both halves.
    var count: Int { young.count + old.count }

    /// What is known of an address, which counts as needed.
    mutating func find(_ address: IPAddress) -> Entry? {
        if let entry = young[address] { return entry }
        guard let entry = old[address] else { return nil }
        keep(address, entry)
        return entry
    }

    /// What is known of an address, without more.
    func peek(_ address: IPAddress) -> Entry? { young[address] ?? old[address] }

    /// Keeps what is known of an address in the place of what was.
    mutating func keep(_ address: IPAddress, _ entry: Entry) {
        if young.count >= capacity / 2, young[address] == nil { (old, young) = (young, [:]) }
        young[address] = entry
    }
}

extension GeoMemory.Entry {
    /// Reads what the database has.
    init(_ stored: GeoCacheEntry) {
        let network = stored.network.flatMap { UInt32(exactly: $0) }.map {
            GeoNetwork(number: $0, name: stored.networkName)
        }
        self.init(
            place: GeoPlace(country: stored.country.flatMap { CountryCode($0) }, network: network),
            lookedUpAt: stored.lookedUpAt, lastSeen: stored.lastSeen)
    }

    /// As the database keeps it.
    func stored(_ address: IPAddress, from service: GeoService) -> GeoCacheEntry {
        GeoCacheEntry(
            address: address.sortable, country: place.country?.description,
            network: place.network.map { Int64($0.number) }, networkName: place.network?.name ?? "",
            source: service.rawValue, lookedUpAt: lookedUpAt, lastSeen: lastSeen)
    }
}
