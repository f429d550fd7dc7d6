import Glibc
import Dispatch
import FoundationEssentials
import Storage
import TestSupport
import Testing

/// What every driver does.
struct DatabaseTests {
    struct Stop: Error {}

    @Test(.shows("ASVS-2.3.3", "ASVS-16.5.3")) func `a write whose body throws leaves nothing`() async throws {
        try await withDatabase { database throws in
            await #expect(throws: Stop.self) {
                try await database.write { transaction throws in
                    try transaction.settings.set("a", "b", at: 1, by: nil)
                    throw Stop()
                }
            }
            #expect(try await database.read { try $0.settings.all() } == [:])
        }
    }

    @Test func `brief reads from many tasks at once see what is there`() async throws {
        try await withDatabase { database throws in
            try await database.write { try $0.settings.set("a", "b", at: 1, by: nil) }
            try await withThrowingTaskGroup(of: String?.self) { group in
                for index in 0..<600 {
                    group.addTask {
                        // Many more long reads than readers: brief ones must not wait for them.
                        if index % 2 == 0 { return try await database.read { try $0.settings.value("a") } }
                        if index % 10 == 1 {
                            try await database.write { try $0.settings.set("c", "d", at: 1, by: nil) }
                        }
                        return try await database.readBriefly { try $0.settings.value("a") }
                    }
                }
                for try await value in group { #expect(value == "b") }
            }
        }
    }

    @Test func `a read cannot write`() async throws {
        try await withDatabase { database throws in
            await #expect(throws: StorageError.self) {
                try await database.read { try $0.settings.set("a", "b", at: 1, by: nil) }
            }
        }
    }

    @Test(.shows("ASVS-1.2.4")) func `a parameter without a value is refused`() async throws {
        try await withDatabase { database throws in
            await #expect(throws: StorageError.self) {
                try await database.read { try $0.rows("SELECT :a, :b", ["a": .null]) { _ in } }
            }
        }
    }

    @Test func `every kind of value comes back as it went`() async throws {
        try await withDatabase { database throws in
            try await database.read { transaction throws in
                let values: [String: Value] = [
                    "a": .integer(.min), "b": .integer(.max), "c": .text(""), "d": .text("ü"), "e": .bytes([]),
                    "f": .bytes([0, 255]), "g": .null,
                ]
                try transaction.forEach("SELECT :g, :f, :e, :d, :c, :b, :a, CAST(:d AS TEXT) || '!'", values) { row in
                    #expect(row.isNull(0) && row.text(0) == "" && row.bytes(0) == [] && row.integer(0) == 0)
                    #expect(row.bytes(1) == [0, 255])
                    #expect(!row.isNull(2) && row.bytes(2) == [])
                    #expect(row.text(3) == "ü")
                    #expect(!row.isNull(4) && row.text(4) == "")
                    #expect(row.integer(5) == .max && row.integer(6) == .min)
                    #expect(row.text(7) == "ü!")
                }
            }
        }
    }

    @Test func `a query may run within the rows of the same query`() async throws {
        try await withDatabase { database throws in
            try await database.read { transaction throws in
                var pairs: [[Int64]] = []
                let sql = "SELECT 1 UNION ALL SELECT 2"
                try transaction.forEach(sql, [:]) { outer in
                    try transaction.forEach(sql, [:]) { pairs.append([outer.integer(0), $0.integer(0)]) }
                }
                #expect(pairs == [[1, 1], [1, 2], [2, 1], [2, 2]])
            }
        }
    }

    @Test func `after closing every call says so`() async throws {
        try await withPlace { place throws in
            let database = try place.open()
            await database.close()
            await database.close()
            await #expect(throws: StorageError.closed) { try await database.read { _ in } }
            await #expect(throws: StorageError.closed) { try await database.readBriefly { _ in } }
            await #expect(throws: StorageError.closed) { try await database.write { _ in } }
        }
    }

    @Test func `what is under way when it closes either counts or says that it does not`() async throws {
        try await withPlace { place throws in
            let database = try place.open()
            let written = await withTaskGroup(of: String?.self) { group in
                for index in 0..<200 {
                    group.addTask {
                        do {
                            try await database.write { try $0.settings.set("\(index)", "x", at: 1, by: nil) }
                            return "\(index)"
                        } catch {
                            #expect(error as? StorageError == .closed, "\(error)")
                            return nil
                        }
                    }
                    if index == 100 {
                        group.addTask {
                            await database.close(); return nil
                        }
                    }
                }
                return await group.reduce(into: Set<String>()) { if let key = $1 { $0.insert(key) } }
            }
            let again = try place.open()
            #expect(try await Set(again.read { try $0.settings.all() }.keys) == written)
            await again.close()
        }
    }

    @Test(arguments: [0, 300_000] as [UInt32])
    func `a cancelled write leaves nothing and harms nothing`(pause: UInt32) async throws {
        try await withDatabase { database throws in
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try await database.write { transaction throws in
                    try transaction.settings.set("a", "b", at: 1, by: nil)
                    start.finish()
                    // The order to stop comes before the statement or after its beginning.
                    usleep(pause)
                    // Many seconds of work, unless it is stopped.
                    try transaction.forEach(
                        """
                        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000000)
                        SELECT max(i) FROM n
                        """, [:]
                    ) { _ in }
                }
            }
            for await _ in started {}
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await database.read { try $0.settings.all() } == [:])
            try await database.write { try $0.settings.set("c", "d", at: 1, by: nil) }
            #expect(try await database.read { try $0.settings.all() } == ["c": "d"])
        }
    }
}
