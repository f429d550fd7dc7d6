/// One list of events, and the two ways to read it.
///
/// To *walk* is to follow the index by time in each series that is wanted, merged: its cost is the page's length, and
/// that of what was passed by because its id was not wanted. To *gather* is to take what has the wanted ids from the index
/// by id, bucket by bucket, the newest first: its cost is a step for each bucket and series, and the number of such events
/// in the buckets that were looked at. Ids are gathered; where the newest buckets hold many of them, they are soon found
/// by a walk.
struct EventSearch {
    let transaction: any Transaction
    let match: EventMatch
    let origin: OriginMatch
    /// What the lines hold that led to the ban; nil for any event.
    let lines: LineQuery?
    /// The numbers of the series that are wanted; nil for all.
    let series: [Int64]?
    /// Events of these series.
    let total: Int64
    /// The numbers of the series that ids are gathered from.
    let gathered: [Int64]
    /// The numbers of the jails that are wanted; nil for all.
    let jails: [Int64]?
    /// The first and the last moment that is wanted.
    let low: Int64
    let high: Int64

    let comparisons = LineComparisons()

    /// How far is walked for ids, in three goes.
    static let walkLimits = [300, 1200, 4000]

    init(transaction: any Transaction, query: EventQuery) throws {
        self.transaction = transaction
        match = try EventMatch(query.filter.match, networks: transaction.events.networks)
        origin = try OriginMatch(query.filter.origin, transaction)
        lines = query.filter.lines
        var wanted = try transaction.events.series(query.filter)
        jails =
            query.filter.jails.isEmpty && query.filter.host == nil
            ? nil : wanted.map { Array(Set($0.map(\.jailNumber))) }
        if lines != nil { wanted = try (wanted ?? transaction.events.series()).filter(\.hasLines) }
        // The largest first, because it is most likely to have the newest events.
        series = wanted.map(Self.numbers)
        gathered = try series ?? (match.isAny && origin.isAny ? [] : Self.numbers(transaction.events.series()))
        total = wanted?.reduce(0) { $0 + $1.total } ?? .max
        low = query.from?.milliseconds ?? .min
        high = (query.to?.milliseconds).map { $0 - 1 } ?? .max
    }

    private static func numbers(_ series: [StoredSeries]) -> [Int64] {
        series.filter { $0.total > 0 }.sorted { $0.total > $1.total }.map(\.number)
    }

    /// Whether every event of the wanted series is wanted.
    var isAny: Bool { match.isAny && origin.isAny }

    /// Whether there can be none.
    private var isEmpty: Bool {
        series?.isEmpty == true || low > high || (!origin.isAny && origin.ranges.isEmpty)
    }

    /// The first `limit` events after a place, the newest first.
    func places(after place: EventPlaceInList?, limit: Int) throws -> [EventPlaceInList] {
        guard !isEmpty else { return [] }
        if let lines { return try places(holding: lines, after: place, limit: limit) }
        guard !isAny else { return try walk(after: place, limit: limit) }
        guard !gathered.isEmpty else { return [] }
        let gathering = try EventGathering(search: self, after: place, limit: limit)
        let beginning = try gathering.beginning()
        if beginning == nil {
            for budget in Self.walkLimits {
                let found = try walk(after: place, budget: budget)
                if found.places.count >= limit || found.isAll { return Array(found.places.prefix(limit)) }
            }
        }
        return try gathering.places(beginning)
    }

    /// The newest events of the wanted series, whatever their ids.
    private func walk(after place: EventPlaceInList?, limit: Int) throws -> [EventPlaceInList] {
        var found: [EventPlaceInList] = []
        try walk(after: place, limit: limit, withKeys: false) { found.append(EventPlaceInList($0)) }
        return Array(found.sorted(by: >).prefix(limit))
    }

