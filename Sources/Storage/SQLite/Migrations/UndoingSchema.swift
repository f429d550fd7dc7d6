extension Migration {
    /// What an operation takes back, and which items were announced and have no outcome yet.
    static let undoing = Migration(
        number: 2,
        sql: """
            ALTER TABLE operations ADD COLUMN undoes TEXT;
            CREATE INDEX operation_items_announced ON operation_items (operation_number) WHERE result = 'announced';
            """)
}
