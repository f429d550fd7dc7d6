/// Which bans a list wants, said in SQL: by their ids and by where they are.
struct BanMatch {
    /// A condition on a row of `bans`, or a statement with one, and what it binds.
    struct Clause {
        var sql: String
        var arguments: [String: Value] = [:]
    }

    /// One of the conditions of which no two hold for the same row.
    private struct Part {
        /// The condition, which an index of its own serves.
        var clause: Clause
        /// The same as it is compared with what the index of places holds; nil where few rows match, which are looked at themselves.
        var compared: Clause?
    }

    /// Ranges of places that are each looked up.
    private static let mostRanges = 16

    let isAny: Bool
    /// Whether only what is somewhere is wanted.
    let isPlaced: Bool
    /// A condition that no index serves, for a walk along another index; nil for all rows.
    let filter: Clause?
    /// Conditions that an index serves and of which no two hold for the same row.
    private let conditions: [Clause]

    /// - Parameter origin: where they are to be.
    init(_ match: BanQuery.Match, _ origin: OriginMatch? = nil) {
        switch match {
        case .any:
            self.init(
                isAny: true, filter: nil, parts: [Part(clause: Clause(sql: "TRUE"), compared: Clause(sql: "TRUE"))],
                origin)
        case .prefix(""):
            self.init(.any, origin)
        case .prefix(let prefix):
            self.init(prefix: prefix, origin)
        case .range(let first, let last):
            let range: [String: Value] = ["first": .bytes(first), "last": .bytes(last)]
            self.init(
                filter: Clause(sql: "first_address <= :last AND last_address >= :first", arguments: range),
                parts: [
                    Part(
                        clause: Clause(sql: "address_key >= :first AND address_key <= :last", arguments: range),
                        // Said so that it does not lead to the index of addresses.
                        compared: Clause(sql: "NOT (address_key < :first OR address_key > :last)", arguments: range)),
                    Part(
                        clause: Clause(
                            sql: "first_address <> last_address AND first_address < :first AND last_address >= :first",
                            arguments: range)),
                ], origin)
        case .text(let id):
            let condition = Clause(sql: "ban_id = :id", arguments: ["id": .text(id)])
            self.init(filter: condition, parts: [Part(clause: condition)], origin)
        }
    }

    private init(prefix: String, _ origin: OriginMatch?) {
        var condition = Clause(sql: "ban_id >= :from", arguments: ["from": .text(prefix)])
        if let end = Self.successor(of: prefix) {
            condition.sql += " AND ban_id < :end"
            condition.arguments["end"] = .text(end)
        }
        let compared = Clause(
            sql: "substr(ban_id, 1, length(:prefix)) = :prefix", arguments: ["prefix": .text(prefix)])
        self.init(filter: compared, parts: [Part(clause: condition, compared: compared)], origin)
    }

    /// Beside a place, its index finds the rows, and holds what else is compared; only few ids are looked up first.
    private init(isAny: Bool = false, filter: Clause?, parts: [Part], _ origin: OriginMatch?) {
        guard let origin, !origin.isAny else {
            (self.isAny, isPlaced, self.filter, conditions) = (isAny, false, filter, parts.map(\.clause))
            return
        }
        let isThere = Clause(sql: origin.condition.sql, arguments: origin.condition.arguments)
        (self.isAny, isPlaced, self.filter) = (false, true, filter?.and(isThere) ?? isThere)
        // A network of very many countries: all that is placed, read once.
        let places =
            origin.ranges.count <= Self.mostRanges
            ? origin.ranges.map { Clause($0) } : [Clause(0...Int64.max).and(isThere)]
        conditions = parts.flatMap { part in
            guard let compared = part.compared else { return [part.clause.and(isThere)] }
            return places.map { $0.and(compared) }
        }
    }

    /// Statements that together give number and key of every match in the jail `:jail`.
    func gathering(_ column: String) -> [Clause] {
        conditions.map { $0.selecting("ban_number, \(column)") }
    }

    /// Statements that together give number and key of the first `:limit` matches in the jail `:jail`, or of those after a place.
    /// They are sorted by what no index is in the order of, so that the index of the match is taken and not that of the order.
    func picking(_ order: BanOrder, isFirst: Bool) -> [Clause] {
        let (key, direction, comparison) = (order.unindexed, order.direction, order.comparison)
        let after =
            isFirst ? "" : " AND (\(key) \(comparison) :key OR (\(key) = :key AND ban_number \(comparison) :number))"
        return gathering(order.column).map { clause in
            var clause = clause
            clause.sql += "\(after) ORDER BY \(key) \(direction), ban_number \(direction) LIMIT :limit"
            return clause
        }
    }

    /// Statements whose numbers together are the matches in the jail `:jail`.
    var counting: [Clause] { conditions.map { $0.selecting("COUNT(*)") } }

    /// The jails that have any match, with their numbers of matches.
    func counted(_ jails: [BanJail], _ transaction: any Transaction) throws -> [BanJail] {
        guard !isAny else { return jails }
        return try jails.compactMap { jail in
            var jail = jail
            jail.total = 0
            for statement in counting {
                let arguments = statement.arguments(of: jail)
                jail.total += Int(try transaction.first(statement.sql, arguments) { $0.integer(0) } ?? 0)
            }
            return jail.total > 0 ? jail : nil
        }
    }

    /// The first text after every text that begins so, by bytes; nil where there is none.
    static func successor(of prefix: String) -> String? {
        var scalars = Array(prefix.unicodeScalars)
        while let last = scalars.popLast() {
            // The surrogates U+D800…U+DFFF are no scalars.
            let next = last.value == 0xD7FF ? 0xE000 : last.value + 1
            guard let scalar = Unicode.Scalar(next) else { continue }
            scalars.append(scalar)
            return String(String.UnicodeScalarView(scalars))
        }
        return nil
    }
}

extension BanMatch.Clause {
    /// Rows whose place is in a range of `OriginNumber`.
    fileprivate init(_ origins: ClosedRange<Int64>) {
        self.init(
            sql: "origin_number >= :placeFirst AND origin_number <= :placeLast",
            arguments: ["placeFirst": .integer(origins.lowerBound), "placeLast": .integer(origins.upperBound)])
    }

    fileprivate func and(_ other: Self) -> Self {
        Self(sql: "\(sql) AND \(other.sql)", arguments: arguments.merging(other.arguments) { one, _ in one })
    }

    fileprivate func selecting(_ columns: String) -> Self {
        Self(sql: "SELECT \(columns) FROM bans WHERE jail_number = :jail AND \(sql)", arguments: arguments)
    }

    /// What it binds to look into one jail.
    func arguments(of jail: BanJail) -> [String: Value] {
        arguments.merging(["jail": .integer(jail.number)]) { one, _ in one }
    }
}
