/// How many events of each series there were before some day, removed ones included.
public struct EventTotals: Sendable {
    /// The first day that is not counted.
    let day: Int64
    let counts: [Int64: Int64]
}

extension Events {
    /// What was counted before the day of a moment (UTC epoch seconds): one sum of a day for each series and day, so not to be
    /// asked for by each request.
    public func totals(before moment: Int64) throws -> EventTotals {
        let day = moment.milliseconds.flooredStretch(of: 86_400)
        let counts = try transaction.rows(
            """
            SELECT series_number, CAST(SUM(event_count) AS BIGINT) FROM event_sums
            WHERE width = 86400 AND series_number > 0 AND number < :day GROUP BY series_number
            """, ["day": .integer(day)]
        ) { ($0.integer(0), $0.integer(1)) }
        return EventTotals(day: day, counts: Dictionary(counts) { $1 })
    }

    /// How many events of each kind each jail ever had, with the days that `past` has counted already. What was removed for its age is
    /// counted still; the stretch of each count is 0.
    public func totals(beginning past: EventTotals) throws -> [EventCount] {
        var counts = past.counts
        try transaction.forEach(
            """
            SELECT s.series_number, CAST(SUM(h.event_count) AS BIGINT) FROM event_series s
            JOIN event_sums h ON h.width = 86400 AND h.series_number = s.series_number AND h.number >= :day
            GROUP BY s.series_number
            """, ["day": .integer(past.day)]
        ) { counts[$0.integer(0), default: 0] += $0.integer(1) }
        var sums: [EventCount] = []
        var places: [String: Int] = [:]
        for series in try series() {
            guard let count = counts[series.number], let kind = EventKind(rawValue: series.kind) else { continue }
            let key = "\(series.jailNumber) \(series.kind)"
            if let place = places[key] {
                sums[place].count += count
            } else {
                places[key] = sums.count
                sums.append(EventCount(stretch: 0, host: series.host, jail: series.jail, kind: kind, count: count))
            }
        }
        return sums
    }
}
