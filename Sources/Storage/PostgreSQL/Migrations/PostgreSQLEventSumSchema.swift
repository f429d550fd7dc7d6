extension Migration {
    /// Sums of quarters of an hour and of days beside those of hours, by series; each address with the moment at which it
    /// was first seen; and the bans that are not enforced.
    static let eventSumsOnPostgreSQL = Migration(
        number: 8,
        sql: """
            CREATE TABLE event_sums (
                width BIGINT NOT NULL,
                series_number BIGINT NOT NULL,
                number BIGINT NOT NULL,
                event_count BIGINT NOT NULL,
                PRIMARY KEY (width, series_number, number)
            );

            CREATE TABLE event_addresses (
                ban_key BYTEA PRIMARY KEY NOT NULL,
                first_ms BIGINT NOT NULL,
                last_day BIGINT NOT NULL
            );
            \(fillingOfEventSums)
            CREATE INDEX event_addresses_by_first ON event_addresses (first_ms);
            CREATE INDEX bans_not_enforced ON bans (jail_number) WHERE is_enforced = 0;
            """)
}
