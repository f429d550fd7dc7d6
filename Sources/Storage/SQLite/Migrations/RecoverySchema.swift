extension Migration {
    /// Starts of fail2ban, and what bounds those that BanGUI makes by itself.
    static let recoveries = Migration(
        number: 14,
        sql: """
            CREATE TABLE recoveries (
                recovery_id INTEGER PRIMARY KEY AUTOINCREMENT,
                host TEXT NOT NULL,
                began_at INTEGER NOT NULL,
                ended_at INTEGER,
                is_automatic INTEGER NOT NULL CHECK (is_automatic IN (0, 1)),
                actor_name TEXT NOT NULL,
                ending TEXT NOT NULL,
                reason TEXT,
                result TEXT,
                detail TEXT
            ) STRICT;
            CREATE INDEX recoveries_of_host ON recoveries (host, recovery_id);

            CREATE TABLE recovery_states (
                host TEXT PRIMARY KEY NOT NULL,
                starts TEXT NOT NULL,
                starting_since INTEGER,
                cooldown_until INTEGER,
                blocked_at INTEGER
            ) STRICT, WITHOUT ROWID;
            """)
}
