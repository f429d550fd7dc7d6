/// Brings a PostgreSQL database up to the schema of this program, forward only.
struct PostgreSQLMigrator {
    let connection: PostgreSQLConnection

    /// Milliseconds that a server waits while another one that started at the same time brings the schema up to date.
    static let lockTimeout = 600_000

    /// Runs what is pending, each step in a transaction of its own, which no other program's runs beside.
    func run(_ migrations: [Migration], note: (SchemaStep) -> Void = { _ in }) throws {
        let beginning = try found()
        try check(beginning, known: migrations)
        for migration in migrations {
            // A database that has every step is not written to.
            guard try found() < migration.number else { continue }
            if beginning > 0 { note(SchemaStep(number: migration.number, last: migrations.count)) }
            try apply(migration)
        }
    }

    /// The number of the last step that was run; 0 in a new database.
    func found() throws -> Int {
        try connection.read(Self.version)
    }

    private static func version(_ transaction: any Transaction) throws -> Int {
        // A look by name only, such as `to_regclass`, may remember that there was none before another program's commit.
        let table = try transaction.first(
            "SELECT 1 FROM pg_class WHERE relname = 'schema_steps' AND pg_table_is_visible(oid)"
        ) { _ in true }
        guard table != nil else { return 0 }
        return try transaction.first("SELECT COALESCE(max(step), 0) FROM schema_steps") { Int($0.integer(0)) } ?? 0
    }

    private func check(_ found: Int, known migrations: [Migration]) throws {
        let known = migrations.last?.number ?? 0
        guard found <= known else { throw StorageError.newerSchema(found: found, known: known) }
    }

    /// Runs one step, unless another program did so in the meantime.
    private func apply(_ migration: Migration) throws {
        try connection.write(.acknowledged) { transaction in
            guard try Self.version(transaction) < migration.number else { return }
            try transaction.execute("CREATE TABLE IF NOT EXISTS schema_steps (step BIGINT PRIMARY KEY)", [:])
            for statement in migration.statements { try transaction.execute(statement, [:]) }
            try transaction.execute(
                "INSERT INTO schema_steps (step) VALUES (:step)", ["step": .integer(Int64(migration.number))])
        }
    }
}

extension Migration {
    /// The statements one by one: PostgreSQL takes one at a time. No text of a schema holds a semicolon.
    fileprivate var statements: [String] {
        sql.split(separator: ";").map(String.init).filter { $0.contains { !$0.isWhitespace } }
    }
}
