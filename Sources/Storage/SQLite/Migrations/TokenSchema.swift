extension Migration {
    /// Tokens that people made for programs: of a token only its hash, and by which name, what it may do and when it ends.
    static let apiTokens = Migration(
        number: 11,
        sql: """
            CREATE TABLE api_tokens (
                token_id INTEGER PRIMARY KEY AUTOINCREMENT,
                user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
                name TEXT NOT NULL CHECK (name <> ''),
                name_key TEXT NOT NULL CHECK (name_key <> ''),
                token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
                scopes TEXT NOT NULL,
                created_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL,
                last_used_at INTEGER,
                last_address TEXT,
                UNIQUE (user_id, name_key)
            ) STRICT;
            CREATE INDEX api_tokens_by_expiry ON api_tokens (expires_at);
            """)
}
