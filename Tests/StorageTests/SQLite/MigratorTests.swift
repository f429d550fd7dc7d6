import FoundationEssentials
import GRDB
import TestSupport
import Testing

@testable import Storage

@Suite(.shows("ABUSE-14")) struct MigratorTests {
    static let second = Migration(
        number: Migration.all.count + 1, sql: "CREATE TABLE added (a INTEGER) STRICT; INSERT INTO added VALUES (1)")
    static let broken = Migration(
        number: Migration.all.count + 1, sql: "CREATE TABLE added (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1)")

    /// A database of the present schema with one setting, closed.
    static func make(_ path: String) async throws {
        let database = try SQLiteDatabase(path: path)
        try await database.write { try $0.settings.set("a", "b", at: 1, by: nil) }
        await database.close()
    }

    @Test func `the steps are numbered from 1 without gaps`() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
    }

    @Test func `a new file is not copied`() async throws {
        try await withFolder { folder throws in
            try await Self.make(folder + "/b.sqlite")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["b.sqlite"])
        }
    }

    @Test func `a copy of the data is made before the first pending step`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            try await Self.make(path)
            let pool = try DatabasePool(path: path)
            try Migrator(path: path, pool: pool).run(Migration.all + [Self.second])
            #expect(try pool.read { try Migrator.version($0) } == Self.second.number)
            #expect(try pool.read { try $0.tableExists("added") })
            // Nothing is left to do the second time.
            try Migrator(path: path, pool: pool).run(Migration.all + [Self.second])
            try pool.close()
            let copy = path + ".before-\(Self.second.number)"
            #expect(try SQLiteFileTests.mode(copy) == 0o600)
            let copied = try SQLiteDatabase(path: copy)
            #expect(try await copied.read { try $0.settings.value("a") } == "b")
            #expect(try await copied.integrity() == "ok")
            await copied.close()
            // Neither a half copy nor a log of the copy is left beside it.
            let left = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains("before") }
            #expect(left == ["b.sqlite.before-\(Self.second.number)"])
        }
    }

    @Test func `a step that fails leaves the schema before it`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            try await Self.make(path)
            let pool = try DatabasePool(path: path)
            #expect(throws: (any Error).self) {
                try Migrator(path: path, pool: pool).run(Migration.all + [Self.broken])
            }
            #expect(try pool.read { try Migrator.version($0) } == Migration.all.count)
            #expect(try pool.read { try !$0.tableExists("added") })
            try pool.close()
            let again = try SQLiteDatabase(path: path)
            #expect(try await again.read { try $0.settings.value("a") } == "b")
            await again.close()
        }
    }
}
