extension Migration {
    /// The list of operations of one jail.
    static let operationLog = Migration(
        number: 3, sql: "CREATE INDEX operation_items_of_jail ON operation_items (jail, operation_number);")
}
