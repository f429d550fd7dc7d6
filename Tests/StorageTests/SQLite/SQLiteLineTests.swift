import Dispatch
import Synchronization
import TestSupport
import Testing

@testable import Storage

@Suite struct SQLiteLineTests {
    /// What readers wait for until a test opens it.
    private final class Door: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)
        private let inside = Mutex(0)

        var count: Int { inside.withLock { $0 } }
        func pass() {
            inside.withLock { $0 += 1 }
            _ = semaphore.wait(timeout: .now() + 60)
        }
        func open(_ count: Int) { for _ in 0..<count { semaphore.signal() } }
    }

    /// How many are there at the same time.
    private final class Crowd: Sendable {
        private let counts = Mutex((now: 0, most: 0))

        var now: Int { counts.withLock { $0.now } }
        var most: Int { counts.withLock { $0.most } }

        func visit() async {
            counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            await Task.yield()
            counts.withLock { $0.now -= 1 }
        }
    }

    private func with(
        busyTimeout: Double, _ body: (SQLiteDatabase, String) async throws -> Void
    ) async throws {
        let folder = try TestSupport.TemporaryFolder()
        let path = folder.file("bangui.sqlite")
        let database = try SQLiteDatabase(path: path, busyTimeout: busyTimeout)
        try await body(database, path)
        await database.close()
    }

    @Test func `whoever finds all connections in use is told so in time, and short looks go on`() async throws {
        try await with(busyTimeout: 0.5) { database, _ in
            let door = Door()
            let holding = (0..<SQLiteDatabase.readers).map { _ in
                Task { try await database.read { _ in door.pass() } }
            }
            #expect(await eventually { door.count == SQLiteDatabase.readers })
            await #expect(throws: StorageError.busy) {
                try await database.read { _ in Issue.record("there is no place") }
            }
            #expect(try await database.readBriefly { try $0.first("SELECT 1") { $0.integer(0) } } == 1)
            let waiting = Task { try await database.read { _ in 7 } }
            door.open(holding.count)
            for task in holding { try await task.value }
            #expect(try await waiting.value == 7)
            #expect(try await database.read { _ in 8 } == 8)
        }
    }

    @Test func `all who wait behind a lock of another program are told at the same time`() async throws {
        try await with(busyTimeout: 1) { database, path in
            let other = try SQLiteDatabase(path: path)
            let door = Door()
            let locking = Task { try await other.write(.telemetry) { _ in door.pass() } }
            #expect(await eventually { door.count == 1 })
            let start = ContinuousClock.now
            let refused = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        do {
                            if number.isMultiple(of: 2) {
                                _ = try await database.write(.telemetry) { try $0.execute("DELETE FROM bans", [:]) }
                            } else {
                                _ = try await database.writeBriefly { try $0.execute("DELETE FROM bans", [:]) }
                            }
                            return false
                        } catch {
                            return error as? StorageError == .busy
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(refused == 20)
            // One after the other they would have waited for twenty seconds.
            #expect(ContinuousClock.now - start < .seconds(12))
            #expect(try await database.read { _ in 1 } == 1)
            door.open(1)
            try await locking.value
            for _ in 0..<3 { _ = try await database.writeBriefly { try $0.execute("DELETE FROM bans", [:]) } }
            await other.close()
        }
    }

    @Test func `places go to those who wait, in their order, and none is lost`() async throws {
        let line = SQLiteLine(places: 2, patience: .seconds(60))
        let crowd = Crowd()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 { group.addTask { try await line.run { await crowd.visit() } } }
            try await group.waitForAll()
        }
        #expect(crowd.most <= 2 && crowd.now == 0)
        try await line.run { try await line.run {} }
    }
}
