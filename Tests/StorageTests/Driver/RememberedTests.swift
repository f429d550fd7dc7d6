import Storage
import Synchronization
import Testing

struct RememberedTests {
    @Test func `a value is read once while nothing is committed, and again after any commit`() async throws {
        try await withSQLite { database throws in
            let (reads, remembered) = (Counter(), Remembered<String, String?>(database, capacity: 10))
            let value = { @Sendable in
                try await remembered.value("a") { transaction in
                    reads.count()
                    return try transaction.settings.value("a")
                }
            }
            #expect(try await value() == nil)
            #expect(try await value() == nil)
            #expect(reads.total == 1)
            try await database.write { try $0.settings.set("a", "new", at: 1, by: nil) }
            #expect(try await value() == "new")
            #expect(try await value() == "new")
            #expect(reads.total == 2)
            // One of another subject too: the database tells no more than that something has changed.
            try await database.write { try $0.settings.set("b", "x", at: 1, by: nil) }
            #expect(try await value() == "new")
            #expect(reads.total == 3)
        }
    }

    @Test func `no read is older than the last commit, with many at once`() async throws {
        try await withSQLite { database throws in
            let remembered = Remembered<String, String?>(database, capacity: 10)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for reader in 0..<4 {
                    group.addTask {
                        for round in 0..<100 {
                            let name = "\(reader)"
                            try await database.write(.telemetry) {
                                try $0.settings.set(name, "\(round)", at: 1, by: nil)
                            }
                            let seen = try await remembered.value(name) { try $0.settings.value(name) }
                            #expect(seen == "\(round)")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `more values than it may keep let go of the others`() async throws {
        try await withSQLite { database throws in
            let (reads, remembered) = (Counter(), Remembered<Int, Int>(database, capacity: 2))
            for key in [1, 2, 1, 2, 3, 3, 1] {
                let value = try await remembered.value(key) { _ in
                    reads.count()
                    return key * 10
                }
                #expect(value == key * 10)
            }
            #expect(reads.total == 4)
        }
    }

    @Test func `a database that cannot tell is read every time`() async throws {
        try await withSQLite { database throws in
            let (reads, remembered) = (Counter(), Remembered<Int, Int>(SilentDatabase(real: database), capacity: 2))
            for _ in 0..<3 {
                _ = try await remembered.value(1) { _ in
                    reads.count()
                    return 1
                }
            }
            #expect(reads.total == 3)
        }
    }
}

/// Counts how often the database was read.
private final class Counter: Sendable {
    private let value = Mutex(0)
    var total: Int { value.withLock { $0 } }
    func count() { value.withLock { $0 += 1 } }
}

/// A driver that has nothing to tell a change by.
private struct SilentDatabase: Database {
    let real: SQLiteDatabase

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result { try await real.read(body) }

    func write<Result: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result { try await real.write(durability, body) }

    func close() async { await real.close() }
}
