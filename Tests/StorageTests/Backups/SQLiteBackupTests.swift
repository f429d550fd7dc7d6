import FoundationEssentials
import GRDB
import TestSupport
import Testing

@testable import Storage

struct SQLiteBackupTests {
    @Test(.shows("ABUSE-16")) func `a copy of what is written to all the time is of one moment and comes to an end`()
        async throws
    {
        try await withFolder { folder throws in
            let source = folder + "/b.sqlite"
            let database = try SQLiteDatabase(path: source)
            try await Twins.prepare(database)
            // Another connection, as that of a running server, which commits between all steps of the copy.
            let writer = try DatabaseQueue(path: source)
            var copy = SQLiteCopy(source: source, target: try SomeBackup.empty(folder + "/copy"))
            copy.pagesPerStep = 8
            var number = 0
            _ = try SQLiteBackup.write(copy, [], SomeBackup.stamp) { _, all in
                number += 1
                try #require(number <= all, "the copy begins anew with every write")
                try writer.write {
                    try $0.execute(
                        sql: "UPDATE settings SET setting_value = ? WHERE setting_key IN ('a', 'z')",
                        arguments: ["\(number)"])
                }
            }
            #expect(number > 10)
            #expect(try Twins.read(copy.target) == ("0", "0"))
            #expect(try Twins.read(source) == ("\(number)", "\(number)"))
            #expect(try SQLiteBackup.read(copy.target).info.schema == Migration.all.count)
            try writer.close()
            await database.close()
        }
    }

    @Test func `it is one file, tells what is in it and leaves the source as it was`() async throws {
        try await withFolder { folder throws in
            let backup = try await SomeBackup(in: folder)
            let contents = try SQLiteBackup.read(backup.path)
            #expect(contents.files == [SomeBackup.secret])
            #expect(
                contents.info
                    == BackupInfo(
                        formatVersion: 1, programVersion: "0.1.0", madeAt: 1_800_000_000,
                        schema: Migration.all.count, setupID: "tower"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["b.sqlite", "backup"])
            let source = try SQLiteDatabase(path: folder + "/b.sqlite")
            let tables = try await source.read { transaction in
                try transaction.rows("SELECT name FROM sqlite_schema WHERE name LIKE 'backup%'") { $0.text(0) }
            }
            #expect(tables.isEmpty)
            await source.close()
        }
    }

    @Test func `an older schema is copied as it is`() async throws {
        try await withFolder { folder throws in
            let source = folder + "/old.sqlite"
            let queue = try DatabaseQueue(path: source)
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: Migration.first.sql)
                try database.execute(
                    sql: "PRAGMA user_version = 1; INSERT INTO settings VALUES ('setup.id', 'tower', 1, NULL)")
            }
            try queue.close()
            let target = try SomeBackup.empty(folder + "/backup")
            #expect(try SQLiteBackup.write(source, to: target, files: [], stamp: SomeBackup.stamp).schema == 1)
            #expect(try SQLiteBackup.read(target).info.schema == 1)
            #expect(try SQLiteFileTests.version(of: source) == 1)
        }
    }

    @Test func `a source of a later program is refused`() async throws {
        try await withFolder { folder throws in
            let backup = try await SomeBackup(in: folder)
            try backup.execute("PRAGMA user_version = 9000")
            #expect(throws: BackupFault.newerSchema(found: 9000, known: Migration.all.count)) {
                try SQLiteBackup.write(
                    backup.path, to: try SomeBackup.empty(folder + "/second"), files: [], stamp: SomeBackup.stamp)
            }
        }
    }

    @Test func `what is unpacked has neither the tables of the backup nor sign-ins nor secrets`() async throws {
        try await withFolder { folder throws in
            let backup = try await SomeBackup(in: folder)
            try backup.execute("UPDATE backup_files SET content = CAST('a key that nobody else has' AS BLOB)")
            let target = try SomeBackup.empty(folder + "/unpacked")
            try SQLiteBackup.unpack(backup.path, to: target)
            let bytes = try Data(contentsOf: URL(filePath: target))
            #expect(try backup.bytes().firstRange(of: Data("a key that nobody else has".utf8)) != nil)
            #expect(bytes.firstRange(of: Data("a key that nobody else has".utf8)) == nil)
            let database = try SQLiteDatabase(path: target)
            let (names, sessions) = try await database.read { transaction throws in
                let tables = "SELECT name FROM sqlite_schema WHERE name LIKE 'backup%'"
                return (
                    try transaction.users.all().map(\.name) + transaction.rows(tables) { $0.text(0) },
                    try transaction.rows("SELECT 1 FROM sessions UNION ALL SELECT 2 FROM api_tokens") { $0.integer(0) }
                )
            }
            #expect(names == ["ada"] && sessions == [])
            #expect(try await database.integrity() == "ok")
            await database.close()
        }
    }
}

extension SQLiteFileTests {
    static func version(of path: String) throws -> Int {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { try Migrator.version($0) }
    }
}
