/// Keeping the mirror like the host.
extension Bans {
    /// Enters and removes bans of a jail; of records with the same id the last counts.
    ///
    /// - Parameters:
    ///   - upserting: bans that are new or changed; their own host and jail are not looked at.
    ///   - removing: ids that are no longer banned; unknown ones are passed over.
    public func apply(host: String, jail: String, upserting records: [BanRecord], removing ids: [String]) throws {
        _ = try effect(host: host, jail: jail, upserting: records, removing: ids)
    }

    /// Does the same as `apply`, and gives what was new of it.
    public func effect(
        host: String, jail: String, upserting records: [BanRecord], removing ids: [String]
    ) throws -> BanEffect {
        let number = try enter(host: host, jail: jail)
        var effect = BanEffect()
        for id in ids {
            let arguments: [String: Value] = ["jailNumber": .integer(number), "id": .text(id)]
            if try transaction.execute(Self.removal, arguments) > 0 { effect.removed.append(id) }
        }
        for place in Self.placesByAddress(records) {
            let arguments = records[place].arguments(host: host, jail: jail, number: number)
            if try transaction.execute(Self.insertion, arguments) > 0 {
                effect.entered.append(records[place].id)
            } else {
                try transaction.execute(Self.update, arguments)
            }
        }
        let change = effect.entered.count - effect.removed.count
        try addToTotal(change, of: number)
        if !effect.removed.isEmpty || !records.isEmpty { try noteChange() }
        return effect
    }

    /// Makes a jail's bans exactly these; only rows that differ are written.
    public func replace(host: String, jail: String, with listed: [BanRecord]) throws {
        let difference = try difference(host: host, jail: jail, with: listed)
        if difference.isFirst || !difference.isEmpty { _ = try effect(difference, host: host, jail: jail) }
    }

    /// Makes a jail's bans those of the list that was compared, and gives what of it was new then.
    public func effect(_ difference: BanDifference, host: String, jail: String) throws -> BanEffect {
        try effect(
            host: host, jail: jail, upserting: difference.added + difference.changed,
            removing: difference.gone.map(\.id))
    }

    /// What a list says otherwise than the mirror. A host's list does not tell that an action failed, so a mark of that
    /// stays on the row as long as it is the same ban.
    public func difference(host: String, jail: String, with listed: [BanRecord]) throws -> BanDifference {
        var records = listed
        let known = try number(host: host, jail: jail)
        var places: [BanKey: Int] = [:]
        places.reserveCapacity(records.count)
        for (place, record) in records.enumerated() { places[BanKey(text: record.id)] = place }
        var isNew = [Bool](repeating: false, count: records.count)
        for place in places.values { isNew[place] = true }
        var difference = BanDifference(isFirst: known == nil)
        if let known {
            try transaction.forEach(Self.mirrored, ["jail": .integer(known)]) { row in
                let id = row.text(0)
                guard let place = places[BanKey(text: id)] else {
                    return difference.gone.append(BanRecord(mirrored: row, host: host, jail: jail))
                }
                isNew[place] = false
                records[place].keepMark(of: row)
                guard !records[place].matches(row) else { return }
                difference.changed.append(records[place])
                guard let began = records[place].bannedAt, let before = row.optionalInteger(3),
                    began > before + BanDifference.rounding
                else { return }
                let mirrored = BanRecord(mirrored: row, host: host, jail: jail)
                difference.replaced.append(.init(before: mirrored, after: records[place]))
            }
        }
        difference.added = zip(records, isNew).compactMap { $1 ? $0 : nil }
        return difference
    }

    /// The places of many records in the order of their addresses, so that they fill the pages of the indexes one after
    /// the other; those with the same id stay in their order.
    private static func placesByAddress(_ records: [BanRecord]) -> [Int] {
        guard records.count > 1000 else { return Array(records.indices) }
        return records.indices.map { (key: records[$0].sortedKey, place: $0) }.sorted { $0 < $1 }.map(\.place)
    }

    /// Forgets the jails of a host that are not named, with their bans.
    public func removeJails(host: String, except kept: [String]) throws {
        let kept = Set(kept.map { BanKey(text: $0) })
        let jails = try transaction.rows(
            "SELECT jail_number, jail FROM ban_jails WHERE host = :host", ["host": .text(host)]
        ) { ($0.integer(0), $0.text(1)) }
        for (number, jail) in jails where !kept.contains(BanKey(text: jail)) {
            let arguments: [String: Value] = ["jail": .integer(number)]
            try transaction.execute("DELETE FROM bans WHERE jail_number = :jail", arguments)
            try transaction.execute("DELETE FROM ban_jails WHERE jail_number = :jail", arguments)
            try noteChange()
        }
    }

