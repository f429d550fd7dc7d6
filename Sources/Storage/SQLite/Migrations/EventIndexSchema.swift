extension Migration {
    /// The index of events by id takes the series before the key, so that the events of a range of ids that are of a rare
    /// kind are found without a look at all the others.
    static let eventIndex = Migration(
        number: 6,
        sql: """
            DROP INDEX events_by_key;
            CREATE INDEX events_by_key ON events (bucket, series_number, ban_key, at_ms);
            """)
}
