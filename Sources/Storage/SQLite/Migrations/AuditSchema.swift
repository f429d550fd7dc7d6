extension Migration {
    /// The audit log. It refers to no other table: what was written stays as it was written, whatever goes elsewhere.
    static let audit = Migration(
        number: 10,
        sql: """
            CREATE TABLE audit (
                sequence INTEGER PRIMARY KEY,
                done_at INTEGER NOT NULL,
                actor_id INTEGER,
                actor_name TEXT NOT NULL,
                origin TEXT NOT NULL,
                address TEXT,
                kind TEXT NOT NULL CHECK (kind <> ''),
                subject TEXT,
                host TEXT,
                jail TEXT,
                value_before TEXT,
                value_after TEXT,
                result TEXT NOT NULL CHECK (result <> ''),
                detail TEXT,
                operation_id TEXT,
                previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
                entry_hash BLOB NOT NULL CHECK (length(entry_hash) = 32)
            ) STRICT;
            CREATE INDEX audit_by_time ON audit (done_at);
            """)
}
