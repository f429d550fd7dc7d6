extension Migration {
    /// An index of sums that holds them: on SQLite the table is its index as it is.
    static let eventSumIndex = Migration(number: 20, sql: "")
}
