internal import Synchronization

/// The statements of lists of events. Each takes many numbers or keys; their count is rounded up to a power of two, so
/// that few different statements are compiled, and surplus ones are bound to what no row has.
struct EventStatement {
    let sql: String
    /// The parameters that take numbers of series, or ids.
    let numbers: [String]
    /// The parameters that take numbers of buckets.
    var buckets: [String] = []
    /// The parameters that take keys.
    var keys: [String] = []

    /// More than this are asked for in several statements.
    static let most = 64

    /// The newest events of some series between two moments, from the beginning or after a place; without series, of
    /// all.
    ///
    /// After a place there are two parts for each series: SQLite enters an index neither at a pair of key and row number
    /// nor at an `OR`.
    ///
    /// - Parameter isMerged: whether the database takes the first rows from each part's index.
    static func walk(series: Int, isFirst: Bool, withKeys: Bool, isMerged: Bool = true) -> EventStatement {
        made("walk \(roundedUp(series)) \(isFirst) \(withKeys) \(isMerged)") {
            let names = names("n", roundedUp(series))
            let places =
                isFirst
                ? ["at_ms >= :low AND at_ms <= :high"]
                : ["at_ms = :moment AND event_id < :id", "at_ms >= :low AND at_ms < :moment"]
            // Where keys are fetched too, PostgreSQL would take the estimates of pairs for a reason to read the whole table.
            let isPaired = !isMerged && !withKeys && !names.isEmpty
            let cut = " ORDER BY at_ms DESC, event_id DESC LIMIT :limit"
            let terms =
                names.isEmpty ? places : names.flatMap { Self.places(of: $0, isFirst: isFirst, isPaired: isPaired) }
            let inner = isPaired ? " ORDER BY series_number DESC, at_ms DESC, event_id DESC LIMIT :limit" : cut
            let merged =
                terms.map { "SELECT event_id, at_ms FROM events WHERE \($0)" }
                .map { isMerged ? $0 : "SELECT * FROM (\($0)\(inner)) t" }
                .joined(separator: " UNION ALL ") + cut
            guard withKeys else { return EventStatement(sql: merged, numbers: names) }
            let sql = """
                SELECT w.event_id, w.at_ms, e.ban_key, e.origin_number FROM (\(merged)) w JOIN events e ON e.event_id = w.event_id
                ORDER BY w.at_ms DESC, w.event_id DESC
                """
            return EventStatement(sql: sql, numbers: names)
        }
    }

    /// Where the events of one series lie. PostgreSQL would look for the newest of a large one in the index by time, and pass
    /// over all that others have since: pairs that are compared as one lie in the index by series alone.
    private static func places(of name: String, isFirst: Bool, isPaired: Bool) -> [String] {
        let pair = "(series_number, at_ms)"
        let from = isPaired ? "\(pair) >= (:\(name), :low)" : "series_number = :\(name) AND at_ms >= :low"
        let to = { (sign: String, moment: String) in
            isPaired ? "\(pair) \(sign) (:\(name), :\(moment))" : "at_ms \(sign) :\(moment)"
        }
        return isFirst
            ? ["\(from) AND \(to("<=", "high"))"]
            : [
                "series_number = :\(name) AND at_ms = :moment AND event_id < :id",
                "\(from) AND \(to("<", "moment"))",
            ]
    }

    /// What the events are found by, beside bucket and series.
    enum Path: Hashable {
        /// So many keys.
        case keys(Int)
        /// A range of keys.
        case range
        /// A range of numbers of origins.
        case origins

        var condition: String {
            switch self {
            case .keys(let count): "ban_key IN (\(EventStatement.list(EventStatement.names("k", count))))"
            case .range: "ban_key >= :first AND ban_key <= :last"
            case .origins: "origin_number >= :firstOrigin AND origin_number <= :lastOrigin"
            }
        }
    }

