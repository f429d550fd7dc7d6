import Storage
import TestSupport
import Testing

@Suite(.shows("ABUSE-11")) struct FullDiskTests {
    @Test func `a full disk is told, harms nothing, and heals`() async throws {
        try await withSQLite { database throws in
            try await database.write { try $0.settings.set("a", "b", at: 1, by: nil) }
            let records = (0..<5000).map { BanRecord.numbered(10, $0) }
            try await database.write { transaction throws in
                let pages = try transaction.first("PRAGMA page_count") { $0.integer(0) } ?? 0
                try transaction.forEach("PRAGMA max_page_count = \(pages + 4)", [:]) { _ in }
            }
            await #expect(throws: StorageError.full) { try await database.enter(records) }
            #expect(try await database.read { try $0.bans.count(BanQuery()) } == 0)
            #expect(try await database.read { try $0.settings.value("a") } == "b")
            try await database.write { try $0.forEach("PRAGMA max_page_count = 1000000", [:]) { _ in } }
            try await database.enter(records)
            #expect(try await database.read { try $0.bans.count(BanQuery()) } == 5000)
            #expect(try await database.integrity() == "ok")
        }
    }
}
