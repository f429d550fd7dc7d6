/// Where the bans in force are: by the data of now, since they are of now, while an event keeps what was known at its time.
extension Bans {
    /// The number in place of an `OriginNumber` of what has no address, or is known to no place: nobody looks for it again.
    static let nowhere: Int64 = -1
    /// The number in place of an `OriginNumber` while a service is asked.
    static let asked: Int64 = -2

    /// Gives a place to bans that have none yet, the last banned of each jail first.
    ///
    /// - Parameters:
    ///   - jail: only those of this jail of this host; nil for all.
    ///   - limit: how many at most.
    ///   - place: tells where a ban's id is, from memory.
    /// - Returns: how many were given one.
    @discardableResult
    public func placeNew(
        of jail: (host: String, jail: String)? = nil, limit: Int, place: (_ banID: String) -> BanWhereabouts
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
        return try enter(found, place)
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
    ///   - place: as in `placeNew`.
    /// - Returns: how many were somewhere else, and the number to go on behind; nil where none are left.
    public func placeAgain(
        after number: Int64, limit: Int, place: (_ banID: String) -> BanWhereabouts
    ) throws -> (changed: Int, next: Int64?) {
        let bans = try transaction.rows(
            """
            SELECT ban_number, ban_id, origin_number FROM bans WHERE ban_number > :number
            ORDER BY ban_number LIMIT :limit
            """, ["number": .integer(number), "limit": .integer(Int64(limit))]
        ) { PlacedBan($0) }
        return (try enter(bans, place), bans.count < limit ? nil : bans.last?.number)
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

    /// Looks again where the bans are about which a service was asked, the last banned of each jail first.
    ///
    /// - Parameters:
    ///   - limit: how many are looked at.
    ///   - place: as in `placeNew`.
    /// - Returns: how many have a place now.
    public func placeAsked(limit: Int, place: (_ banID: String) -> BanWhereabouts) throws -> Int {
        var bans: [PlacedBan] = []
        for jail in try jails(host: nil) where bans.count < limit {
            let arguments: [String: Value] = [
                "jail": .integer(jail.number), "limit": .integer(Int64(limit - bans.count)),
            ]
            bans += try transaction.rows(Self.placedAsAsked, arguments) { PlacedBan($0) }
        }
        return try enter(bans, place)
    }

    private func enter(_ bans: [PlacedBan], _ place: (_ banID: String) -> BanWhereabouts) throws -> Int {
        var words = OriginWords(transaction)
        var values: [Value] = []
        for ban in bans where ban.origin != Self.nowhere {
            let number =
                switch place(ban.id) {
                case .at(let origin): try words.number(of: origin).value
                case .nowhere: Self.nowhere
                case .asked: Self.asked
                }
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

    static let placedAsAsked = """
        SELECT ban_number, ban_id, origin_number FROM bans
        WHERE jail_number = :jail AND origin_number = \(asked) ORDER BY banned_key DESC LIMIT :limit
        """
}

/// Where a ban is.
public enum BanWhereabouts: Hashable, Sendable {
    /// There; without any country or network, nobody knows.
    case at(EventOrigin)
    /// Its id is no address, or nothing is there to know it by.
    case nowhere
    /// A service is being asked.
    case asked
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
