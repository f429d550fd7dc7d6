extension Migration {
    /// The audit log.
    static let auditOnPostgreSQL = Migration(
        number: 10,
        sql: """
            CREATE TABLE audit (
                sequence BIGINT PRIMARY KEY,
                done_at BIGINT NOT NULL,
                actor_id BIGINT,
                actor_name TEXT COLLATE "C" NOT NULL,
                origin TEXT COLLATE "C" NOT NULL,
                address TEXT COLLATE "C",
                kind TEXT COLLATE "C" NOT NULL CHECK (kind <> ''),
                subject TEXT COLLATE "C",
                host TEXT COLLATE "C",
                jail TEXT COLLATE "C",
                value_before TEXT COLLATE "C",
                value_after TEXT COLLATE "C",
                result TEXT COLLATE "C" NOT NULL CHECK (result <> ''),
                detail TEXT COLLATE "C",
                operation_id TEXT COLLATE "C",
                previous_hash BYTEA NOT NULL CHECK (length(previous_hash) = 32),
                entry_hash BYTEA NOT NULL CHECK (length(entry_hash) = 32)
            );
            CREATE INDEX audit_by_time ON audit (done_at);
            """)
}
