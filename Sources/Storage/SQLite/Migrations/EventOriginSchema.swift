extension Migration {
    /// Where the address of each event is, as it was known when the event was stored (`OriginNumber`); of events stored before
    /// that nothing was looked for, which is no number.
    static let eventOrigins = Migration(
        number: 15,
        sql: """
            CREATE TABLE event_systems (
                system_number INTEGER PRIMARY KEY,
                asn INTEGER NOT NULL UNIQUE
            ) STRICT;

            CREATE TABLE event_origins (
                origin_number INTEGER PRIMARY KEY,
                system_number INTEGER NOT NULL,
                network_name TEXT NOT NULL,
                country_source TEXT NOT NULL,
                country_built INTEGER NOT NULL,
                network_source TEXT NOT NULL,
                network_built INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX event_origins_of_system ON event_origins (system_number, origin_number);

            CREATE TABLE event_countries (
                country_number INTEGER PRIMARY KEY
            ) STRICT;

            ALTER TABLE events ADD COLUMN origin_number INTEGER;
            CREATE INDEX events_by_origin ON events (bucket, series_number, origin_number, at_ms)
                WHERE origin_number IS NOT NULL;
            """)
}
