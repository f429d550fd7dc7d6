import Dispatch
import FoundationEssentials
import Storage
import TestSupport
import Testing

struct ContentionTests {
    @Test(.shows("ABUSE-12")) func `another's long write leaves reads alone, and makes a write busy in time`()
        async throws
    {
        try await withPlace { place throws in
            let other = try place.open()
            let database = try place.open(patience: 0.3)
            try await database.write { try $0.settings.set("a", "before", at: 1, by: nil) }
            let release = DispatchSemaphore(value: 0)
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try await other.write { transaction throws in
                    try transaction.settings.set("a", "after", at: 1, by: nil)
                    start.finish()
                    _ = release.wait(timeout: .now() + 60)
                }
            }
            defer { release.signal() }
            for await _ in started {}
            // The other still holds its lock when this returns.
            #expect(try await database.read { try $0.settings.value("a") } == "before")
            #expect(try await database.readBriefly { try $0.settings.value("a") } == "before")
            // In time: the other still holds its lock when this returns, for a minute if need be.
            let writing = await ContinuousClock().measure { () async in
                await #expect(throws: StorageError.busy) {
                    try await database.write { try $0.settings.set("a", "mine", at: 1, by: nil) }
                }
            }
            #expect(writing >= .milliseconds(250) && writing < .seconds(30))
            release.signal()
            try await task.value
            try await database.write { try $0.settings.set("a", "mine", at: 1, by: nil) }
            #expect(try await other.read { try $0.settings.value("a") } == "mine")
            await database.close()
            #expect(try await other.read { try $0.settings.value("a") } == "mine")
            await other.close()
        }
    }

    @Test(.shows("ABUSE-12")) func `writes in line are busy in the time of one, not one after the other`() async throws
    {
        try await withPlace { place throws in
            let other = try place.open()
            let database = try place.open(patience: 1)
            try await withHeldWriter(of: other) {
                let waiting = await ContinuousClock().measure { () async in
                    await withTaskGroup(of: Void.self) { group in
                        for _ in 0..<12 {
                            group.addTask {
                                await #expect(throws: StorageError.busy) {
                                    try await database.write { try $0.settings.set("a", "mine", at: 1, by: nil) }
                                }
                            }
                        }
                    }
                }
                #expect(waiting < .seconds(6), "\(waiting)")
            }
            await database.close()
            await other.close()
        }
    }

    @Test(.shows("ABUSE-12")) func `a brief write that has to wait holds up nobody on its thread`() async throws {
        try await withPlace { place throws in
            let other = try place.open()
            let database = try place.open(patience: 4)
            let desk = Desk()
            try await withHeldWriter(of: other) {
                let task = Task { try await desk.write(to: database) }
                // However late it begins: that it has ended first is what must not be.
                while await desk.began == false { try await Task.sleep(for: .milliseconds(10)) }
                #expect(await desk.ended == false)
                await #expect(throws: StorageError.busy) { try await task.value }
            }
            try await desk.write(to: database)
            await database.close()
            await other.close()
        }
    }

    /// Where one thing is done after the other, as on a loop that answers requests.
    private actor Desk {
        var began = false
        var ended = false

        func write(to database: any Database) async throws {
            began = true
            ended = false
            defer { ended = true }
            try await database.writeBriefly { try $0.settings.set("a", "brief", at: 1, by: nil) }
        }
    }

    /// Runs `body` while `other` holds the lock of writers.
    private func withHeldWriter(of other: any Database, _ body: () async throws -> Void) async throws {
        let release = DispatchSemaphore(value: 0)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await other.write { transaction throws in
                try transaction.settings.set("a", "after", at: 1, by: nil)
                start.finish()
                _ = release.wait(timeout: .now() + 60)
            }
        }
        for await _ in started {}
        do {
            try await body()
            release.signal()
        } catch {
            release.signal()
            throw error
        }
        try await task.value
    }

    @Test func `two that open and write the same file lose nothing`() async throws {
        try await withPlace { place throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<2 {
                    group.addTask {
                        // Long enough for all of the other's: SQLite gives turns by chance.
                        let database = try place.open(patience: 60)
                        for index in 0..<100 {
                            try await database.write { transaction throws in
                                // Read first, then write: a transaction that began as a reader would fail here.
                                let seen = try transaction.settings.all().count
                                try transaction.settings.set("\(writer) \(index)", "\(seen)", at: 1, by: nil)
                            }
                        }
                        await database.close()
                    }
                }
                try await group.waitForAll()
            }
            let database = try place.open()
            let settings = try await database.read { try $0.settings.all() }
            #expect(settings.count == 200)
            // One after the other: no two saw the same number.
            #expect(Set(settings.values).count == 200)
            await database.close()
        }
    }
}
