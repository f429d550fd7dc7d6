extension Migration {
    /// The earlier of two moments between which an event happened that nobody saw.
    static let eventIntervals = Migration(number: 7, sql: "ALTER TABLE event_details ADD COLUMN since_ms INTEGER;")
}
