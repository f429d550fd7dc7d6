internal import Synchronization

/// The statement of a page, with the names of the parameters that take numbers of jails or of rows.
///
/// Their count is rounded up, so that few different statements are compiled; surplus ones are bound to 0, which no row
/// has.
struct BanStatement {
    let sql: String
    let jailNames: [String]

    /// The rows from the beginning, or after a place, merged from the index of each jail.
    ///
    /// After a place, each jail gives two parts: the rows with the same key and a later number, and those with a later
    /// key. SQLite enters an index at neither a pair of key and row number nor at an `OR`, and would go through all
    /// rows with the same key.
    ///
    /// - Parameter isMerged: whether the database takes the first rows from each part's index.
    static func walk(
        order: BanOrder, filter: String?, jails: Int, isFirst: Bool, isMerged: Bool = true
    ) -> BanStatement {
        made("walk \(order.column) \(order.direction) \(filter ?? "") \(roundedUp(jails)) \(isFirst) \(isMerged)") {
            let names = names(roundedUp(jails))
            let terms = terms(names, order, filter.map { " AND \($0)" } ?? "", isFirst: isFirst, isMerged: isMerged)
            let sql = """
                SELECT \(BanColumn.placed), p.sort_key, b.ban_number
                FROM (\(merged(terms, order))) p JOIN bans b ON b.ban_number = p.ban_number \(BanColumn.placedJoins)
                ORDER BY p.sort_key \(order.direction), b.ban_number \(order.direction)
                """
            return BanStatement(sql: sql, jailNames: names)
        }
    }

    /// Number and key of those rows that match, in order, among the next `:limit` of any.
    static func skim(order: BanOrder, filter: String, jails: Int, isFirst: Bool, isMerged: Bool) -> BanStatement {
        made("skim \(order.column) \(order.direction) \(filter) \(roundedUp(jails)) \(isFirst) \(isMerged)") {
            let names = names(roundedUp(jails))
            let terms = terms(names, order, "", isFirst: isFirst, isMerged: isMerged)
            let sql = """
                SELECT b.ban_number, p.sort_key FROM (\(merged(terms, order))) p
                JOIN bans b ON b.ban_number = p.ban_number WHERE \(filter)
                ORDER BY p.sort_key \(order.direction), b.ban_number \(order.direction)
                """
            return BanStatement(sql: sql, jailNames: names)
        }
    }

    /// What the index of each jail gives from the beginning, or after a place.
    private static func terms(
        _ names: [String], _ order: BanOrder, _ filter: String, isFirst: Bool, isMerged: Bool
    ) -> [String] {
        let after = [
            " AND \(order.column) = :key AND ban_number \(order.comparison) :number",
            " AND \(order.column) \(order.comparison) :key",
        ]
        let cut = " ORDER BY \(order.column) \(order.direction), ban_number \(order.direction) LIMIT :limit"
        return names.flatMap { name in
            (isFirst ? [""] : after).map { place in
                let term = """
                    SELECT ban_number, \(order.column) AS sort_key FROM bans \
                    WHERE jail_number = :\(name)\(place)\(filter)
                    """
                return isMerged ? term : "SELECT * FROM (\(term)\(cut)) t"
            }
        }
    }

    /// The rows of the given numbers, in order.
    static func fetch(order: BanOrder, rows: Int) -> BanStatement {
        made("fetch \(order.column) \(order.direction) \(roundedUp(rows))") {
            let names = names(roundedUp(rows))
            let sql = """
                SELECT \(BanColumn.placed), b.\(order.column), b.ban_number FROM bans b \(BanColumn.placedJoins)
                WHERE b.ban_number IN (\(names.map { ":\($0)" }.joined(separator: ", ")))
                ORDER BY b.\(order.column) \(order.direction), b.ban_number \(order.direction)
                """
            return BanStatement(sql: sql, jailNames: names)
        }
    }

    /// The first `:limit` of all terms. SQLite merges at most 500 in one statement and one within the other, so more
    /// than 64 are merged in groups.
    private static func merged(_ terms: [String], _ order: BanOrder) -> String {
        let groupSize = 64
        let end = "ORDER BY sort_key \(order.direction), ban_number \(order.direction) LIMIT :limit"
        guard terms.count > groupSize else { return terms.joined(separator: " UNION ALL ") + " " + end }
        let groups = stride(from: 0, to: terms.count, by: groupSize).map { start in
            let group = terms[start..<min(start + groupSize, terms.count)]
            return "SELECT ban_number, sort_key FROM (\(group.joined(separator: " UNION ALL ")) \(end)) g"
        }
        return merged(groups, order)
    }

    private static func names(_ count: Int) -> [String] { (0..<count).map { "n\($0)" } }

    /// The next power of two: at most 2 times what is needed.
    private static func roundedUp(_ count: Int) -> Int {
        var rounded = 1
        while rounded < count { rounded *= 2 }
        return rounded
    }

    private static let known = Mutex<[String: BanStatement]>([:])

    private static func made(_ name: String, _ make: () -> BanStatement) -> BanStatement {
        known.withLock { known in
            if let statement = known[name] { return statement }
            let statement = make()
            known[name] = statement
            return statement
        }
    }
}
