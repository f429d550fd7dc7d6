extension Migration {
    /// Every step for PostgreSQL; each says the same as the step of that number for SQLite.
    static let allOnPostgreSQL: [Migration] = [
        .firstOnPostgreSQL, .undoingOnPostgreSQL, .operationLogOnPostgreSQL, .banRenewalsOnPostgreSQL,
        .eventsOnPostgreSQL, .eventIndexOnPostgreSQL, .eventIntervalsOnPostgreSQL,
        .eventSumsOnPostgreSQL, .preferencesOnPostgreSQL, .auditOnPostgreSQL,
        .apiTokensOnPostgreSQL, .programSessionsOnPostgreSQL, .taskRunsOnPostgreSQL, .recoveriesOnPostgreSQL,
        .eventOriginsOnPostgreSQL, .lineIndexOnPostgreSQL, .geoCacheOnPostgreSQL, .banPlacesOnPostgreSQL,
        .eventUpkeepOnPostgreSQL, .eventSumIndexOnPostgreSQL,
    ]

    /// What an operation takes back, and which items were announced and have no outcome yet.
    private static let undoingOnPostgreSQL = Migration(
        number: 2,
        sql: """
            ALTER TABLE operations ADD COLUMN undoes TEXT COLLATE "C";
            CREATE INDEX operation_items_announced ON operation_items (operation_number) WHERE result = 'announced';
            """)

    /// The list of operations of one jail.
    private static let operationLogOnPostgreSQL = Migration(
        number: 3, sql: "CREATE INDEX operation_items_of_jail ON operation_items (jail, operation_number);")

    /// What fail2ban was asked to hold for longer, because of an end that BanGUI planned.
    private static let banRenewalsOnPostgreSQL = Migration(
        number: 4,
        sql: """
            CREATE TABLE ban_renewals (
                host TEXT COLLATE "C" NOT NULL,
                jail TEXT COLLATE "C" NOT NULL,
                ban_id TEXT COLLATE "C" NOT NULL,
                renewed_at BIGINT NOT NULL,
                ends_at BIGINT NOT NULL,
                PRIMARY KEY (host, jail, ban_id),
                FOREIGN KEY (host, jail, ban_id) REFERENCES planned_ends (host, jail, ban_id) ON DELETE CASCADE
            );
            """)

    /// The index of events by id takes the series before the key.
    private static let eventIndexOnPostgreSQL = Migration(
        number: 6,
        sql: """
            DROP INDEX events_by_key;
            CREATE INDEX events_by_key ON events (bucket, series_number, ban_key, at_ms, event_id);
            """)

    /// The earlier of two moments between which an event happened that nobody saw.
    private static let eventIntervalsOnPostgreSQL = Migration(
        number: 7, sql: "ALTER TABLE event_details ADD COLUMN since_ms BIGINT;")

    /// What each person chose for themselves: colours, language, columns of a list.
    private static let preferencesOnPostgreSQL = Migration(
        number: 9,
        sql: """
            CREATE TABLE preferences (
                user_id BIGINT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
                preference_key TEXT COLLATE "C" NOT NULL CHECK (preference_key <> ''),
                preference_value TEXT COLLATE "C" NOT NULL CHECK (length(preference_value) <= 200),
                PRIMARY KEY (user_id, preference_key)
            );
            """)
}
