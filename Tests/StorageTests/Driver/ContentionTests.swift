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
