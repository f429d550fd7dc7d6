/// An address that was banned more than once.
public struct RepeatOffender: Hashable, Sendable {
    /// The id, in fail2ban's text form.
    public var id: String
    /// Its bans.
    public var bans: Int64
    /// In how many jails.
    public var jails: Int64
    /// The first of these bans, in UTC epoch seconds.
    public var firstAt: Int64
    /// The last of them, likewise.
    public var lastAt: Int64
}

extension Events {
    /// Addresses with two bans at least in a stretch of time (UTC epoch seconds), those with the most first.
    ///
    /// It looks at each ban of the stretch: not to be asked for by each request.
    public func repeatOffenders(in stretch: Range<Int64>, limit: Int) throws -> [RepeatOffender] {
        try transaction.rows(
            Self.repeated,
            [
                "low": .integer(stretch.lowerBound.milliseconds), "high": .integer(stretch.upperBound.milliseconds),
                "limit": .integer(Int64(limit)),
            ]
        ) { row in
            RepeatOffender(
                id: EventKey.text(of: row.bytes(0)), bans: row.integer(1), jails: row.integer(2),
                firstAt: row.integer(3).flooredSecond, lastAt: row.integer(4).flooredSecond)
        }
    }

    static let repeated = """
        SELECT e.ban_key, COUNT(*) AS bans, COUNT(DISTINCT s.jail_number), MIN(e.at_ms), MAX(e.at_ms) AS last
        FROM event_series s CROSS JOIN events e
        WHERE s.kind = 3 AND e.series_number = s.series_number AND e.at_ms >= :low AND e.at_ms < :high
            AND e.ban_key IS NOT NULL
        GROUP BY e.ban_key HAVING COUNT(*) > 1 ORDER BY bans DESC, last DESC, e.ban_key LIMIT :limit
        """
}
