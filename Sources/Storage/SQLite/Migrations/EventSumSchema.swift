extension Migration {
    /// Sums of quarters of an hour and of days beside those of hours, by series; each address with the moment at which it
    /// was first seen; and the bans that are not enforced.
    ///
    /// The series 0 counts addresses that were seen for the first time.
    static let eventSums = Migration(
        number: 8,
        sql: """
            CREATE TABLE event_sums (
                width INTEGER NOT NULL,
                series_number INTEGER NOT NULL,
                number INTEGER NOT NULL,
                event_count INTEGER NOT NULL,
                PRIMARY KEY (width, series_number, number)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE event_addresses (
                ban_key BLOB PRIMARY KEY NOT NULL,
                first_ms INTEGER NOT NULL,
                last_day INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            \(fillingOfEventSums)
            CREATE INDEX event_addresses_by_first ON event_addresses (first_ms);
            CREATE INDEX bans_not_enforced ON bans (jail_number) WHERE is_enforced = 0;
            """)

    /// Makes the sums of what is stored; the same for both drivers.
    static let fillingOfEventSums = """
        INSERT INTO event_sums SELECT 3600, series_number, hour, event_count FROM event_hours
            ORDER BY series_number, hour;
        INSERT INTO event_sums SELECT 86400, series_number, hour / 24, CAST(SUM(event_count) AS BIGINT)
            FROM event_hours GROUP BY series_number, hour / 24;
        INSERT INTO event_sums SELECT 900, series_number, at_ms / 900000, COUNT(*)
            FROM events GROUP BY series_number, at_ms / 900000;
        INSERT INTO event_addresses SELECT e.ban_key, MIN(e.at_ms), MAX(e.at_ms) / 86400000
            FROM events e JOIN event_series s ON s.series_number = e.series_number
            WHERE s.kind IN (1, 2, 3) AND e.ban_key IS NOT NULL GROUP BY e.ban_key;
        INSERT INTO event_sums SELECT 900, 0, first_ms / 900000, COUNT(*)
            FROM event_addresses GROUP BY first_ms / 900000;
        INSERT INTO event_sums SELECT 3600, 0, first_ms / 3600000, COUNT(*)
            FROM event_addresses GROUP BY first_ms / 3600000;
        INSERT INTO event_sums SELECT 86400, 0, first_ms / 86400000, COUNT(*)
            FROM event_addresses GROUP BY first_ms / 86400000;
        DROP TABLE event_hours;
        """
}