    /// The events of some buckets and series that lie on a path: one step in the index for each bucket, series and key or range,
    /// and what is found.
    ///
    /// `+ 0` keeps the indexes by time from being taken in place of the one by key, and so do four series at least.
    ///
    /// - Parameters:
    ///   - condition: what is compared of each event that was found; empty for nothing.
    ///   - isSorted: the newest `:limit`, rather than any.
    ///   - isMerged: whether the database keeps to that index where any rows will do; PostgreSQL would read the table from
    ///     its beginning in the hope of finding enough soon.
    static func gather(
        buckets: Int, series: Int, path: Path, condition: String = "", isSorted: Bool, isMerged: Bool = true
    ) -> EventStatement {
        let series = max(series, 4)
        var path = path
        var keys: [String] = []
        if case .keys(let count) = path {
            path = .keys(roundedUp(count))
            keys = names("k", roundedUp(count))
        }
        let name = "gather \(roundedUp(buckets)) \(roundedUp(series)) \(path) \(condition) \(isSorted) \(isMerged)"
        return made(name) {
            let numbers = names("n", roundedUp(series))
            let buckets = names("b", roundedUp(buckets))
            let sql = """
                SELECT event_id, at_ms, \(path == .origins ? "NULL" : "ban_key") FROM events
                WHERE bucket IN (\(list(buckets))) AND series_number IN (\(list(numbers)))
                    AND \(path.condition)\(condition.isEmpty ? "" : " AND \(condition)")
                    AND at_ms + 0 >= :low AND at_ms + 0 <= :moment AND (at_ms + 0 < :moment OR event_id + 0 < :id)
                """
            let cut =
                isSorted
                ? "\(sql) ORDER BY at_ms DESC, event_id DESC LIMIT :limit"
                : isMerged ? "\(sql) LIMIT :limit" : "WITH f AS MATERIALIZED (\(sql)) SELECT * FROM f LIMIT :limit"
            return EventStatement(sql: cut, numbers: numbers, buckets: buckets, keys: keys)
        }
    }

    /// The events of some series between two moments, among those that hold some words.
    ///
    /// - Parameter isSorted: the newest `:limit`, rather than all.
    static func holding(series: Int, isSorted: Bool, form: LineIndexForm) -> EventStatement {
        made("holding \(roundedUp(series)) \(isSorted) \(form)") {
            let names = names("n", roundedUp(series))
            let sql = """
                WITH w AS MATERIALIZED (\(form.ids)) SELECT e.event_id, e.at_ms, e.ban_key, e.origin_number FROM \(form.join)
                WHERE e.event_id = w.id AND e.series_number IN (\(list(names))) AND e.at_ms >= :low
                    AND e.at_ms <= :moment AND (e.at_ms < :moment OR e.event_id < :id)
                """
            let cut = isSorted ? " ORDER BY e.at_ms DESC, e.event_id DESC LIMIT :limit" : ""
            return EventStatement(sql: sql + cut, numbers: names)
        }
    }

    /// How many events of some buckets and series each key of a span has, and between which moments, from `:most` events of
    /// them; what the index by key holds is enough.
    static func tally(buckets: Int, series: Int) -> EventStatement {
        let series = max(series, 4)
        return made("tally \(roundedUp(buckets)) \(roundedUp(series))") {
            let numbers = names("n", roundedUp(series))
            let buckets = names("b", roundedUp(buckets))
            let sql = """
                WITH f AS MATERIALIZED (
                    SELECT series_number, ban_key, at_ms FROM events WHERE bucket IN (\(list(buckets)))
                        AND series_number IN (\(list(numbers))) AND ban_key >= :first AND ban_key < :end
                ), g AS (SELECT * FROM f LIMIT :most)
                SELECT series_number, ban_key, COUNT(*), MIN(at_ms), MAX(at_ms) FROM g GROUP BY series_number, ban_key
                """
            return EventStatement(sql: sql, numbers: numbers, buckets: buckets)
        }
    }

    /// How many events of some series a key has in each of equal parts of a time, `:bound` of each bucket at most.
    static func densities(series: Int) -> EventStatement {
        made("densities \(roundedUp(series))") {
            let names = names("n", roundedUp(series))
            let sql = """
                WITH RECURSIVE p (part, low) AS (
                    SELECT CAST(0 AS BIGINT), CAST(:low AS BIGINT)
                    UNION ALL
                    SELECT p.part + 1, p.low + :width FROM p WHERE p.part + 1 < :parts
                )
                SELECT j.jail, p.part, (SELECT COUNT(*) FROM (
                    SELECT 1 AS one FROM events e WHERE e.bucket = b.bucket AND e.series_number = s.series_number
                        AND e.ban_key = :key AND e.at_ms >= p.low AND e.at_ms < p.low + :width LIMIT :bound) c)
                FROM p CROSS JOIN event_buckets b CROSS JOIN event_series s
                    JOIN event_jails j ON j.jail_number = s.jail_number
                WHERE b.last_ms >= p.low AND b.first_ms < p.low + :width AND s.series_number IN (\(list(names)))
                """
            return EventStatement(sql: sql, numbers: names)
        }
    }

