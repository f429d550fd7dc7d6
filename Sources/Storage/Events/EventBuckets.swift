extension Events {
    /// The numbers of the buckets that may hold events of a stretch of time (UTC epoch seconds), in order: what takes a look at
    /// each event of a long stretch is asked for bucket by bucket, of which each has 65,536 at most.
    public func buckets(in stretch: Range<Int64>) throws -> [Int64] {
        try transaction.rows(
            "SELECT bucket FROM event_buckets WHERE last_ms >= :low AND first_ms < :high ORDER BY bucket",
            ["low": .integer(stretch.lowerBound.milliseconds), "high": .integer(stretch.upperBound.milliseconds)]
        ) { $0.integer(0) }
    }

    /// What tells a statement which part of a stretch of time it is asked for: the events of one bucket.
    static func part(of stretch: Range<Int64>, _ bucket: Int64) -> [String: Value] {
        [
            "low": .integer(stretch.lowerBound.milliseconds), "high": .integer(stretch.upperBound.milliseconds),
            "bucket": .integer(bucket),
        ]
    }
}

/// Buckets of events, those that reach up to the newest moments first.
struct EventBuckets {
    /// One of them.
    struct Bucket {
        let number: Int64
        /// The last moment that lies in it, in milliseconds.
        let last: Int64
    }

    let all: [Bucket]

    /// Those that have a part in the stretch of a search, up to a moment in milliseconds.
    init(_ search: EventSearch, upTo moment: Int64) throws {
        all = try search.transaction.rows(
            """
            SELECT bucket, last_ms FROM event_buckets WHERE last_ms >= :low AND first_ms <= :moment
            ORDER BY last_ms DESC
            """, ["low": .integer(search.low), "moment": .integer(moment)]
        ) { Bucket(number: $0.integer(0), last: $0.integer(1)) }
    }

    /// The newest two, of which one may have just begun.
    var beginning: ArraySlice<Bucket> { all.prefix(2) }

    /// The first `limit` events of all, the newest first.
    ///
    /// - Parameters:
    ///   - beginning: those of the newest two buckets; nil where these are many.
    ///   - narrow: leaves buckets out that have none.
    ///   - few: those of some buckets, in no order; nil where they are many.
    ///   - newest: the newest of one bucket, `limit` at most.
    func places(
        _ limit: Int, beginning: [EventPlaceInList]?,
        narrow: (ArraySlice<Bucket>) throws -> ArraySlice<Bucket> = { $0 },
        few: (ArraySlice<Bucket>) throws -> [EventPlaceInList]?,
        newest: (ArraySlice<Bucket>) throws -> [EventPlaceInList]
    ) rethrows -> [EventPlaceInList] {
        var found = Array((beginning ?? []).sorted(by: >).prefix(limit))
        var rest = beginning == nil ? all[...] : all.dropFirst(2)
        var size = beginning == nil ? 1 : 4
        while let next = rest.first {
            if found.count >= limit, found[limit - 1].moment > next.last { break }
            let some = try narrow(rest.prefix(size))
            if let places = try few(some) {
                found += places
            } else if some.count == 1 {
                found += try newest(some)
            } else {
                size = 1
                continue
            }
            found = Array(found.sorted(by: >).prefix(limit))
            rest = rest.dropFirst(size)
            size = min(size * 2, EventStatement.most)
        }
        return found
    }
}
