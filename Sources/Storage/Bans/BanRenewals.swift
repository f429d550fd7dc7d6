extension Transaction {
    /// What fail2ban was asked to hold for longer.
    public var banRenewals: BanRenewals { BanRenewals(transaction: self) }
}

/// That fail2ban was asked to hold a ban for longer than it would have. fail2ban forgets it when it or the jail starts
/// anew: its database keeps the first end.
public struct BanRenewal: Hashable, Sendable {
    /// When it was asked last (UTC epoch seconds).
    public var renewedAt: Int64
    /// Until when it then held the ban (UTC epoch seconds).
    public var endsAt: Int64

    /// Makes a renewal of its parts.
    public init(renewedAt: Int64, endsAt: Int64) {
        self.renewedAt = renewedAt
        self.endsAt = endsAt
    }
}

/// Renewals of bans with a planned end, in one transaction; they go with the planned end.
public struct BanRenewals {
    let transaction: any Transaction

    /// Notes a renewal of bans of a jail, in the mirror too; ids without a planned end are passed over.
    public func note(_ renewal: BanRenewal, host: String, jail: String, ids: [String]) throws {
        for id in ids {
            let ban: [String: Value] = ["host": .text(host), "jail": .text(jail), "id": .text(id)]
            let times: [String: Value] = ["at": .integer(renewal.renewedAt), "endsAt": .integer(renewal.endsAt)]
            try transaction.execute(Self.entry, ban.merging(times) { $1 })
            try transaction.execute(Self.mirroring, ban.merging(["endsAt": .integer(renewal.endsAt)]) { $1 })
        }
        if !ids.isEmpty { try transaction.bans.noteChange() }
    }

    /// Forgets renewals of bans of a jail; unknown ids are passed over.
    public func remove(host: String, jail: String, ids: [String]) throws {
        for id in ids {
            try transaction.execute(
                "DELETE FROM ban_renewals WHERE host = :host AND jail = :jail AND ban_id = :id",
                ["host": .text(host), "jail": .text(jail), "id": .text(id)])
        }
    }

    /// The renewals of a jail's bans, by id.
    public func all(host: String, jail: String) throws -> [String: BanRenewal] {
        let rows = try transaction.rows(
            "SELECT ban_id, renewed_at, ends_at FROM ban_renewals WHERE host = :host AND jail = :jail",
            ["host": .text(host), "jail": .text(jail)]
        ) { ($0.text(0), BanRenewal(renewedAt: $0.integer(1), endsAt: $0.integer(2))) }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }

    /// Bans in force that are planned to last beyond `now` and beyond fail2ban's own end, where that comes before `limit`
    /// or is not known (all in UTC epoch seconds).
    public func candidates(host: String, now: Int64, endingBefore limit: Int64) throws -> [BanRecord] {
        try transaction.rows(
            Self.ending, ["host": .text(host), "now": .integer(now), "limit": .integer(limit)]
        ) { BanRecord($0) }
    }

    private static let entry = """
        INSERT INTO ban_renewals (host, jail, ban_id, renewed_at, ends_at)
        SELECT host, jail, ban_id, :at, :endsAt FROM planned_ends
        WHERE host = :host AND jail = :jail AND ban_id = :id
        ON CONFLICT (host, jail, ban_id) DO UPDATE SET renewed_at = excluded.renewed_at, ends_at = excluded.ends_at
        """

    private static let mirroring = """
        UPDATE bans SET ends_at = :endsAt WHERE ban_id = :id AND is_permanent = 0 AND jail_number =
            (SELECT jail_number FROM ban_jails WHERE host = :host AND jail = :jail)
        """

    private static let ending = """
        SELECT \(BanColumn.list) FROM planned_ends e
        JOIN ban_jails j ON j.host = e.host AND j.jail = e.jail
        JOIN bans b ON b.jail_number = j.jail_number AND b.ban_id = e.ban_id
        WHERE e.host = :host AND b.is_permanent = 0 AND COALESCE(b.ends_at, 0) < :limit
            AND (e.ends_at IS NULL OR (e.ends_at > :now AND e.ends_at > COALESCE(b.ends_at, 0)))
        """
}
