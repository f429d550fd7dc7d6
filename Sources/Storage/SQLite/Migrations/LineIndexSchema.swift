extension Migration {
    /// The words of the lines that led to bans. It is filled in the background, because it takes minutes where there are
    /// millions: `event-words` is the least id whose lines are in it, 0 once all are.
    ///
    /// Parts of it are put together by `LineIndex`, a few pages at a time. SQLite would do that by itself now and again, as
    /// much at once as there is, also where it is told not to (`automerge`) and 16 parts are there (`crisismerge`): a
    /// writer was held for a second.
    ///
    /// The text is not stored again, and places of words are not kept: single words are asked for, and what stands where
    /// in a line the line itself tells.
    static let lineIndex = Migration(
        number: 16,
        sql: """
            CREATE VIRTUAL TABLE event_words USING fts5(
                words, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '/:'"
            );
            INSERT INTO event_words (event_words, rank) VALUES ('automerge', 0);
            INSERT INTO event_words (event_words, rank) VALUES ('crisismerge', 1000);

            \(lineIndexBeginning)
            """)

    static let lineIndexBeginning = """
        INSERT INTO revisions (subject, revision)
            SELECT 'event-words', CASE WHEN EXISTS (SELECT 1 FROM event_lines) THEN revision + 1 ELSE 0 END
            FROM revisions WHERE subject = 'events';
        """
}