    /// Sorts a ban by its end again after its planned end changed.
    func sortAgain(host: String, jail: String, id: String) throws {
        guard let number = try number(host: host, jail: jail) else { return }
        let found = try transaction.first(
            "SELECT is_permanent, ends_at FROM bans WHERE jail_number = :number AND ban_id = :id",
            ["number": .integer(number), "id": .text(id)]
        ) { BanRecord.endsKey(isPermanent: $0.flag(0), endsAt: $0.optionalInteger(1)) }
        guard let key = found else { return }
        try transaction.execute(
            "UPDATE bans SET ends_key = \(Self.endsKey) WHERE jail_number = :number AND ban_id = :id",
            [
                "host": .text(host), "jail": .text(jail), "id": .text(id), "number": .integer(number),
                "endsKey": .integer(key),
            ])
    }
}

extension Bans {
    /// The planned end where there is one (never: the greatest integer), or else the ban's own key.
    private static let endsKey = """
        COALESCE((SELECT COALESCE(e.ends_at, 9223372036854775807) FROM planned_ends e
            WHERE e.host = :host AND e.jail = :jail AND e.ban_id = :id), :endsKey)
        """

    private static let insertion = """
        INSERT INTO bans (jail_number, ban_id, first_address, last_address, banned_at, ends_at, is_permanent,
            ban_count, is_enforced, note, banned_key, address_key, ends_key, origin_number)
        VALUES (:jailNumber, :id, :first, :last, :bannedAt, :endsAt, :permanent,
            :count, :enforced, :note, :bannedKey, :addressKey, \(endsKey), :origin)
        ON CONFLICT (jail_number, ban_id) DO NOTHING
        """

    private static let update = """
        UPDATE bans SET first_address = :first, last_address = :last, banned_at = :bannedAt, ends_at = :endsAt,
            is_permanent = :permanent, ban_count = :count, is_enforced = :enforced, note = :note,
            banned_key = :bannedKey, address_key = :addressKey, ends_key = \(endsKey)
        WHERE jail_number = :jailNumber AND ban_id = :id
        """

    private static let removal = "DELETE FROM bans WHERE jail_number = :jailNumber AND ban_id = :id"

    /// What `BanRecord.matches` reads.
    private static let mirrored = """
        SELECT ban_id, first_address, last_address, banned_at, ends_at, is_permanent, ban_count, is_enforced, note
        FROM bans WHERE jail_number = :jail
        """
}

/// An id compared by its bytes: texts that only look the same are different bans.
struct BanKey: Hashable {
    let text: String

    static func == (one: BanKey, other: BanKey) -> Bool {
        one.text.utf8.elementsEqual(other.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension BanRecord {
    /// Reads a row of `Bans.mirrored`.
    fileprivate init(mirrored row: any Row, host: String, jail: String) {
        self.init(
            host: host, jail: jail, id: row.text(0), first: row.optionalBytes(1), last: row.optionalBytes(2),
            bannedAt: row.optionalInteger(3), endsAt: row.optionalInteger(4), isPermanent: row.flag(5),
            count: row.optionalInteger(6), isEnforced: row.flag(7), note: row.optionalText(8))
    }

    fileprivate static func endsKey(isPermanent: Bool, endsAt: Int64?) -> Int64 {
        isPermanent ? .max : endsAt ?? .max - 1
    }

    fileprivate func arguments(host: String, jail: String, number: Int64) -> [String: Value] {
        [
            "host": .text(host), "jail": .text(jail), "jailNumber": .integer(number), "id": .text(id),
            "first": .optional(first), "last": .optional(last), "bannedAt": .optional(bannedAt),
            "endsAt": .optional(endsAt), "permanent": .flag(isPermanent), "count": .optional(count),
            "enforced": .flag(isEnforced), "note": .optional(note), "bannedKey": .integer(bannedKey),
            "addressKey": .bytes(addressKey), "endsKey": .integer(endsKey),
            "origin": .optional(first == nil ? Bans.nowhere : nil),
        ]
    }

    /// The first address as one number; the greatest for an id that is no address.
    fileprivate var sortedKey: UInt128 {
        first?.reduce(0) { $0 << 8 | UInt128($1) } ?? .max
    }

    /// Whether a row of `Bans.mirrored` says the same of this id.
    fileprivate func matches(_ row: any Row) -> Bool {
        row.optionalInteger(3) == bannedAt && row.optionalInteger(4) == endsAt && row.flag(5) == isPermanent
            && row.optionalInteger(6) == count && row.flag(7) == isEnforced && Self.same(row, 1, first)
            && Self.same(row, 2, last) && Self.same(row, 8, note.map { Array($0.utf8) })
    }

    /// Takes over that an action failed from a row of `Bans.mirrored`, where that is of the same ban. The two sources of
    /// a ban's time, socket and database, differ by up to a second in how they round it.
    fileprivate mutating func keepMark(of row: any Row) {
        guard isEnforced, !row.flag(7) else { return }
        if let bannedAt, let marked = row.optionalInteger(3), abs(bannedAt - marked) > 2 { return }
        isEnforced = false
        note = row.optionalText(8)
    }

    private static func same(_ row: any Row, _ column: Int, _ bytes: [UInt8]?) -> Bool {
        guard let bytes else { return row.isNull(column) }
        return !row.isNull(column) && row.withBytes(column) { $0.elementsEqual(bytes) }
    }
}
