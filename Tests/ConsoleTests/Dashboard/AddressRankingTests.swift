import Storage
import TestSupport
import Testing

@testable import Console

@Suite struct AddressRankingTests {
    @Test func `what was counted is kept for a while, under its name`() async throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.file("b.sqlite"))
        // A request that waits for as long as it takes is never told that it is being counted.
        let ranking = AddressRanking(database: database, pulse: Pulse(), patience: .seconds(60))
        func append(_ id: String) async throws {
            try await database.write(.telemetry) { transaction in
                _ = try transaction.events.append([
                    EventRecord(host: "local", at: 50, kind: .found, source: .log, jail: "one", banID: id)
                ])
            }
        }
        try await append("192.0.2.1")
        let began = ContinuousClock.now
        #expect(try await ranking.addresses(in: 0..<100, name: "a")?.map(\.id) == ["192.0.2.1"])
        try await append("192.0.2.2")
        let kept = try await ranking.addresses(in: 0..<100, name: "a")?.count
        // On a machine that took three seconds for this, it was counted anew.
        if ContinuousClock.now - began < .seconds(3) { #expect(kept == 1) }
        #expect(try await ranking.addresses(in: 0..<100, name: "b")?.count == 2)
        await database.close()
    }

    @Test(.shows("ASVS-15.2.2"))
    func `who would wait too long is told that it is being counted, and the pulse when it is`() async throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.file("b.sqlite"))
        let pulse = Pulse()
        let ranking = AddressRanking(database: database, pulse: pulse, patience: .zero)
        let seen = pulse.count
        if try await ranking.addresses(in: 0..<100, name: "a") == nil {
            #expect(await pulse.wait(beyond: seen, atMost: .seconds(60)) != seen)
        }
        #expect(try await ranking.addresses(in: 0..<100, name: "a") == [])
        await database.close()
    }

    @Test func `a fault of the database is told, and the next request tries anew`() async throws {
        let folder = try TemporaryFolder()
        let database = try SQLiteDatabase(path: folder.file("b.sqlite"))
        let ranking = AddressRanking(database: database, pulse: Pulse(), patience: .seconds(60))
        await database.close()
        for _ in 0..<2 {
            await #expect(throws: StorageError.closed) { try await ranking.addresses(in: 0..<100, name: "a") }
        }
    }
}
