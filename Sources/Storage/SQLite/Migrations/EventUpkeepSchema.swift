extension Migration {
    /// When the database tidies the tables of events up: there is nothing to say to SQLite.
    static let eventUpkeep = Migration(number: 19, sql: "")
}
