/// Many addresses that lie together and came in the same stretch of time.
public struct EventCampaign: Hashable, Sendable {
    /// The first address of the range as 16 bytes that sort: a /24 of IPv4, a /64 of IPv6.
    public var first: [UInt8]
    /// The last one, likewise.
    public var last: [UInt8]
    /// How many of its addresses were seen.
    public var addresses: Int64
    /// Failures found and failures told by command.
    public var attempts: Int64
    /// Bans.
    public var bans: Int64
    /// The first event, in UTC epoch seconds.
    public var firstAt: Int64
    /// The last event, likewise.
    public var lastAt: Int64
}

/// A network that many addresses came from in the same stretch of time.
public struct NetworkCampaign: Hashable, Sendable {
    /// The number of the autonomous system.
    public var number: Int64
    /// Its name as it was known last: others' text; empty where there is none.
    public var name: String
    /// How many of its addresses were seen.
    public var addresses: Int64
    /// Failures found and failures told by command.
    public var attempts: Int64
    /// Bans.
    public var bans: Int64
    /// The first event, in UTC epoch seconds.
    public var firstAt: Int64
    /// The last event, likewise.
    public var lastAt: Int64
}

extension Events {
    /// Ranges of which several addresses were seen in a stretch of time (UTC epoch seconds), those with the most first.
    ///
    /// It looks at each event of the stretch: not to be asked for by each request.
    ///
    /// - Parameter least: addresses of a range, at least.
    public func campaigns(in stretch: Range<Int64>, least: Int, limit: Int) throws -> [EventCampaign] {
        try transaction.rows(Self.ranges, Self.arguments(stretch, least, limit)) { row in
            let (first, last) = Self.bounds(of: row.bytes(0))
            return EventCampaign(
                first: first, last: last, addresses: row.integer(1), attempts: row.integer(2), bans: row.integer(3),
                firstAt: row.integer(4).flooredSecond, lastAt: row.integer(5).flooredSecond)
        }
    }

    /// Networks of which several addresses were seen in a stretch of time (UTC epoch seconds), those with the most first.
    ///
    /// It looks at each event of the stretch: not to be asked for by each request.
    ///
    /// - Parameter least: addresses of a network, at least.
    public func networkCampaigns(in stretch: Range<Int64>, least: Int, limit: Int) throws -> [NetworkCampaign] {
        try transaction.rows(Self.campaignNetworks, Self.arguments(stretch, least, limit)) { row in
            NetworkCampaign(
                number: row.integer(0), name: row.text(1), addresses: row.integer(2), attempts: row.integer(3),
                bans: row.integer(4), firstAt: row.integer(5).flooredSecond, lastAt: row.integer(6).flooredSecond)
        }
    }

    private static func arguments(_ stretch: Range<Int64>, _ least: Int, _ limit: Int) -> [String: Value] {
        [
            "low": .integer(stretch.lowerBound.milliseconds), "high": .integer(stretch.upperBound.milliseconds),
            "least": .integer(Int64(least)), "limit": .integer(Int64(limit)), "v4": .bytes([EventKey.v4]),
            "v6": .bytes([EventKey.v6]),
        ]
    }

    /// What lies between the lowest and the highest address that begin with the same bytes of a key.
    private static func bounds(of prefix: [UInt8]) -> (first: [UInt8], last: [UInt8]) {
        let isV4 = prefix.first == EventKey.v4
        let head = (isV4 ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] : []) + prefix.dropFirst()
        let missing = max(0, 16 - head.count)
        return (
            head + [UInt8](repeating: 0, count: missing), head + [UInt8](repeating: 0xff, count: missing)
        )
    }

    /// A key of a single address is 5 bytes of IPv4 or 17 of IPv6; what it shares with its /24 or /64 are the first 4 or 9.
    private static let prefix =
        "CASE WHEN length(e.ban_key) = 5 THEN substr(e.ban_key, 1, 4) ELSE substr(e.ban_key, 1, 9) END"

    private static let sums = """
        COUNT(DISTINCT e.ban_key) AS addresses,
            CAST(SUM(CASE WHEN s.kind = 3 THEN 0 ELSE 1 END) AS BIGINT) AS attempts,
            CAST(SUM(CASE WHEN s.kind = 3 THEN 1 ELSE 0 END) AS BIGINT) AS bans, MIN(e.at_ms) AS first, MAX(e.at_ms) AS last
        """

    private static let wanted = """
        s.kind IN (1, 2, 3) AND e.series_number = s.series_number AND e.at_ms >= :low AND e.at_ms < :high
        """

    static let ranges = """
        SELECT \(prefix) AS prefix, \(sums) FROM event_series s CROSS JOIN events e
        WHERE \(wanted) AND e.ban_key IS NOT NULL AND length(e.ban_key) IN (5, 17)
            AND substr(e.ban_key, 1, 1) IN (:v4, :v6)
        GROUP BY \(prefix) HAVING COUNT(DISTINCT e.ban_key) >= :least
        ORDER BY addresses DESC, last DESC LIMIT :limit
        """

    static let campaignNetworks = """
        SELECT y.asn, COALESCE((SELECT o.network_name FROM event_origins o WHERE o.system_number = t.system
                ORDER BY o.network_built DESC, o.origin_number DESC LIMIT 1), ''),
            t.addresses, t.attempts, t.bans, t.first, t.last
        FROM (SELECT (e.origin_number / \(OriginNumber.mostVersions)) % \(OriginNumber.mostSystems) AS system, \(sums)
            FROM event_series s CROSS JOIN events e
            WHERE \(wanted) AND e.ban_key IS NOT NULL AND e.origin_number IS NOT NULL
            GROUP BY (e.origin_number / \(OriginNumber.mostVersions)) % \(OriginNumber.mostSystems)
            HAVING COUNT(DISTINCT e.ban_key) >= :least) t
        JOIN event_systems y ON y.system_number = t.system
        ORDER BY t.addresses DESC, t.last DESC LIMIT :limit
        """
}
