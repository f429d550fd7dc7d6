extension Migration {
    /// Where the address of each event is, as it was known when the event was stored.
    static let eventOriginsOnPostgreSQL = Migration(
        number: 15,
        sql: """
            CREATE TABLE event_systems (
                system_number BIGINT PRIMARY KEY,
                asn BIGINT NOT NULL UNIQUE
            );

            CREATE TABLE event_origins (
                origin_number BIGINT PRIMARY KEY,
                system_number BIGINT NOT NULL,
                network_name TEXT COLLATE "C" NOT NULL,
                country_source TEXT COLLATE "C" NOT NULL,
                country_built BIGINT NOT NULL,
                network_source TEXT COLLATE "C" NOT NULL,
                network_built BIGINT NOT NULL
            );
            CREATE INDEX event_origins_of_system ON event_origins (system_number, origin_number);

            CREATE TABLE event_countries (
                country_number BIGINT PRIMARY KEY
            );

            ALTER TABLE events ADD COLUMN origin_number BIGINT;
            CREATE INDEX events_by_origin ON events (bucket, series_number, origin_number, at_ms, event_id)
                WHERE origin_number IS NOT NULL;
            """)
}
