extension Migration {
    /// Events, their lines and hourly sums, and how far the daemon's log was taken in.
    static let events = Migration(number: 5, sql: [words, rows, sums, capture].joined(separator: "\n"))

    /// What is the same in many events stands once: a *series* is what happens in one jail, of one kind, for one reason.
    /// An empty jail is none, and the reason 0 is none, so that they can be held unique.
    private static let words = """
        CREATE TABLE event_jails (
            jail_number INTEGER PRIMARY KEY,
            host TEXT NOT NULL CHECK (host <> ''),
            jail TEXT NOT NULL,
            UNIQUE (host, jail)
        ) STRICT;

        CREATE TABLE event_series (
            series_number INTEGER PRIMARY KEY,
            jail_number INTEGER NOT NULL REFERENCES event_jails (jail_number),
            kind INTEGER NOT NULL,
            why INTEGER NOT NULL,
            event_total INTEGER NOT NULL DEFAULT 0 CHECK (event_total >= 0),
            UNIQUE (jail_number, kind, why)
        ) STRICT;

        CREATE TABLE event_generations (
            generation_number INTEGER PRIMARY KEY,
            host TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            UNIQUE (host, fingerprint)
        ) STRICT;

        INSERT INTO revisions (subject, revision) VALUES ('events', 0);
        """

    /// Most events are failures found, of which there are millions: these fill one narrow row. What only some have is in
    /// `event_details`, which every ban has. The hot columns refer to the tables above without a declared reference, whose
    /// check would be made for each row.
    ///
    /// `bucket` is the number of the row divided by 65,536. The index by id begins with it, so that rows of any address
    /// fill the same few pages for a while; to look an id up is one step for each bucket.
    private static let rows = """
        CREATE TABLE events (
            event_id INTEGER PRIMARY KEY,
            series_number INTEGER NOT NULL,
            at_ms INTEGER NOT NULL,
            utc_offset INTEGER,
            source INTEGER NOT NULL,
            bucket INTEGER NOT NULL,
            ban_key BLOB,
            generation_number INTEGER,
            log_offset INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX events_by_place ON events (generation_number, log_offset)
            WHERE generation_number IS NOT NULL;
        CREATE INDEX events_by_time ON events (at_ms);
        CREATE INDEX events_by_series ON events (series_number, at_ms);
        CREATE INDEX events_by_key ON events (bucket, ban_key, series_number, at_ms);
        CREATE INDEX events_unplaced ON events (ban_key, at_ms) WHERE source IN (2, 3);

        CREATE TABLE event_buckets (
            bucket INTEGER PRIMARY KEY,
            first_ms INTEGER NOT NULL,
            last_ms INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE event_networks (
            network_key BLOB PRIMARY KEY NOT NULL,
            first_address BLOB NOT NULL CHECK (length(first_address) = 16),
            last_address BLOB NOT NULL CHECK (length(last_address) = 16)
        ) STRICT;
        CREATE INDEX event_networks_by_address ON event_networks (first_address, last_address);

        CREATE TABLE event_details (
            event_id INTEGER PRIMARY KEY REFERENCES events (event_id) ON DELETE CASCADE,
            ban_jail INTEGER,
            ban_key BLOB,
            ban_ms INTEGER,
            ban_text TEXT,
            ban_time INTEGER,
            ban_count INTEGER,
            failures INTEGER,
            recorded_at INTEGER,
            repeats INTEGER NOT NULL,
            is_enforced INTEGER NOT NULL CHECK (is_enforced IN (0, 1)),
            note TEXT,
            operation_id TEXT
        ) STRICT;
        CREATE INDEX event_details_of_bans ON event_details (ban_jail, ban_key, ban_ms) WHERE ban_jail IS NOT NULL;
        CREATE INDEX event_details_recorded ON event_details (ban_jail, ban_key, recorded_at)
            WHERE recorded_at IS NOT NULL;

        CREATE TABLE event_lines (
            event_id INTEGER NOT NULL REFERENCES events (event_id) ON DELETE CASCADE,
            line_number INTEGER NOT NULL,
            line BLOB NOT NULL,
            PRIMARY KEY (event_id, line_number)
        ) STRICT, WITHOUT ROWID;
        """

    private static let sums = """
        CREATE TABLE event_hours (
            hour INTEGER NOT NULL,
            series_number INTEGER NOT NULL REFERENCES event_series (series_number),
            event_count INTEGER NOT NULL,
            PRIMARY KEY (hour, series_number)
        ) STRICT, WITHOUT ROWID;
        """

    private static let capture = """
        CREATE TABLE log_positions (
            host TEXT NOT NULL,
            generation BLOB NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            log_offset INTEGER NOT NULL,
            last_time INTEGER,
            first_seen_at INTEGER NOT NULL,
            PRIMARY KEY (host, generation)
        ) STRICT;

        CREATE TABLE capture_states (
            host TEXT NOT NULL,
            subject TEXT NOT NULL,
            state BLOB NOT NULL,
            PRIMARY KEY (host, subject)
        ) STRICT;
        """
}
