import FoundationEssentials
import TestSupport
import Testing

@testable import Storage

@Suite(.shows("ABUSE-14")) struct SQLiteFileTests {
    @Test func `a file whose writer was killed before it was in WAL mode opens`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/bangui.sqlite"
            // Small pages of a large change reach the file before the commit, which never comes.
            let program = """
                import os, sqlite3, sys
                c = sqlite3.connect(sys.argv[1], isolation_level=None)
                c.execute("CREATE TABLE leftover (x)")
                c.execute("INSERT INTO leftover VALUES (zeroblob(100000))")
                c.execute("PRAGMA cache_size = 1")
                c.execute("BEGIN IMMEDIATE")
                for _ in range(50): c.execute("UPDATE leftover SET x = randomblob(100000)")
                os._exit(0)
                """
            _ = try runProgram(["/usr/bin/python3", "-c", program, path])
            #expect(FileManager.default.fileExists(atPath: path + "-journal"))
            let database = try SQLiteDatabase(path: path)
            #expect(try await database.integrity() == "ok")
            await database.close()
        }
    }

    static func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int) & 0o777
    }

    static func contents(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    @Test(.shows("ASVS-14.2.4")) func `the files are for their owner only, also where they were not`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            #expect(FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o644]))
            let database = try SQLiteDatabase(path: path)
            try await database.write { try $0.settings.set("a", "b", at: 1, by: nil) }
            for suffix in ["", "-wal", "-shm"] { #expect(try Self.mode(path + suffix) == 0o600) }
            await database.close()
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        }
    }

    @Test func `a missing folder is told, not made`() async throws {
        try await withFolder { folder throws in
            let error = #expect(throws: StorageError.self) { try SQLiteDatabase(path: folder + "/none/b.sqlite") }
            guard case .failed(let words) = error else { throw try #require(error) }
            #expect(words.contains("No such file or directory"))
            #expect(!FileManager.default.fileExists(atPath: folder + "/none"))
        }
    }

    @Test func `a newer schema is refused and left as it is`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            let database = try SQLiteDatabase(path: path)
            try await database.write { transaction throws in
                try transaction.settings.set("a", "b", at: 1, by: nil)
                try transaction.execute("PRAGMA user_version = 9000", [:])
            }
            await database.close()
            let before = try Self.contents(path)
            #expect(throws: StorageError.newerSchema(found: 9000, known: Migration.all.count)) {
                try SQLiteDatabase(path: path)
            }
            #expect(try Self.contents(path) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains("before") } == [])
        }
    }

    @Test func `a file that is no database is refused and left as it is`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            let text = Data(String(repeating: "this is no database\n", count: 500).utf8)
            try text.write(to: URL(filePath: path))
            let error = #expect(throws: StorageError.self) { try SQLiteDatabase(path: path) }
            guard case .damaged = error else { throw try #require(error) }
            #expect(try Self.contents(path) == text)
        }
    }

    @Test func `a file cut in half is refused and left as it is`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            let database = try SQLiteDatabase(path: path)
            try await database.enter((0..<2000).map { .numbered(10, $0) })
            await database.close()
            let whole = try Self.contents(path)
            let half = Data(whole.prefix(whole.count / 8192 * 4096))
            try half.write(to: URL(filePath: path))
            let error = #expect(throws: StorageError.self) { try SQLiteDatabase(path: path) }
            guard case .damaged = error else { throw try #require(error) }
            #expect(try Self.contents(path) == half)
        }
    }

    @Test func `the full check finds turned bytes`() async throws {
        try await withFolder { folder throws in
            let path = folder + "/b.sqlite"
            var database = try SQLiteDatabase(path: path)
            try await database.enter((0..<2000).map { .numbered(10, $0) })
            #expect(try await database.integrity() == "ok")
            await database.close()
            var bytes = try Self.contents(path)
            for offset in stride(from: bytes.count - 4096 * 10, to: bytes.count, by: 4096) {
                bytes.replaceSubrange(offset..<offset + 64, with: repeatElement(0x5a, count: 64))
            }
            try bytes.write(to: URL(filePath: path))
            database = try SQLiteDatabase(path: path)
            let opened = database
            let result = await Result { try await opened.integrity() }
            switch result {
            case .success(let words): #expect(words != "ok")
            case .failure(let error):
                guard case .damaged? = error as? StorageError else { throw error }
            }
            await database.close()
        }
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
