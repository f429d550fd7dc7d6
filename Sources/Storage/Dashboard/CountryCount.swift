/// What came from a country in a stretch of time.
public struct CountryCount: Hashable, Sendable {
    /// The country's code, two capital letters; nil for addresses of which none is known.
    public var country: String?
    /// Failures found and failures told by command.
    public var attempts: Int64
    /// Bans.
    public var bans: Int64

    /// Takes each part as it is.
    public init(country: String?, attempts: Int64, bans: Int64) {
        self.country = country
        self.attempts = attempts
        self.bans = bans
    }
}

/// What came from a network in a stretch of time.
public struct NetworkCount: Hashable, Sendable {
    /// The number of the autonomous system.
    public var number: Int64
    /// Its name as it was known last: others' text; empty where there is none.
    public var name: String
    /// Failures found and failures told by command.
    public var attempts: Int64
    /// Bans.
    public var bans: Int64

    /// Takes each part as it is.
    public init(number: Int64, name: String, attempts: Int64, bans: Int64) {
        self.number = number
        self.name = name
        self.attempts = attempts
        self.bans = bans
    }
}

extension Events {
    /// What came from each country in a stretch of time (UTC epoch seconds), those with the most attempts first. Events without
    /// an origin are not counted; those that were removed for their age are counted still, as far as whole quarters of an hour
    /// tell of them.
    public func countries(in stretch: Range<Int64>) throws -> [CountryCount] {
        let countries = try transaction.rows("SELECT country_number FROM event_countries") { $0.integer(0) }
        var counts: [Int64: CountryCount] = [:]
        func add(_ country: Int64, isBan: Bool, _ count: Int64) {
            guard count != 0 else { return }
            var sum = counts[country] ?? CountryCount(country: OriginNumber.code(country), attempts: 0, bans: 0)
            if isBan { sum.bans += count } else { sum.attempts += count }
            counts[country] = sum
        }
        let series = countries.flatMap { country in
            [false, true].map { EventSums.series(ofCountry: country, isBan: $0) }
        }
        try forEachSum(
            [stretch], of: series,
            edge: { piece in
                try transaction.forEach(
                    Self.edgeOfCountries, ["low": .integer(piece.low), "high": .integer(piece.high)]
                ) { add($0.integer(0), isBan: $0.flag(1), $0.integer(2)) }
            }
        ) { series, count in
            let (country, isBan) = EventSums.country(ofSeries: series)
            add(country, isBan: isBan, count)
        }
        return counts.values.sorted {
            ($1.attempts, $1.bans, $0.country ?? "") < ($0.attempts, $0.bans, $1.country ?? "")
        }
    }

    static let edgeOfCountries = """
        SELECT e.origin_number / \(Int64(1) << 32), CASE WHEN s.kind = 3 THEN 1 ELSE 0 END AS ban, COUNT(*)
        FROM event_series s CROSS JOIN events e
        WHERE s.kind IN (1, 2, 3) AND e.series_number = s.series_number AND e.at_ms >= :low AND e.at_ms < :high
            AND e.origin_number IS NOT NULL
        GROUP BY e.origin_number / \(Int64(1) << 32), CASE WHEN s.kind = 3 THEN 1 ELSE 0 END
        """
}
