/// How a start of the daemon put bans back, as its own lines tell.
public struct Restoration: Hashable, Sendable {
    /// How many it put back.
    public var bans: Int
    /// When it put back the first and the last, in UTC epoch milliseconds.
    public var first, last: Int64

    /// Takes each part as it is.
    public init(bans: Int, first: Int64, last: Int64) {
        self.bans = bans
        self.first = first
        self.last = last
    }
}

extension Events {
    /// How long a start may take that is looked at, in milliseconds.
    private static let longestStart: Int64 = 3 * 3_600_000
    /// Seconds without a ban after which what follows is of another start, such as that of one jail.
    private static let pause: Int64 = 30

    /// How the bans of a host came back after a moment (UTC epoch seconds) at which its daemon started; nil where none did.
    public func restoration(host: String, since moment: Int64) throws -> Restoration? {
        var seconds: [Int64: (bans: Int, first: Int64, last: Int64)] = [:]
        for series in try series(EventFilter(host: host, kinds: [.restore])) ?? [] {
            try transaction.forEach(
                """
                SELECT at_ms / 1000, COUNT(*), MIN(at_ms), MAX(at_ms) FROM events
                WHERE series_number = :series AND at_ms >= :from AND at_ms < :to GROUP BY at_ms / 1000
                """,
                [
                    "series": .integer(series.number), "from": .integer(moment.milliseconds),
                    "to": .integer(moment.milliseconds + Self.longestStart),
                ]
            ) { row in
                let before = seconds[row.integer(0)]
                seconds[row.integer(0)] = (
                    (before?.bans ?? 0) + Int(row.integer(1)), min(before?.first ?? .max, row.integer(2)),
                    max(before?.last ?? .min, row.integer(3))
                )
            }
        }
        var found: Restoration?
        for (second, told) in seconds.sorted(by: { $0.key < $1.key }) {
            guard let before = found else {
                found = Restoration(bans: told.bans, first: told.first, last: told.last)
                continue
            }
            guard second - before.last / 1000 <= Self.pause else { break }
            found = Restoration(bans: before.bans + told.bans, first: before.first, last: told.last)
        }
        return found
    }
}
