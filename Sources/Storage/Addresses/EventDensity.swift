/// How many failures of an id one jail had in one of equal parts of a time.
public struct EventDensity: Hashable, Sendable {
    /// The jail.
    public var jail: String
    /// Which part, counted from 0.
    public var part: Int
    /// How many, counted up to a bound.
    public var count: Int

    /// Takes each part as it is.
    public init(jail: String, part: Int, count: Int) {
        self.jail = jail
        self.part = part
        self.count = count
    }
}

extension Events {
    /// Failures of one part that are counted at most, of each bucket.
    public static let densityBound = 16

    /// When the failures of an id were: a time in so many equal parts, and how many fell into each, those with none left out.
    /// A part with more than 16 may tell fewer than it has.
    ///
    /// - Parameters:
    ///   - from: the beginning of the time, in UTC epoch seconds.
    ///   - to: its end, which is the last second in it.
    ///   - parts: 1 to 500.
    public func density(of id: String, from: Int64, to: Int64, parts: Int) throws -> [EventDensity] {
        guard from <= to else { return [] }
        let parts = Int64(min(max(parts, 1), 500))
        let (low, high) = (from.milliseconds, to.lastMillisecond)
        let rows = try transaction.rows(
            Self.densities,
            [
                "key": .bytes(EventKey(id).bytes), "low": .integer(low), "parts": .integer(parts),
                "width": .integer((high - low) / parts + 1), "bound": .integer(Int64(Self.densityBound)),
            ]
        ) { (jail: $0.text(0), part: Int($0.integer(1)), count: Int($0.integer(2))) }
        var sums: [String: [Int: Int]] = [:]
        for row in rows where row.count > 0 { sums[row.jail, default: [:]][row.part, default: 0] += row.count }
        return sums.flatMap { jail, parts in parts.map { EventDensity(jail: jail, part: $0.key, count: $0.value) } }
            .sorted { ($0.jail, $0.part) < ($1.jail, $1.part) }
    }

    static let densities = """
        WITH RECURSIVE p (part, low) AS (
            SELECT CAST(0 AS BIGINT), CAST(:low AS BIGINT)
            UNION ALL
            SELECT p.part + 1, p.low + :width FROM p WHERE p.part + 1 < :parts
        )
        SELECT j.jail, p.part, (SELECT COUNT(*) FROM (
            SELECT 1 AS one FROM events e WHERE e.bucket = b.bucket AND e.series_number = s.series_number
                AND e.ban_key = :key AND e.at_ms >= p.low AND e.at_ms < p.low + :width LIMIT :bound) c)
        FROM p CROSS JOIN event_buckets b CROSS JOIN event_series s
            JOIN event_jails j ON j.jail_number = s.jail_number
        WHERE b.last_ms >= p.low AND b.first_ms < p.low + :width AND s.kind IN (1, 2) AND s.event_total > 0
        """
}
