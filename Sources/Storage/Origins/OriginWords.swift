/// The numbers by which events refer to their origins; each is looked up once, and entered where it is new.
struct OriginWords {
    private let transaction: any Transaction
    private var known: [EventOrigin: OriginNumber] = [:]
    private var systems: [Int64: Int64] = [:]
    /// What was asked for last is likely to be asked for next.
    private var last: (origin: EventOrigin, number: OriginNumber)?

    init(_ transaction: any Transaction) {
        self.transaction = transaction
    }

    /// The number of an origin.
    mutating func number(of origin: EventOrigin) throws -> OriginNumber {
        if let last, last.origin == origin { return last.number }
        let number = try known[origin] ?? enter(origin)
        known[origin] = number
        last = (origin, number)
        return number
    }

    private mutating func enter(_ origin: EventOrigin) throws -> OriginNumber {
        let base = OriginNumber(
            country: origin.country.map { OriginNumber.country($0.code) } ?? 0, system: try system(of: origin))
        let arguments: [String: Value] = [
            "first": .integer(base.versions.lowerBound), "last": .integer(base.versions.upperBound),
            "name": .text(origin.network?.name ?? ""), "countrySource": .text(origin.country?.source.name ?? ""),
            "countryBuilt": .integer(origin.country?.source.builtAt ?? 0),
            "networkSource": .text(origin.network?.source.name ?? ""),
            "networkBuilt": .integer(origin.network?.source.builtAt ?? 0),
        ]
        if let found = try transaction.first(Self.find, arguments, { $0.integer(0) }) { return OriginNumber(found) }
        let newest = try transaction.first(Self.newest, arguments) { $0.integer(0) }
        let number = newest.map { min($0 + 1, base.versions.upperBound) } ?? base.versions.lowerBound
        var row = arguments
        row["number"] = .integer(number)
        row["system"] = .integer(base.system)
        (row["first"], row["last"]) = (nil, nil)
        try transaction.execute(Self.insertion, row)
        try transaction.execute(
            "INSERT INTO event_countries (country_number) VALUES (:country) ON CONFLICT (country_number) DO NOTHING",
            ["country": .integer(base.country)])
        return OriginNumber(number)
    }

    /// The number of an origin's network; 0 where it has none.
    private mutating func system(of origin: EventOrigin) throws -> Int64 {
        guard let asn = origin.network?.number else { return 0 }
        if let known = systems[asn] { return known }
        let arguments: [String: Value] = ["asn": .integer(asn)]
        let found = try transaction.first(
            "SELECT system_number FROM event_systems WHERE asn = :asn", arguments, { $0.integer(0) })
        let number = try found ?? transaction.first(Self.system, arguments) { $0.integer(0) } ?? 0
        systems[asn] = number < OriginNumber.mostSystems ? number : 0
        return systems[asn] ?? 0
    }

    private static let system = """
        INSERT INTO event_systems (system_number, asn) SELECT COALESCE(MAX(system_number), 0) + 1, :asn FROM event_systems
        RETURNING system_number
        """

    private static let find = """
        SELECT origin_number FROM event_origins WHERE origin_number >= :first AND origin_number <= :last
            AND network_name = :name AND country_source = :countrySource AND country_built = :countryBuilt
            AND network_source = :networkSource AND network_built = :networkBuilt
        ORDER BY origin_number DESC LIMIT 1
        """

    private static let newest = """
        SELECT origin_number FROM event_origins WHERE origin_number >= :first AND origin_number <= :last
        ORDER BY origin_number DESC LIMIT 1
        """

    /// What finds no number any more takes the last one over.
    private static let insertion = """
        INSERT INTO event_origins (origin_number, system_number, network_name, country_source, country_built,
            network_source, network_built)
        VALUES (:number, :system, :name, :countrySource, :countryBuilt, :networkSource, :networkBuilt)
        ON CONFLICT (origin_number) DO UPDATE SET network_name = excluded.network_name,
            country_source = excluded.country_source, country_built = excluded.country_built,
            network_source = excluded.network_source, network_built = excluded.network_built
        """
}
