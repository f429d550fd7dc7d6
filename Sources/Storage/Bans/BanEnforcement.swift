extension Bans {
    /// How many bans of each jail of a host are listed and not enforced, since their action failed; jails without any are
    /// left out.
    public func notEnforced(host: String) throws -> [(jail: String, total: Int)] {
        try transaction.rows(
            """
            SELECT j.jail, COUNT(*) FROM bans b JOIN ban_jails j ON j.jail_number = b.jail_number
            WHERE b.is_enforced = 0 AND j.host = :host GROUP BY j.jail ORDER BY j.jail
            """, ["host": .text(host)]
        ) { ($0.text(0), Int($0.integer(1))) }
    }
}
