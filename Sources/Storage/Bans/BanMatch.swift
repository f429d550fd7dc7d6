/// Which ids a list wants, said in SQL.
struct BanMatch {
    let isAny: Bool
    /// What `filter` and `gathering` bind.
    let arguments: [String: Value]
    /// A condition on a row of `bans` that no index serves, for a walk along another index; nil for all rows.
    let filter: String?
    /// Conditions that an index serves and of which no two hold for the same row.
    private let conditions: [String]

    init(_ match: BanQuery.Match) {
        switch match {
        case .any:
            self.init(isAny: true, arguments: [:], filter: nil, conditions: ["TRUE"])
        case .prefix(""):
            self.init(.any)
        case .prefix(let prefix):
            self.init(prefix: prefix)
        case .range(let first, let last):
            self.init(
                arguments: ["first": .bytes(first), "last": .bytes(last)],
                filter: "first_address <= :last AND last_address >= :first",
                conditions: [
                    "address_key >= :first AND address_key <= :last",
                    "first_address <> last_address AND first_address < :first AND last_address >= :first",
                ])
        case .text(let id):
            self.init(arguments: ["id": .text(id)], filter: "ban_id = :id", conditions: ["ban_id = :id"])
        }
    }

    private init(prefix: String) {
        var arguments: [String: Value] = ["from": .text(prefix)]
        var condition = "ban_id >= :from"
        if let end = Self.successor(of: prefix) {
            arguments["end"] = .text(end)
            condition += " AND ban_id < :end"
        }
        arguments["prefix"] = .text(prefix)
        self.init(arguments: arguments, filter: "substr(ban_id, 1, length(:prefix)) = :prefix", conditions: [condition])
    }

    private init(isAny: Bool = false, arguments: [String: Value], filter: String?, conditions: [String]) {
        self.isAny = isAny
        self.arguments = arguments
        self.filter = filter
        self.conditions = conditions
    }

    /// Statements that together give number and key of every match in the jail `:jail`.
    func gathering(_ column: String) -> [String] {
        conditions.map { "SELECT ban_number, \(column) FROM bans WHERE jail_number = :jail AND \($0)" }
    }

    /// Statements whose numbers together are the matches in the jail `:jail`.
    var counting: [String] {
        conditions.map { "SELECT COUNT(*) FROM bans WHERE jail_number = :jail AND \($0)" }
    }

    /// The jails that have any match, with their numbers of matches.
    func counted(_ jails: [BanJail], _ transaction: any Transaction) throws -> [BanJail] {
        guard !isAny else { return jails }
        return try jails.compactMap { jail in
            var jail = jail
            jail.total = 0
            for sql in counting {
                var arguments = arguments
                arguments["jail"] = .integer(jail.number)
                jail.total += Int(try transaction.first(sql, arguments) { $0.integer(0) } ?? 0)
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
