extension Migration {
    /// What services on the network told of addresses.
    static let geoCache = Migration(
        number: 17,
        sql: """
            CREATE TABLE geo_cache (
                address BLOB PRIMARY KEY NOT NULL CHECK (length(address) = 16),
                country TEXT,
                asn INTEGER,
                network_name TEXT NOT NULL,
                source TEXT NOT NULL,
                looked_up_at INTEGER NOT NULL,
                last_seen INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX geo_cache_by_last_seen ON geo_cache (last_seen);
            """)
}
