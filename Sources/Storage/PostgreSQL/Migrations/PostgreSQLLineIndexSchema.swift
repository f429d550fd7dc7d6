extension Migration {
    /// The words of the lines that led to bans, filled in the background.
    ///
    /// Without `fastupdate` each write puts its words where they belong. With it they would be gathered in a list that every
    /// search reads through, and that one write in some hundreds empties, for as long as that takes.
    static let lineIndexOnPostgreSQL = Migration(
        number: 16,
        sql: """
            CREATE TABLE event_words (
                event_id BIGINT PRIMARY KEY REFERENCES events (event_id) ON DELETE CASCADE,
                words TSVECTOR NOT NULL
            );
            CREATE INDEX event_words_by_word ON event_words USING GIN (words) WITH (fastupdate = off);

            \(lineIndexBeginning)
            """)
}
