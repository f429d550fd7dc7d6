extension Migration {
    /// What fail2ban was asked to hold for longer, because of an end that BanGUI planned.
    static let banRenewals = Migration(
        number: 4,
        sql: """
            CREATE TABLE ban_renewals (
                host TEXT NOT NULL,
                jail TEXT NOT NULL,
                ban_id TEXT NOT NULL,
                renewed_at INTEGER NOT NULL,
                ends_at INTEGER NOT NULL,
                PRIMARY KEY (host, jail, ban_id),
                FOREIGN KEY (host, jail, ban_id) REFERENCES planned_ends (host, jail, ban_id) ON DELETE CASCADE
            ) STRICT;
            """)
}