    /// The events of the given ids, the newest first.
    static func fetch(ids: Int, isByID: Bool) -> EventStatement {
        made("fetch \(roundedUp(ids)) \(isByID)") {
            let names = names("n", roundedUp(ids))
            let sql = """
                SELECT \(EventColumns.list) FROM events e \(EventColumns.joins) WHERE e.event_id IN (\(list(names)))
                ORDER BY \(isByID ? "e.event_id" : "e.at_ms DESC, e.event_id DESC")
                """
            return EventStatement(sql: sql, numbers: names)
        }
    }

    /// Key, moment and series of the events of the given ids.
    static func sights(ids: Int) -> EventStatement {
        made("sights \(roundedUp(ids))") {
            let names = names("n", roundedUp(ids))
            let sql = "SELECT event_id, ban_key, at_ms, series_number FROM events WHERE event_id IN (\(list(names)))"
            return EventStatement(sql: sql, numbers: names)
        }
    }

    /// The lines of the events of the given ids, in order.
    static func lines(ids: Int) -> EventStatement {
        made("lines \(roundedUp(ids))") {
            let names = names("n", roundedUp(ids))
            let sql = """
                SELECT event_id, line FROM event_lines WHERE event_id IN (\(list(names)))
                ORDER BY event_id, line_number
                """
            return EventStatement(sql: sql, numbers: names)
        }
    }

    /// The numbers of the jails of the events of the given ids.
    static func jails(ids: Int) -> EventStatement {
        made("jails \(roundedUp(ids))") {
            let names = names("n", roundedUp(ids))
            let sql = """
                SELECT e.event_id, s.jail_number FROM events e
                JOIN event_series s ON s.series_number = e.series_number WHERE e.event_id IN (\(list(names)))
                """
            return EventStatement(sql: sql, numbers: names)
        }
    }

    /// What is known of some addresses, by their keys.
    static func sightings(keys: Int) -> EventStatement {
        made("sightings \(roundedUp(keys))") {
            let names = names("k", roundedUp(keys))
            let sql = "SELECT ban_key, first_ms, last_day FROM event_addresses WHERE ban_key IN (\(list(names)))"
            return EventStatement(sql: sql, numbers: [], keys: names)
        }
    }

    /// How many events of some series lie between two moments, up to a bound; without series, of all.
    static func count(series: Int) -> EventStatement {
        made("count \(roundedUp(series))") {
            let names = names("n", roundedUp(series))
            let parts = names.isEmpty ? [""] : names.map { "series_number = :\($0) AND " }
            let terms = parts.map { "SELECT 1 AS one FROM events WHERE \($0)at_ms >= :low AND at_ms <= :high" }
            let sql = "SELECT COUNT(*) FROM (\(terms.joined(separator: " UNION ALL ")) LIMIT :limit) c"
            return EventStatement(sql: sql, numbers: names)
        }
    }

    /// What binds the numbers and keys.
    func arguments(
        numbers: some Collection<Int64>, buckets: some Collection<Int64> = [], keys: some Collection<[UInt8]> = []
    ) -> [String: Value] {
        var arguments: [String: Value] = [:]
        for name in self.numbers { arguments[name] = .integer(-1) }
        // What is asked for twice in a list is looked up once.
        for name in self.buckets { arguments[name] = .integer(buckets.first ?? -1) }
        for name in self.keys { arguments[name] = .bytes(keys.first ?? []) }
        for (name, number) in zip(self.numbers, numbers) { arguments[name] = .integer(number) }
        for (name, number) in zip(self.buckets, buckets) { arguments[name] = .integer(number) }
        for (name, key) in zip(self.keys, keys) { arguments[name] = .bytes(key) }
        return arguments
    }

    private static func names(_ letter: String, _ count: Int) -> [String] { (0..<count).map { "\(letter)\($0)" } }

    private static func list(_ names: [String]) -> String { names.map { ":\($0)" }.joined(separator: ", ") }

    private static func roundedUp(_ count: Int) -> Int {
        guard count > 0 else { return 0 }
        var rounded = 1
        while rounded < count { rounded *= 2 }
        return rounded
    }

    private static let known = Mutex<[String: EventStatement]>([:])

    private static func made(_ name: String, _ make: () -> EventStatement) -> EventStatement {
        known.withLock { known in
            if let statement = known[name] { return statement }
            let statement = make()
            known[name] = statement
            return statement
        }
    }
}
