extension Migration {
    /// Sessions of programs, and the tokens by which each goes on.
    static let programSessions = Migration(
        number: 12,
        sql: """
            ALTER TABLE sessions ADD COLUMN is_program INTEGER NOT NULL DEFAULT 0 CHECK (is_program IN (0, 1));

            CREATE TABLE refresh_tokens (
                token_hash BLOB PRIMARY KEY NOT NULL CHECK (length(token_hash) = 32),
                session_id INTEGER NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
                generation INTEGER NOT NULL,
                created_at INTEGER NOT NULL,
                replaced_at INTEGER
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);
            """)
}
