extension Migration {
    /// Where each ban in force is by the data of now (`OriginNumber`, with the names of events' origins): null while nobody
    /// looked, -1 for an id that is no address. The index holds what else a list is narrowed and sorted by, so that no row is looked at for it.
    static let banPlaces = Migration(
        number: 18,
        sql: """
            ALTER TABLE bans ADD COLUMN origin_number INTEGER;
            UPDATE bans SET origin_number = -1 WHERE first_address IS NULL;
            CREATE INDEX bans_by_origin ON bans (jail_number, origin_number, banned_key, ends_key, ban_id, address_key);
            """)
}
