/// Events taken from the index of words, bucket by bucket, those that reach up to the newest moments first.
struct LineGathering {
    private let search: EventSearch
    private let query: LineQuery
    private let place: EventPlaceInList
    private let limit: Int
    private let buckets: EventBuckets

    private typealias Bucket = EventBuckets.Bucket

    /// So many that hold the words are taken at once; of two buckets with more, a walk soon finds a page.
    static let many = 2048
    /// More jails than this are told apart by the events alone.
    static let mostJails = 16

    init(search: EventSearch, query: LineQuery, after place: EventPlaceInList?, limit: Int) throws {
        self.search = search
        self.query = query
        self.limit = limit
        self.place = place ?? EventPlaceInList(moment: search.high, id: .max)
        buckets = try EventBuckets(search, upTo: self.place.moment)
    }

    /// The wanted events of the newest two buckets, of which one may have just begun; nil where many hold the words.
    func beginning() throws -> [EventPlaceInList]? {
        let some = buckets.beginning
        return try isMany(some) ? nil : places(some)
    }

    /// The first `limit` of all, the newest first.
    ///
    /// - Parameter beginning: what `beginning` gave.
    func places(_ beginning: [EventPlaceInList]?) throws -> [EventPlaceInList] {
        try buckets.places(
            limit, beginning: beginning, narrow: narrowed, few: { try isMany($0) ? nil : places($0) }, newest: newest)
    }

    /// How many there are, counted up to `limit`, and whether all could be compared that may be.
    func count() throws -> (count: Int, isWhole: Bool) {
        var count = 0
        for bucket in buckets.all.indices where count < limit {
            let some = buckets.all[bucket...bucket]
            guard isExact else {
                do {
                    count += try places(some).count
                } catch is LineSearchTooBroad {
                    return (count, false)
                }
                continue
            }
            let (statement, arguments) = question(some, isSorted: true, limit: limit - count)
            let sql = "SELECT COUNT(*) FROM (\(statement.sql)) c"
            count += Int(try search.transaction.first(sql, arguments) { $0.integer(0) } ?? 0)
        }
        return (count, true)
    }

    /// Those of some buckets that have the longest of several words, where these are few: a database makes a list of what has the
    /// beginning of each word before it compares them.
    private func narrowed(_ buckets: ArraySlice<Bucket>) throws -> ArraySlice<Bucket> {
        let form = search.transaction.lineIndexForm
        guard buckets.count > 1, let words = form.narrowing(query, buckets: buckets.map(\.number)) else {
            return buckets
        }
        let ids = try search.transaction.rows(
            form.ids, ["words": .text(words), "most": .integer(Int64(Self.many))]
        ) { $0.integer(0) }
        guard ids.count < Self.many else { return buckets }
        let numbers = Set(ids.map { $0 / Events.bucketSize })
        return buckets.filter { numbers.contains($0.number) }[...]
    }

    /// Whether the database alone tells which events are wanted.
    private var isExact: Bool { query.isExact && search.isAny }

    private func isMany(_ buckets: ArraySlice<Bucket>) throws -> Bool {
        guard !buckets.isEmpty else { return false }
        let sql = "SELECT COUNT(*) FROM (\(search.transaction.lineIndexForm.ids)) c"
        let words = words(buckets)
        let count = try search.transaction.first(
            sql, ["words": words, "most": .integer(Int64(Self.many))]
        ) { $0.integer(0) }
        return count ?? 0 >= Self.many
    }

    /// The wanted events of some buckets, in no order.
    private func places(_ buckets: ArraySlice<Bucket>) throws -> [EventPlaceInList] {
        guard !buckets.isEmpty else { return [] }
        let found = try ask(buckets, isSorted: false, limit: .max)
        return query.isExact ? found : try search.holding(query, found)
    }

    /// The newest wanted events of some buckets, `limit` at most.
    private func newest(_ buckets: ArraySlice<Bucket>) throws -> [EventPlaceInList] {
        let found = try ask(buckets, isSorted: true, limit: isExact ? limit : .max)
        guard !query.isExact else { return found }
        var held: [EventPlaceInList] = []
        for start in stride(from: 0, to: found.count, by: EventStatement.most) where held.count < limit {
            held += try search.holding(query, found[start..<min(start + EventStatement.most, found.count)])
        }
        return held
    }

    /// Those that hold the words, and whose id matches.
    private func ask(_ buckets: ArraySlice<Bucket>, isSorted: Bool, limit: Int) throws -> [EventPlaceInList] {
        let (statement, arguments) = question(buckets, isSorted: isSorted, limit: limit)
        var found: [EventPlaceInList] = []
        try search.transaction.forEach(statement.sql, arguments) { row in
            if try search.accepts(row) { found.append(EventPlaceInList(row)) }
        }
        return found
    }

    private func question(
        _ buckets: ArraySlice<Bucket>, isSorted: Bool, limit: Int
    ) -> (statement: EventStatement, arguments: [String: Value]) {
        let statement = EventStatement.holding(
            series: search.gathered.count, isSorted: isSorted, form: search.transaction.lineIndexForm)
        var arguments = statement.arguments(numbers: search.gathered)
        arguments["words"] = words(buckets)
        arguments["most"] = .integer(.max)
        arguments["low"] = .integer(search.low)
        arguments["moment"] = .integer(place.moment)
        arguments["id"] = .integer(place.id)
        if isSorted { arguments["limit"] = .integer(Int64(limit)) }
        return (statement, arguments)
    }

    private func words(_ buckets: ArraySlice<Bucket>) -> Value {
        let jails = search.jails.flatMap { $0.count > Self.mostJails ? nil : $0 }
        return .text(search.transaction.lineIndexForm.question(query, buckets: buckets.map(\.number), jails: jails))
    }
}
