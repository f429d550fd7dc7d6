/// Where the bans in force are: by the data of now, since they are of now, while an event keeps what was known at its time.
extension Bans {
    /// The number in place of an `OriginNumber` of what has no address, or is known to no place: nobody looks for it again.
    static let nowhere: Int64 = -1

    /// Gives a place to bans that have none yet, the last banned of each jail first.
    ///
    /// - Parameters:
    ///   - jail: only those of this jail of this host; nil for all.
    ///   - limit: how many at most.
    ///   - origin: tells where a ban's id is, from memory; nil where it is no address.
    /// - Returns: how many were given one.
    @discardableResult
    public func placeNew(
        of jail: (host: String, jail: String)? = nil, limit: Int, origin: (_ banID: String) -> EventOrigin?
    ) throws -> Int {
        let numbers =
            if let jail { try [number(host: jail.host, jail: jail.jail)].compactMap { $0 } } else {
                try jails(host: nil).map(\.number)
            }
        var found: [PlacedBan] = []
        for number in numbers where found.count < limit {
            let arguments: [String: Value] = [
                "jail": .integer(number), "limit": .integer(Int64(limit - found.count)),
            ]
            found += try transaction.rows(Self.unplaced, arguments) { PlacedBan($0) }
        }
        return try place(found, origin)
    }

    /// Whether any ban has no place yet.
    public func hasUnplaced() throws -> Bool {
        for jail in try jails(host: nil) {
            let arguments: [String: Value] = ["jail": .integer(jail.number), "limit": .integer(1)]
            if try transaction.first(Self.unplaced, arguments, { _ in true }) != nil { return true }
        }
        return false
    }

    /// Looks again where some bans are, in the order of their numbers.
    ///
    /// - Parameters:
    ///   - number: those behind this number; 0 to begin.
    ///   - limit: how many are looked at, so that other writers have to wait for a moment only.
    ///   - origin: as in `placeNew`.
    /// - Returns: how many were somewhere else, and the number to go on behind; nil where none are left.
    public func placeAgain(
        after number: Int64, limit: Int, origin: (_ banID: String) -> EventOrigin?
    ) throws -> (changed: Int, next: Int64?) {
        let bans = try transaction.rows(
            """
            SELECT ban_number, ban_id, origin_number FROM bans WHERE ban_number > :number
            ORDER BY ban_number LIMIT :limit
            """, ["number": .integer(number), "limit": .integer(Int64(limit))]
        ) { PlacedBan($0) }
        return (try place(bans, origin), bans.count < limit ? nil : bans.last?.number)
    }

    /// Which data the places are by, as `notePlaced` was told; nil where they are by none.
    public func placedBy() throws -> Int64? {
        try transaction.first("SELECT revision FROM revisions WHERE subject = 'ban places'") { $0.integer(0) }
    }

    /// Notes which data the places of all bans are by.
    public func notePlaced(by data: Int64) throws {
        try transaction.execute(
            """
            INSERT INTO revisions (subject, revision) VALUES ('ban places', :data)
            ON CONFLICT (subject) DO UPDATE SET revision = :data
            """, ["data": .integer(data)])
    }

    private func place(_ bans: [PlacedBan], _ origin: (_ banID: String) -> EventOrigin?) throws -> Int {
        var words = OriginWords(transaction)
        var values: [Value] = []
        for ban in bans where ban.origin != Self.nowhere {
            let number = try origin(ban.id).map { try words.number(of: $0).value } ?? Self.nowhere
            guard number != ban.origin else { continue }
            values += [.integer(ban.number), .integer(number)]
        }
        guard !values.isEmpty else { return 0 }
        try transaction.executeMany(
            "UPDATE bans SET origin_number = :origin WHERE ban_number = :number", ["number", "origin"], values: values)
        try noteChange()
        return values.count / 2
    }

    static let unplaced = """
        SELECT ban_number, ban_id, origin_number FROM bans
        WHERE jail_number = :jail AND origin_number IS NULL ORDER BY banned_key DESC LIMIT :limit
        """
}

/// A ban and the number of its place.
private struct PlacedBan {
    let number: Int64
    let id: String
    /// Nil where nobody looked yet.
    let origin: Int64?

    init(_ row: any Row) {
        (number, id, origin) = (row.integer(0), row.text(1), row.optionalInteger(2))
    }
}
