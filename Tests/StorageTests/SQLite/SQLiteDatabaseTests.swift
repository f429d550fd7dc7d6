import Storage
import TestSupport
import Testing

struct SQLiteDatabaseTests {
    @Test(.shows("ABUSE-9")) func `what was told to a person is synced to the disk, what can be learnt again is not`()
        async throws
    {
        try await withSQLite { database throws in
            for (durability, expected) in [
                (Durability.telemetry, 1), (.acknowledged, 2), (.acknowledged, 2), (.telemetry, 1),
            ] {
                let level = try await database.write(durability) { transaction in
                    try transaction.first("PRAGMA synchronous") { $0.integer(0) }
                }
                #expect(level == Int64(expected))
            }
            #expect(try await database.read { try $0.first("PRAGMA journal_mode") { $0.text(0) } } == "wal")
            #expect(try await database.read { try $0.first("PRAGMA foreign_keys") { $0.integer(0) } } == 1)
        }
    }
}
