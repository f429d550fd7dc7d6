import Fail2ban
import Logging
import Storage
import TestSupport
import Testing

@testable import Console

@Suite(.serialized) struct BanTests {
    @Test func `each id's result is what the daemon then says, in any spelling and in several jails`() async throws {
        let world = try await GuardedWorld.start()
        try world.fail2ban.client(["set", "one", "banip", "192.0.2.2"])
        let record = try await world.ban(
            ["192.0.2.1", " 192.0.2.2 ", "2001:DB8:0:0::1", "198.51.100.7/24", "2001:db8::1"], in: ["one", "two"])
        #expect(
            record.results() == [
                "192.0.2.1": .done, "192.0.2.2": .already, "2001:db8::1": .done, "198.51.100.0/24": .done,
            ])
        #expect(record.results(in: "two")["192.0.2.2"] == .done)
        #expect(record.items.count == 8)
        let expected: Set = ["192.0.2.1", "192.0.2.2", "2001:db8::1", "198.51.100.0/24"]
        #expect(try world.banned() == expected)
        #expect(try world.banned("two") == expected)
        #expect(try await world.mirrored("two") == expected)
        await world.look()
        #expect(try await world.mirrored() == expected)
    }

    @Test(.shows("ASVS-2.2.1")) func `what cannot be used is named by its field and nothing is done`() async throws {
        let world = try await GuardedWorld.start()
        func faults(_ request: BanRequest) async -> [String] {
            do {
                _ = try await world.bans.ban(request, by: .ada)
                return []
            } catch OperationError.invalid(let faults) {
                return faults.map(\.field)
            } catch {
                return ["\(error)"]
            }
        }
        #expect(await faults(BanRequest(addresses: ["192.0.2.1"], jails: ["absent"])) == ["jails"])
        #expect(await faults(BanRequest(addresses: ["192.0.2.1"], jails: [])) == ["jails"])
        #expect(await faults(BanRequest(addresses: [" "], jails: ["one"])) == ["addresses"])
        #expect(await faults(BanRequest(addresses: ["user1", "0.0.0.0/0"], jails: ["one"])).count == 2)
        #expect(await faults(BanRequest(addresses: ["192.0.2.1"], jails: ["one"], duration: "soon")) == ["duration"])
        let long = String(repeating: "x", count: 501)
        #expect(await faults(BanRequest(addresses: ["192.0.2.1"], jails: ["one"], reason: long)) == ["reason"])
        let many = (0...1000).map { "10.0.\($0 / 256).\($0 % 256)" }
        #expect(await faults(BanRequest(addresses: many, jails: ["one"])) == ["addresses"])
        #expect(try world.banned() == [])
        #expect(try await world.database.read { try $0.operations.latest(limit: 10) } == [])
    }

    @Test func `a thousand at once are banned, recorded and mirrored`() async throws {
        let world = try await GuardedWorld.start([TestJail("one", ["action": ""])])
        let many = (0..<1000).map { "10.0.\($0 / 256).\($0 % 256)" }
        let record = try await world.ban(many, for: "1h", keep: true)
        #expect(record.items.count == 1000)
        #expect(record.items.allSatisfy { $0.result == .done })
        #expect(try world.banned() == Set(many))
        #expect(try await world.mirrored() == Set(many))
        #expect(try await world.plans().count == 1000)
        let undone = try await world.bans.undo(record.id, by: .ada)
        #expect(undone.items.allSatisfy { $0.result == .done })
        #expect(try world.banned() == [])
    }

    @Test func `operation, rows and planned ends are there together after the database is opened anew`() async throws {
        let world = try await GuardedWorld.start()
        let record = try await world.ban(["192.0.2.1", "192.0.2.2"], in: ["one", "two"], for: "1h")
        await world.database.close()
        let opened = try SQLiteDatabase(path: world.folder.file("bangui.sqlite"))
        let (operation, items) = try #require(
            try await opened.read { try $0.operations.find(id: record.id) })
        #expect(operation.actorName == "ada")
        #expect(operation.duration == 3600)
        #expect(items.count == 4)
        #expect(try await opened.read { try $0.plannedEnds.all(host: "local") }.count == 4)
        #expect(try await opened.read { try $0.bans.page(BanQuery()) }.total == 4)
        await opened.close()
    }

    @Test func `a ban is announced for each jail before it is sent, and stored by one write`() async throws {
        let world = try await GuardedWorld.start()
        let counting = CountingDatabase(world.database)
        let guarding = Guarding(
            host: world.host, database: counting, policy: GuardPolicy(), pulse: Pulse(), now: world.clock.now,
            newID: { "only" }, logger: .init(label: "test"))
        try await guarding.prepare()
        _ = try await guarding.bans.ban(
            BanRequest(addresses: ["192.0.2.1", "192.0.2.2"], jails: ["one", "two"], duration: "1h"), by: .ada)
        #expect(counting.writes == [.telemetry, .telemetry, .acknowledged])
    }

    @Test func `a ban whose caller went away is recorded all the same`() async throws {
        let world = try await GuardedWorld.start()
        let task = Task { try await world.ban(["192.0.2.1"], for: "1h") }
        task.cancel()
        let record = try? await task.value
        let isBanned = try world.banned() == ["192.0.2.1"]
        let stored = try await world.database.read { try $0.operations.latest(limit: 1) }
        #expect(stored.isEmpty == !isBanned)
        #expect(record == nil || isBanned)
        #expect(try await world.plans().keys.contains("192.0.2.1") == isBanned)
    }
}
