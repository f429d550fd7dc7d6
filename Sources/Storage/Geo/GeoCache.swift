extension Transaction {
    /// What services on the network told of addresses.
    public var geoCache: GeoCache { GeoCache(transaction: self) }
}

/// What services on the network told of addresses, in one transaction. All times are UTC epoch seconds.
public struct GeoCache {
    let transaction: any Transaction

    /// Addresses of one statement of `find`.
    private static let together = 50

    /// Keeps answers, each in the place of an older one about the same address.
    public func keep(_ entries: [GeoCacheEntry]) throws {
        try transaction.executeMany(
            """
            INSERT INTO geo_cache (\(GeoCacheEntry.columns))
            VALUES (:address, :country, :asn, :name, :source, :lookedUp, :seen)
            ON CONFLICT (address) DO UPDATE SET country = excluded.country, asn = excluded.asn,
                network_name = excluded.network_name, source = excluded.source, looked_up_at = excluded.looked_up_at,
                last_seen = CASE WHEN excluded.last_seen > geo_cache.last_seen THEN excluded.last_seen
                    ELSE geo_cache.last_seen END
            """, ["address", "country", "asn", "name", "source", "lookedUp", "seen"],
            values: entries.flatMap { entry -> [Value] in
                [
                    .bytes(entry.address), .optional(entry.country), .optional(entry.network),
                    .text(entry.networkName), .text(entry.source), .integer(entry.lookedUpAt),
                    .integer(entry.lastSeen),
                ]
            })
    }

    /// Notes that addresses were seen, each at its moment. What is not there, or was seen later, stays as it is.
    public func touch(_ addresses: [(address: [UInt8], seen: Int64)]) throws {
        try transaction.executeMany(
            "UPDATE geo_cache SET last_seen = :seen WHERE address = :address AND last_seen < :seen",
            ["seen", "address"], values: addresses.flatMap { [.integer($0.seen), .bytes($0.address)] })
    }

    /// What is there of some addresses.
    public func find(_ addresses: [[UInt8]]) throws -> [GeoCacheEntry] {
        var found: [GeoCacheEntry] = []
        for start in stride(from: 0, to: addresses.count, by: Self.together) {
            // One statement for every number of them: what is missing is asked for twice.
            let asked = (0..<Self.together).map { ("a\($0)", addresses[min(start + $0, addresses.count - 1)]) }
            found += try transaction.rows(
                Self.selection, Dictionary(uniqueKeysWithValues: asked.map { ($0.0, .bytes($0.1)) })
            ) { GeoCacheEntry($0) }
        }
        return found
    }

    /// The entries that were seen last, the latest first.
    public func recent(limit: Int) throws -> [GeoCacheEntry] {
        try transaction.rows(
            "SELECT \(GeoCacheEntry.columns) FROM geo_cache ORDER BY last_seen DESC LIMIT :limit",
            ["limit": .integer(Int64(limit))]
        ) { GeoCacheEntry($0) }
    }

    /// When the one was seen that was not seen for the longest; nil where there is none.
    public func oldest() throws -> Int64? {
        try transaction.first("SELECT last_seen FROM geo_cache ORDER BY last_seen LIMIT 1") { $0.integer(0) }
    }

    /// Removes some of what was not seen since a moment, the oldest first; gives how many.
    public func remove(notSeenSince moment: Int64, limit: Int) throws -> Int {
        try transaction.execute(
            """
            DELETE FROM geo_cache WHERE address IN (
                SELECT address FROM geo_cache WHERE last_seen < :moment ORDER BY last_seen LIMIT :limit)
            """, ["moment": .integer(moment), "limit": .integer(Int64(limit))])
    }

    private static let selection = """
        SELECT \(GeoCacheEntry.columns) FROM geo_cache
        WHERE address IN (\((0..<together).map { ":a\($0)" }.joined(separator: ", ")))
        """
}
