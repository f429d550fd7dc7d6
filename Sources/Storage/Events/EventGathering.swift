/// Events taken from the index by id, bucket by bucket, those that reach up to the newest moments first.
struct EventGathering {
    let search: EventSearch
    private let place: EventPlaceInList
    private let limit: Int
    private let buckets: [Bucket]

    private struct Bucket {
        let number: Int64
        let last: Int64
    }

    init(search: EventSearch, after place: EventPlaceInList?, limit: Int) throws {
        self.search = search
        self.limit = limit
        self.place = place ?? EventPlaceInList(moment: search.high, id: .max)
        buckets = try search.transaction.rows(
            """
            SELECT bucket, last_ms FROM event_buckets WHERE last_ms >= :low AND first_ms <= :moment
            ORDER BY last_ms DESC
            """, ["low": .integer(search.low), "moment": .integer(self.place.moment)]
        ) { Bucket(number: $0.integer(0), last: $0.integer(1)) }
    }

    /// The first `limit` of all, the newest first.
    func places() throws -> [EventPlaceInList] {
        var found: [EventPlaceInList] = []
        var rest = buckets[...]
        var size = 1
        while let next = rest.first {
            if found.count >= limit, found[limit - 1].moment > next.last { break }
            for place in try places(rest.prefix(size)) { found.append(place) }
            found = Array(found.sorted(by: >).prefix(limit))
            rest = rest.dropFirst(size)
            size = min(size * 2, EventStatement.most)
        }
        return found
    }

    /// How many there are, counted up to `limit`.
    func count() throws -> Int {
        var count = 0
        var rest = buckets[...]
        while !rest.isEmpty, count < limit {
            count += try places(rest.prefix(EventStatement.most / 8)).count
            rest = rest.dropFirst(EventStatement.most / 8)
        }
        return count
    }

    private func places(_ buckets: ArraySlice<Bucket>) throws -> [EventPlaceInList] {
        var found: [EventPlaceInList] = []
        for start in stride(from: 0, to: search.match.keys.count, by: EventStatement.most) {
            let end = min(start + EventStatement.most, search.match.keys.count)
            try gather(buckets, keys: search.match.keys[start..<end], range: nil) { found.append($0) }
        }
        for range in search.match.ranges {
            try gather(buckets, keys: [], range: range) { found.append($0) }
        }
        return found
    }

    private func gather(
        _ buckets: ArraySlice<Bucket>, keys: ArraySlice<[UInt8]>, range: KeyRange?,
        _ body: (EventPlaceInList) -> Void
    ) throws {
        let isExact = range?.isExact ?? true
        let series = search.series ?? []
        let statement = EventStatement.gather(
            buckets: buckets.count, series: series.count, keys: keys.count, isExact: isExact)
        var arguments = statement.arguments(numbers: series, buckets: buckets.map(\.number), keys: keys)
        arguments["first"] = .optional(range?.first)
        arguments["last"] = .optional(range?.last)
        arguments["low"] = .integer(search.low)
        arguments["moment"] = .integer(place.moment)
        arguments["id"] = .integer(place.id)
        arguments["limit"] = .integer(Int64(limit))
        try search.transaction.forEach(statement.sql, arguments) { row in
            guard try isExact || search.accepts(row) else { return }
            body(EventPlaceInList(row))
        }
    }
}
