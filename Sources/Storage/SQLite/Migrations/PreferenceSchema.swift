extension Migration {
    /// What each person chose for themselves: colours, language, columns of a list.
    static let preferences = Migration(
        number: 9,
        sql: """
            CREATE TABLE preferences (
                user_id INTEGER NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
                preference_key TEXT NOT NULL CHECK (preference_key <> ''),
                preference_value TEXT NOT NULL CHECK (length(preference_value) <= 200),
                PRIMARY KEY (user_id, preference_key)
            ) STRICT, WITHOUT ROWID;
            """)
}
