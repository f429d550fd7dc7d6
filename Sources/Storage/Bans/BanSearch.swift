/// One list of bans: the jails it draws from, how many bans it has, and the way to read them.
///
/// Two ways lead to a page. To *walk* is to follow the index of the order in each jail, merged, and to leave out what
/// does not match: its cost is the page's length where most match. To *gather* is to take everything that matches by
/// the index of ids or addresses and to sort it: its cost is the number of matches. Few matches are gathered, many are
/// walked to. What is somewhere is *picked*: its index holds all that is compared and sorted by, so that the database finds the
/// first of many without a look at the rows, wherever in the order they lie. Where every few bans are there, the page is
/// *skimmed* from those that are next in the order.
struct BanSearch {
    let transaction: any Transaction
    let sort: BanQuery.Sort
    let order: BanOrder
    let match: BanMatch
    /// The jails that have any match, with their numbers of matches, by jail and host.
    let jails: [BanJail]
    /// How many bans the list has.
    let total: Int
    /// How many bans the jails have, wherever they are.
    private let all: Int

    /// More matches than this are walked to.
    static let gatherLimit = 10_000
    /// Where one ban in so many is at the place, the next are looked at first: so many for each row of the page.
    static let skimmed = 8

    init(transaction: any Transaction, query: BanQuery) throws {
        self.transaction = transaction
        sort = query.sort
        order = BanOrder(query.sort)
        match = BanMatch(query.match, try OriginMatch(query.origin, transaction))
        let named = try transaction.bans.jails(host: query.host, named: query.jails)
        jails = try match.counted(named, transaction)
        total = jails.reduce(0) { $0 + $1.total }
        all = named.reduce(0) { $0 + $1.total }
    }

    /// Gives at most `limit` rows after a place to `body`; the result is nil where the list ends with them.
    func visit(after cursor: BanCursor?, limit: Int, _ body: (any Row) throws -> Void) throws -> BanCursor? {
        var seen = 0
        var last: BanCursor?
        var isMore = false
        for (jails, start) in parts(after: cursor) where !isMore {
            try rows(of: jails, after: start, limit: limit - seen + 1) { row in
                guard seen < limit else { return isMore = true }
                try body(row)
                seen += 1
                if seen == limit { last = place(of: row) }
            }
        }
        return isMore ? last : nil
    }

    /// The jails that are listed together, one after the other where the jail is the first thing sorted by, each with
    /// the place to begin after.
    private func parts(after cursor: BanCursor?) -> [(jails: [BanJail], start: BanPlace?)] {
        guard sort == .jail else { return jails.isEmpty ? [] : [(jails, cursor?.place)] }
        guard let cursor else { return jails.map { ([$0], nil) } }
        return jails.compactMap { jail in
            if jail.precedes(cursor) { return nil }
            return ([jail], jail.isNamed(by: cursor) ? cursor.place : nil)
        }
    }

    private func rows(
        of jails: [BanJail], after start: BanPlace?, limit: Int, _ body: (any Row) throws -> Void
    ) throws {
        if match.isPlaced {
            if total > Self.gatherLimit / 10, total * Self.skimmed / 2 >= all,
                let found = try skim(jails, after: start, limit: limit)
            {
                return try fetch(found, body)
            }
            try pick(jails, after: start, limit: limit, body)
        } else if match.isAny || jails.reduce(0, { $0 + $1.total }) > Self.gatherLimit {
            try walk(jails, after: start, limit: limit, body)
        } else {
            try gather(jails, after: start, limit: limit, body)
        }
    }

    private func walk(
        _ jails: [BanJail], after start: BanPlace?, limit: Int, _ body: (any Row) throws -> Void
    ) throws {
        let statement = BanStatement.walk(
            order: order, filter: match.filter?.sql, jails: jails.count, isFirst: start == nil,
            isMerged: transaction.mergesSortedParts)
        try transaction.forEach(statement.sql, arguments(statement, jails, start, limit), body)
    }

