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
    ///   - jails: where it is looked for; nil for all.
    public func density(
        of id: String, from: Int64, to: Int64, parts: Int, jails: [String]? = nil
    ) throws -> [EventDensity] {
        let series = try (series(EventFilter(jails: jails ?? [], kinds: [.found, .attempt])) ?? []).filter {
            $0.total > 0
        }
        guard from <= to, jails?.isEmpty != true, !series.isEmpty else { return [] }
        let parts = Int64(min(max(parts, 1), 500))
        let (low, high) = (from.milliseconds, to.lastMillisecond)
        let statement = EventStatement.densities(series: series.count)
        let arguments = statement.arguments(numbers: series.map(\.number)).merging([
            "key": .bytes(EventKey(id).bytes), "low": .integer(low), "parts": .integer(parts),
            "width": .integer((high - low) / parts + 1), "bound": .integer(Int64(Self.densityBound)),
        ]) { $1 }
        let rows = try transaction.rows(statement.sql, arguments) {
            (jail: $0.text(0), part: Int($0.integer(1)), count: Int($0.integer(2)))
        }
        var sums: [String: [Int: Int]] = [:]
        for row in rows where row.count > 0 { sums[row.jail, default: [:]][row.part, default: 0] += row.count }
        return sums.flatMap { jail, parts in parts.map { EventDensity(jail: jail, part: $0.key, count: $0.value) } }
            .sorted { ($0.jail, $0.part) < ($1.jail, $1.part) }
    }
}
