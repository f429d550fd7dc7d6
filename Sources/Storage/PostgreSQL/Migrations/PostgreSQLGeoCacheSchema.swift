extension Migration {
    /// What services on the network told of addresses.
    static let geoCacheOnPostgreSQL = Migration(
        number: 17,
        sql: """
            CREATE TABLE geo_cache (
                address BYTEA PRIMARY KEY NOT NULL CHECK (length(address) = 16),
                country TEXT COLLATE "C",
                asn BIGINT,
                network_name TEXT COLLATE "C" NOT NULL,
                source TEXT COLLATE "C" NOT NULL,
                looked_up_at BIGINT NOT NULL,
                last_seen BIGINT NOT NULL
            );
            CREATE INDEX geo_cache_by_last_seen ON geo_cache (last_seen);
            """)
}
