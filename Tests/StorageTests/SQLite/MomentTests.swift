import Storage
import Testing

struct MomentTests {
    struct Stop: Error {}

    @Test func `the moment stays while nothing is committed`() async throws {
        try await withSQLite { database throws in
            let first = try await database.moment()
            #expect(first != nil)
            _ = try await database.read { try $0.settings.all() }
            _ = try await database.readBriefly { try $0.settings.all() }
            try? await database.write { transaction throws in
                try transaction.settings.set("a", "b", at: 1, by: nil)
                throw Stop()
            }
            #expect(try await database.moment() == first)
        }
    }

    @Test func `every commit begins another moment, whatever it must survive`() async throws {
        try await withSQLite { database throws in
            var last = try await database.moment()
            for durability in [Durability.acknowledged, .telemetry, .telemetry, .acknowledged] {
                try await database.write(durability) { try $0.settings.set("a", "b", at: 1, by: nil) }
                let next = try await database.moment()
                #expect(next != last)
                last = next
            }
        }
    }

    @Test func `a commit by another program begins another moment`() async throws {
        try await withFolder { folder throws in
            let database = try SQLiteDatabase(path: folder + "/bangui.sqlite")
            let other = try SQLiteDatabase(path: folder + "/bangui.sqlite")
            let before = try await database.moment()
            try await other.write { try $0.settings.set("a", "b", at: 1, by: nil) }
            #expect(try await database.moment() != before)
            await other.close()
            await database.close()
        }
    }

    @Test func `a closed database tells no moment`() async throws {
        try await withFolder { folder throws in
            let database = try SQLiteDatabase(path: folder + "/bangui.sqlite")
            await database.close()
            await #expect(throws: StorageError.closed) { try await database.moment() }
        }
    }
}
