import TestSupport
import Testing

@testable import Storage

struct PostgreSQLMigratorTests {
    private static let next = Migration.allOnPostgreSQL.count + 1
    private static let added = Migration(
        number: next, sql: "CREATE TABLE added (a BIGINT); INSERT INTO added VALUES (1);")
    private static let broken = Migration(
        number: next, sql: "CREATE TABLE added (a BIGINT); INSERT INTO nowhere VALUES (1);")

    private func connect(_ address: PostgreSQLAddress) throws -> PostgreSQLConnection {
        try PostgreSQLConnection(address, lockTimeout: 5000)
    }

    @Test func `both drivers have the same steps`() {
        #expect(Migration.allOnPostgreSQL.map(\.number) == Migration.all.map(\.number))
    }

    @Test(.shows("ABUSE-14")) func `a newer schema is refused and left as it is`() async throws {
        let address = try TestDatabase.newAddress()
        let migrator = PostgreSQLMigrator(connection: try connect(address))
        try migrator.run(Migration.allOnPostgreSQL + [Self.added])
        #expect(throws: StorageError.newerSchema(found: Self.next, known: Self.next - 1)) {
            try PostgreSQLDatabase(address)
        }
        #expect(try migrator.found() == Self.next)
        migrator.connection.settle()
    }

    @Test func `a step that fails leaves the schema before it`() async throws {
        let address = try TestDatabase.newAddress()
        let migrator = PostgreSQLMigrator(connection: try connect(address))
        #expect(throws: StorageError.self) { try migrator.run(Migration.allOnPostgreSQL + [Self.broken]) }
        #expect(try migrator.found() == Self.next - 1)
        try migrator.run(Migration.allOnPostgreSQL + [Self.added])
        #expect(try migrator.found() == Self.next)
        migrator.connection.settle()
    }

    @Test func `servers that start at once on an empty database do each step once`() async throws {
        let address = try TestDatabase.newAddress(isEmpty: true)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { @concurrent in
                    let database = try PostgreSQLDatabase(address)
                    try await database.write { try $0.settings.set("a", "b", at: 1, by: nil) }
                    await database.close()
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `every text of the schema is compared by its bytes`() async throws {
        try await withDatabase([.postgreSQL]) { database throws in
            let others = try await database.read { transaction throws in
                try transaction.rows(
                    """
                    SELECT table_name || '.' || column_name FROM information_schema.columns
                    WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
                    """
                ) { $0.text(0) }
            }
            #expect(others == [])
        }
    }

    @Test func `tables of events are tidied up long before a fifth of them has changed`() async throws {
        try await withDatabase([.postgreSQL]) { database throws in
            let options = try await database.read { transaction throws in
                try transaction.rows(
                    """
                    SELECT CAST(relname AS text), array_to_string(reloptions, ' ') FROM pg_class
                    WHERE reloptions IS NOT NULL AND relkind = 'r' ORDER BY 1
                    """
                ) { ($0.text(0), $0.text(1)) }
            }
            #expect(options.map(\.0) == ["event_addresses", "event_details", "event_sums", "events"])
            for (_, options) in options {
                for name in ["vacuum", "vacuum_insert", "analyze"] {
                    #expect(options.contains("autovacuum_\(name)_scale_factor=0.02"))
                }
            }
        }
    }
}
