extension Migration {
    /// When PostgreSQL tidies the tables of events up.
    ///
    /// By itself it does so after a fifth of the rows have changed: of ten million events two million. Until then what only an index
    /// would have to tell is looked up in the rows too, since nobody else knows which of them count; and the record of a ban changes
    /// its event's row, which is one on nearly each page.
    static let eventUpkeepOnPostgreSQL = Migration(
        number: 19,
        sql: ["events", "event_details", "event_sums", "event_addresses"].map { table in
            """
            ALTER TABLE \(table) SET (
                autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02,
                autovacuum_analyze_scale_factor = 0.02);
            """
        }.joined(separator: "\n"))
}
