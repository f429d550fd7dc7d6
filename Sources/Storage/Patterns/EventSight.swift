/// An address as one event shows it.
public struct EventSight: Hashable, Sendable {
    /// The id, in fail2ban's text form.
    public var id: String
    /// When, in UTC epoch milliseconds.
    public var moment: Int64
    /// The jail.
    public var jail: String
    /// What.
    public var kind: EventKind
}

extension Events {
    /// The newest events of a host's jails of some kinds, as far as they have an id, the newest first.
    ///
    /// - Parameters:
    ///   - from: not before this second, in UTC epoch seconds.
    ///   - limit: how many are looked at, so that a flood costs no more.
    public func sights(host: String, kinds: Set<EventKind>, from: Int64, limit: Int) throws -> [EventSight] {
        let filter = EventFilter(host: host, kinds: kinds)
        let series = Dictionary(
            try (series(filter) ?? series()).map { ($0.number, $0) }, uniquingKeysWith: { one, _ in one })
        let search = try EventSearch(transaction: transaction, query: EventQuery(filter: filter, from: from))
        var places: [EventPlaceInList] = []
        try search.walk(after: nil, limit: limit, withKeys: false) { places.append(EventPlaceInList($0)) }
        places = Array(places.sorted(by: >).prefix(limit))
        var sights: [Int64: EventSight] = [:]
        for start in stride(from: 0, to: places.count, by: 512) {
            let ids = places[start..<min(start + 512, places.count)].map(\.id)
            let statement = EventStatement.sights(ids: ids.count)
            try transaction.forEach(statement.sql, statement.arguments(numbers: ids)) { row in
                guard let key = row.optionalBytes(1), let series = series[row.integer(3)],
                    let kind = EventKind(rawValue: series.kind), !series.jail.isEmpty
                else { return }
                sights[row.integer(0)] = EventSight(
                    id: EventKey.text(of: key), moment: row.integer(2), jail: series.jail, kind: kind)
            }
        }
        return places.compactMap { sights[$0.id] }
    }
}
