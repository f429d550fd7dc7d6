/// What came from networks in a stretch of time, which may be summed up part by part.
public struct NetworkSums: Sendable {
    private var sums: [Int64: (attempts: Int64, bans: Int64)] = [:]

    /// Of nothing.
    public init() {}

    /// Adds what came in another part of the stretch.
    public mutating func add(_ other: NetworkSums) {
        for (system, sum) in other.sums { add(sum.attempts, sum.bans, of: system) }
    }

    fileprivate mutating func add(_ attempts: Int64, _ bans: Int64, of system: Int64) {
        let known = sums[system] ?? (0, 0)
        sums[system] = (known.attempts + attempts, known.bans + bans)
    }

    /// Those with the most attempts, and then bans: `limit`, and all that have as many as the last of them.
    fileprivate func first(_ limit: Int) -> [(system: Int64, attempts: Int64, bans: Int64)] {
        let sorted = sums.map { (system: $0.key, attempts: $0.value.attempts, bans: $0.value.bans) }
            .sorted { ($0.attempts, $0.bans) > ($1.attempts, $1.bans) }
        guard limit > 0, sorted.count > limit else { return limit > 0 ? sorted : [] }
        let last = sorted[limit - 1]
        return Array(sorted.prefix { ($0.attempts, $0.bans) >= (last.attempts, last.bans) })
    }
}

extension Events {
    /// What came from each network in a stretch of time (UTC epoch seconds), as far as the events of one bucket tell.
    ///
    /// It looks at each of them, which takes some hundredths of a second.
    public func networkSums(in stretch: Range<Int64>, bucket: Int64) throws -> NetworkSums {
        var sums = NetworkSums()
        try transaction.forEach(Self.sumsOfNetworks, Self.part(of: stretch, bucket)) {
            sums.add($0.integer(1), $0.integer(2), of: $0.integer(0))
        }
        return sums
    }

    /// The networks with the most attempts, by their names; of as many those with more bans, and then those with lower numbers.
    public func topNetworks(_ sums: NetworkSums, limit: Int) throws -> [NetworkCount] {
        let first = sums.first(limit)
        var counts: [NetworkCount] = []
        try transaction.forEachOfMany(Self.networkOfSystem, ["system"], values: first.map { .integer($0.system) }) {
            counts.append(
                NetworkCount(
                    number: $1.integer(0), name: $1.text(1), attempts: first[$0].attempts, bans: first[$0].bans))
        }
        return Array(
            counts.sorted { ($1.attempts, $1.bans, $0.number) < ($0.attempts, $0.bans, $1.number) }.prefix(limit))
    }

    /// The sign before the moment keeps the index by series and moment from being taken, which knows no origins.
    static let sumsOfNetworks = """
        SELECT (e.origin_number / \(OriginNumber.mostVersions)) % \(OriginNumber.mostSystems) AS system,
            CAST(SUM(CASE WHEN s.kind = 3 THEN 0 ELSE 1 END) AS BIGINT),
            CAST(SUM(CASE WHEN s.kind = 3 THEN 1 ELSE 0 END) AS BIGINT)
        FROM event_series s CROSS JOIN events e
        WHERE s.kind IN (1, 2, 3) AND e.bucket = :bucket AND e.series_number = s.series_number
            AND e.origin_number IS NOT NULL AND +e.at_ms >= :low AND +e.at_ms < :high
        GROUP BY (e.origin_number / \(OriginNumber.mostVersions)) % \(OriginNumber.mostSystems)
        """

    private static let networkOfSystem = """
        SELECT y.asn, COALESCE((SELECT o.network_name FROM event_origins o WHERE o.system_number = y.system_number
            ORDER BY o.network_built DESC, o.origin_number DESC LIMIT 1), '')
        FROM event_systems y WHERE y.system_number = :system
        """
}
