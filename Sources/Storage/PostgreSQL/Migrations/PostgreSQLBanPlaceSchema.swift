extension Migration {
    /// Where each ban in force is by the data of now.
    static let banPlacesOnPostgreSQL = Migration(
        number: 18,
        sql: """
            ALTER TABLE bans ADD COLUMN origin_number BIGINT;
            UPDATE bans SET origin_number = -1 WHERE first_address IS NULL;
            CREATE INDEX bans_by_origin ON bans (jail_number, origin_number, banned_key, ends_key, ban_id, address_key, ban_number);
            """)
}
