/// Events taken from the index by id, bucket by bucket, those that reach up to the newest moments first.
struct EventGathering {
    let search: EventSearch
    private let place: EventPlaceInList
    private let limit: Int
    private let buckets: EventBuckets

    private typealias Bucket = EventBuckets.Bucket

    /// So many events are taken as they lie in the index, and sorted here; where there are more, the database picks the
    /// newest of each bucket. Of a bucket that has so many of its 65,536, a walk finds a page soon.
    static let many = 2048

    init(search: EventSearch, after place: EventPlaceInList?, limit: Int) throws {
        self.search = search
        self.limit = limit
        self.place = place ?? EventPlaceInList(moment: search.high, id: .max)
        buckets = try EventBuckets(search, upTo: self.place.moment)
    }

    /// The wanted events of the newest two buckets, of which one may have just begun; nil where these are many.
    func beginning() throws -> [EventPlaceInList]? {
        let some = buckets.beginning
        // Where a walk takes over, nothing was read but this number.
        for part in parts where !some.isEmpty {
            if try count(some, part, most: Self.many) >= Self.many { return nil }
        }
        return try places(some, most: Self.many)
    }

    /// How many events of some buckets lie where a part of the match looks, counted up to `most`.
    private func count(_ buckets: ArraySlice<Bucket>, _ part: Part, most: Int) throws -> Int {
        let (statement, arguments) = question(buckets, part, isSorted: false, limit: most)
        let sql = "SELECT COUNT(*) FROM (\(statement.sql)) c"
        return Int(try search.transaction.first(sql, arguments) { $0.integer(0) } ?? 0)
    }

    /// The first `limit` of all, the newest first.
    ///
    /// - Parameter beginning: what `beginning` gave.
    func places(_ beginning: [EventPlaceInList]?) throws -> [EventPlaceInList] {
        try buckets.places(limit, beginning: beginning, few: { try places($0, most: Self.many) }, newest: newest)
    }

    /// How many there are, counted up to `limit`.
    func count() throws -> Int {
        var count = 0
        for start in stride(from: 0, to: buckets.all.count, by: EventStatement.most / 8) where count < limit {
            let some = buckets.all[start..<min(start + EventStatement.most / 8, buckets.all.count)]
            if let places = try places(some, most: limit) {
                count += places.count
            } else if parts.allSatisfy(\.isExact), search.lines == nil {
                return limit
            } else {
                count += try newest(some).count
            }
        }
        return count
    }

    /// The events of some buckets in no order; nil where `most` of one part of the match were read, so that there may be
    /// more.
    private func places(_ buckets: ArraySlice<Bucket>, most: Int) throws -> [EventPlaceInList]? {
        guard !buckets.isEmpty else { return [] }
        var found: [EventPlaceInList] = []
        for part in parts {
            let rows = try gather(buckets, part, isSorted: false, limit: most)
            if rows.count >= most { return nil }
            found += try accepted(rows, part)
        }
        return found
    }

    /// The newest events of some buckets, `limit` of each part of the match at most.
    private func newest(_ buckets: ArraySlice<Bucket>) throws -> [EventPlaceInList] {
        var found: [EventPlaceInList] = []
        for part in parts {
            // Where texts are compared, the newest that lie in the range may not match.
            let rows = try gather(
                buckets, part, isSorted: true, limit: part.isExact && search.lines == nil ? limit : .max)
            found += try accepted(rows, part)
        }
        return found
    }

    /// What one statement asks for.
    private enum Part {
        case keys(ArraySlice<[UInt8]>)
        case range(KeyRange)
        case origins(ClosedRange<Int64>)

        var isExact: Bool {
            switch self {
            case .keys: true
            case .range(let range): range.isExact
            case .origins: true
            }
        }
    }

    private var parts: [Part] {
        guard !search.match.isAny else { return search.origin.ranges.map { .origins($0) } }
        let keys = search.match.keys
        return stride(from: 0, to: keys.count, by: EventStatement.most).map {
            .keys(keys[$0..<min($0 + EventStatement.most, keys.count)])
        } + search.match.ranges.map { .range($0) }
    }

    /// An event that lies where the match looks.
    private struct Candidate {
        let place: EventPlaceInList
        /// Where its text is to be compared.
        let key: [UInt8]?
    }

    private func accepted(_ candidates: [Candidate], _ part: Part) throws -> [EventPlaceInList] {
        let places = try candidates.filter { candidate in
            guard let key = candidate.key else { return part.isExact }
            return try search.match.accepts(key) { try search.transaction.events.text(of: candidate.place.id) }
        }.map(\.place)
        return if let lines = search.lines { try search.holding(lines, places) } else { places }
    }

    private func gather(
        _ buckets: ArraySlice<Bucket>, _ part: Part, isSorted: Bool, limit: Int
    ) throws -> [Candidate] {
        let (statement, arguments) = question(buckets, part, isSorted: isSorted, limit: limit)
        return try search.transaction.rows(statement.sql, arguments) { row in
            Candidate(place: EventPlaceInList(row), key: part.isExact ? nil : row.optionalBytes(2))
        }
    }

    private func question(
        _ buckets: ArraySlice<Bucket>, _ part: Part, isSorted: Bool, limit: Int
    ) -> (statement: EventStatement, arguments: [String: Value]) {
        var keys: ArraySlice<[UInt8]> = []
        let path: EventStatement.Path
        switch part {
        case .keys(let some): (keys, path) = (some, .keys(some.count))
        case .range: path = .range
        case .origins: path = .origins
        }
        let isCompared = !search.origin.isAny && path != .origins
        let statement = EventStatement.gather(
            buckets: buckets.count, series: search.gathered.count, path: path,
            condition: isCompared ? search.origin.condition.sql : "", isSorted: isSorted,
            isMerged: search.transaction.mergesSortedParts)
        var arguments = statement.arguments(
            numbers: search.gathered, buckets: buckets.map(\.number), keys: keys)
        switch part {
        case .keys: break
        case .range(let range):
            arguments["first"] = .bytes(range.first)
            arguments["last"] = .bytes(range.last)
        case .origins(let range):
            arguments["firstOrigin"] = .integer(range.lowerBound)
            arguments["lastOrigin"] = .integer(range.upperBound)
        }
        if isCompared { arguments.merge(search.origin.condition.arguments) { one, _ in one } }
        arguments["low"] = .integer(search.low)
        arguments["moment"] = .integer(place.moment)
        arguments["id"] = .integer(place.id)
        arguments["limit"] = .integer(Int64(limit))
        return (statement, arguments)
    }
}