    /// Those of the newest `budget` events of the wanted series that match, and whether there are no others.
    func walk(
        after place: EventPlaceInList?, budget: Int
    ) throws -> (places: [EventPlaceInList], isAll: Bool) {
        // What lies behind the newest `budget` of one group of series may be newer than what another group gives.
        guard (series?.count ?? 0) <= EventStatement.most else { return ([], false) }
        var seen = 0
        var found: [EventPlaceInList] = []
        try walk(after: place, limit: budget, withKeys: true) { row in
            seen += 1
            if try accepts(row) { found.append(EventPlaceInList(row)) }
        }
        if let lines { found = try holding(lines, found) }
        return (found, seen < budget)
    }

    /// Gives the newest events of each group of series to `body`: id, moment and, where wanted, key and origin.
    func walk(
        after place: EventPlaceInList?, limit: Int, withKeys: Bool, _ body: (any Row) throws -> Void
    ) throws {
        for group in groups {
            let statement = EventStatement.walk(
                series: group.count, isFirst: place == nil, withKeys: withKeys, isMerged: transaction.mergesSortedParts)
            var arguments = statement.arguments(numbers: group)
            arguments["limit"] = .integer(Int64(limit))
            arguments["low"] = .integer(low)
            arguments["high"] = .integer(high)
            arguments["moment"] = place.map { .integer($0.moment) }
            arguments["id"] = place.map { .integer($0.id) }
            try transaction.forEach(statement.sql, arguments, body)
        }
    }

    /// The series in groups of one statement each; one empty group for all.
    private var groups: [ArraySlice<Int64>] {
        guard let series else { return [[]] }
        return stride(from: 0, to: series.count, by: EventStatement.most).map {
            series[$0..<min($0 + EventStatement.most, series.count)]
        }
    }

    /// Whether an event matches, of which a row gives id, moment, key and origin.
    func accepts(_ row: any Row) throws -> Bool {
        guard origin.accepts(row.optionalInteger(3)) else { return false }
        guard let key = row.optionalBytes(2) else { return match.isAny }
        return try match.accepts(key) { try transaction.events.text(of: row.integer(0)) }
    }

    /// How many events there are, counted up to `bound`.
    func count(bound: Int) throws -> EventTotal {
        guard !isEmpty else { return EventTotal(count: 0, isMore: false) }
        var count = 0
        if let lines {
            let found = try LineGathering(search: self, query: lines, after: nil, limit: bound + 1).count()
            guard found.isWhole else { return EventTotal(count: min(found.count, bound), isMore: true) }
            count = found.count
        } else if !isAny {
            guard !gathered.isEmpty else { return EventTotal(count: 0, isMore: false) }
            count = try EventGathering(search: self, after: nil, limit: bound + 1).count()
        } else if low == .min, high == .max {
            let total = series == nil ? try transaction.events.series().reduce(0) { $0 + $1.total } : total
            return EventTotal(count: Int(total), isMore: false)
        } else {
            for group in groups where count <= bound {
                let statement = EventStatement.count(series: group.count)
                var arguments = statement.arguments(numbers: group)
                arguments["limit"] = .integer(Int64(bound + 1))
                arguments["low"] = .integer(low)
                arguments["high"] = .integer(high)
                count += Int(try transaction.first(statement.sql, arguments) { $0.integer(0) } ?? 0)
            }
        }
        return EventTotal(count: min(count, bound), isMore: count > bound)
    }
}

/// Where an event stands in a list: by moment, those of the same by id.
struct EventPlaceInList: Hashable, Comparable {
    /// In UTC epoch milliseconds.
    let moment: Int64
    let id: Int64

    init(moment: Int64, id: Int64) {
        self.moment = moment
        self.id = id
    }

    /// Reads id and moment.
    init(_ row: any Row) {
        self.init(moment: row.integer(1), id: row.integer(0))
    }

    static func < (one: EventPlaceInList, other: EventPlaceInList) -> Bool {
        (one.moment, one.id) < (other.moment, other.id)
    }
}
