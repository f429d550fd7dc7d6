extension Migration {
    /// Sessions of programs, and the tokens by which each goes on.
    static let programSessionsOnPostgreSQL = Migration(
        number: 12,
        sql: """
            ALTER TABLE sessions ADD COLUMN is_program BIGINT NOT NULL DEFAULT 0 CHECK (is_program IN (0, 1));

            CREATE TABLE refresh_tokens (
                token_hash BYTEA PRIMARY KEY NOT NULL CHECK (length(token_hash) = 32),
                session_id BIGINT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
                generation BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                replaced_at BIGINT
            );
            CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);
            """)
}
