extension Migration {
    /// The index of sums holds them itself. The dashboard of a year adds up ten thousand, and to look each up in its row took most of
    /// its time.
    static let eventSumIndexOnPostgreSQL = Migration(
        number: 20,
        sql: """
            ALTER TABLE event_sums DROP CONSTRAINT event_sums_pkey,
                ADD PRIMARY KEY (width, series_number, number) INCLUDE (event_count);
            """)
}