    /// What matches among the bans that are next in the order; nil where they have too few of them for the page.
    private func skim(_ jails: [BanJail], after start: BanPlace?, limit: Int) throws -> ArraySlice<BanPlace>? {
        guard let filter = match.filter else { return nil }
        let statement = BanStatement.skim(
            order: order, filter: filter.sql, jails: jails.count, isFirst: start == nil,
            isMerged: transaction.mergesSortedParts)
        let found = try transaction.rows(
            statement.sql, arguments(statement, jails, start, limit * Self.skimmed)
        ) { place($0) }
        return found.count < limit ? nil : found.prefix(limit)
    }

    private func arguments(
        _ statement: BanStatement, _ jails: [BanJail], _ start: BanPlace?, _ limit: Int
    ) -> [String: Value] {
        var arguments = match.filter?.arguments ?? [:]
        for (index, name) in statement.jailNames.enumerated() {
            arguments[name] = .integer(index < jails.count ? jails[index].number : 0)
        }
        arguments["key"] = start?.key
        arguments["number"] = start.map { .integer($0.number) }
        arguments["limit"] = .integer(Int64(limit))
        return arguments
    }

    private func pick(
        _ jails: [BanJail], after start: BanPlace?, limit: Int, _ body: (any Row) throws -> Void
    ) throws {
        var places: [BanPlace] = []
        for jail in jails {
            for statement in match.picking(order, isFirst: start == nil) {
                var arguments = statement.arguments(of: jail)
                arguments["key"] = start?.key
                arguments["number"] = start.map { .integer($0.number) }
                arguments["limit"] = .integer(Int64(limit))
                try transaction.forEach(statement.sql, arguments) { places.append(place($0)) }
            }
        }
        places.sort(by: order.precedes)
        try fetch(places.prefix(limit), body)
    }

    /// The place of a row that has number and key.
    private func place(_ row: any Row) -> BanPlace {
        BanPlace(order.column == "address_key" ? .bytes(row.bytes(1)) : .integer(row.integer(1)), row.integer(0))
    }

    private func gather(
        _ jails: [BanJail], after start: BanPlace?, limit: Int, _ body: (any Row) throws -> Void
    ) throws {
        var places: [BanPlace] = []
        for jail in jails {
            for statement in match.gathering(order.column) {
                try transaction.forEach(statement.sql, statement.arguments(of: jail)) { row in
                    let place = place(row)
                    if start.map({ order.precedes($0, place) }) ?? true { places.append(place) }
                }
            }
        }
        places.sort(by: order.precedes)
        try fetch(places.prefix(limit), body)
    }

    private func fetch(_ places: ArraySlice<BanPlace>, _ body: (any Row) throws -> Void) throws {
        guard !places.isEmpty else { return }
        let statement = BanStatement.fetch(order: order, rows: places.count)
        var arguments: [String: Value] = [:]
        for name in statement.jailNames { arguments[name] = .integer(0) }
        for (name, place) in zip(statement.jailNames, places) { arguments[name] = .integer(place.number) }
        try transaction.forEach(statement.sql, arguments, body)
    }

    private func place(of row: any Row) -> BanCursor {
        let key: Value =
            order.column == "address_key" ? .bytes(row.bytes(BanColumn.key)) : .integer(row.integer(BanColumn.key))
        let place = BanPlace(key, row.integer(BanColumn.number))
        guard sort == .jail else { return BanCursor(sort: sort, host: "", jail: "", place: place) }
        return BanCursor(
            sort: sort, host: row.text(BanColumn.host), jail: row.text(BanColumn.jail), place: place)
    }
}

extension BanJail {
    /// Whether the jail comes before a cursor's, as the database sorts texts: by bytes.
    fileprivate func precedes(_ cursor: BanCursor) -> Bool {
        if !jail.utf8.elementsEqual(cursor.jail.utf8) {
            return jail.utf8.lexicographicallyPrecedes(cursor.jail.utf8)
        }
        return host.utf8.lexicographicallyPrecedes(cursor.host.utf8)
    }

    fileprivate func isNamed(by cursor: BanCursor) -> Bool {
        jail.utf8.elementsEqual(cursor.jail.utf8) && host.utf8.elementsEqual(cursor.host.utf8)
    }
}
