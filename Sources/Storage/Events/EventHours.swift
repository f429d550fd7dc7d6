extension Events {
    /// How many events each hour had of each kind, by hour; hours without any are not among them. Events that were
    /// removed for their age are counted still.
    ///
    /// - Parameters:
    ///   - from: of the hour of this second and later ones, in UTC epoch seconds.
    ///   - to: of hours that begin before this second.
    ///   - filter: which events; its ids are not looked at.
    public func hours(from: Int64, to: Int64, filter: EventFilter = EventFilter()) throws -> [EventHour] {
        guard from < to else { return [] }
        let wanted = try series(filter).map { Set($0.map(\.number)) }
        let kinds = Dictionary(uniqueKeysWithValues: try series().map { ($0.number, EventKind(rawValue: $0.kind)) })
        var sums: [Int64: [EventKind: Int64]] = [:]
        try transaction.forEach(
            Self.hoursBetween,
            [
                "from": .integer(from.milliseconds.flooredHour),
                "to": .integer((to - 1).milliseconds.flooredHour + 1),
            ]
        ) { row in
            let series = row.integer(1)
            guard wanted?.contains(series) ?? true, let kind = kinds[series] ?? nil else { return }
            sums[row.integer(0), default: [:]][kind, default: 0] += row.integer(2)
        }
        return sums.sorted { $0.key < $1.key }.flatMap { hour, kinds in
            kinds.filter { $0.value > 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
                .map { EventHour(at: hour * 3600, kind: $0.key, count: $0.value) }
        }
    }

    static let hoursBetween = """
        SELECT h.number, h.series_number, h.event_count FROM event_series s
            CROSS JOIN event_sums h
        WHERE h.width = 3600 AND h.series_number = s.series_number AND h.number >= :from AND h.number < :to
        """
}
