/// Lists of bans in force.
extension Bans {
    /// One page of a list.
    ///
    /// - Throws: `CursorError.malformed` for a cursor that is not of this order.
    public func page(_ query: BanQuery) throws -> BanPage {
        var rows: [BanRow] = []
        rows.reserveCapacity(query.rowLimit)
        let list = try visit(query) { rows.append(BanRow($0)) }
        return BanPage(rows: rows, next: list.next, total: list.total)
    }

    /// Gives each row of one page to `body`, with the columns of `BanColumn`, without making values of it: what the
    /// busiest list is written from. It gives the cursor of the next page and how many bans the whole list has.
    ///
    /// - Throws: `CursorError.malformed` for a cursor that is not of this order, and what `body` throws.
    @discardableResult
    public func visit(
        _ query: BanQuery, _ body: (any Row) throws -> Void
    ) throws -> (next: String?, total: Int) {
        let search = try BanSearch(transaction: transaction, query: query)
        let cursor = try query.cursor.map { try BanCursor($0, sort: query.sort) }
        let next = try search.visit(after: cursor, limit: query.rowLimit, body)
        return (next?.text, search.total)
    }

    /// How many bans a list has.
    public func count(_ query: BanQuery) throws -> Int {
        try BanSearch(transaction: transaction, query: query).total
    }

    /// Gives every row of a list to `body`, in its order; limit and cursor of the query are not looked at.
    public func all(_ query: BanQuery, _ body: (BanRow) throws -> Void) throws {
        let search = try BanSearch(transaction: transaction, query: query)
        var cursor: BanCursor?
        repeat {
            cursor = try search.visit(after: cursor, limit: 500) { try body(BanRow($0)) }
        } while cursor != nil
    }
}

extension BanQuery {
    /// The limit, taken into its bounds.
    var rowLimit: Int { min(max(limit, 1), 500) }
}
