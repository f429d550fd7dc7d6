import Fail2ban
import Foundation
import Geo
import Host
import Outbound
import Storage
import TestSupport
import Testing

@testable import Console

struct GeoAskingTests {
    @Test func `addresses that no file knows are asked for, once, and what waited for them gets its place`()
        async throws
    {
        let world = try OnlineWorld()
        defer { world.server.close() }
        try world.put("DE", of: [8, 8, 4])
        #expect(try await world.round() == .nothing)
        try await world.ban("8.8.4.4", "9.8.7.6", "10.0.0.1", "9.9.9.9", "2606:4700:1:2:3::4", "robot", at: 1)
        // What a file knows and what is nobody's on the internet is settled at once; the others wait.
        let before = ["8.8.4.4 DE", "9.8.7.6 -", "10.0.0.1 ?", "9.9.9.9 -", "2606:4700:1:2:3::4 -", "robot -"]
        #expect(try await world.countries() == before)
        #expect(world.asking.look() == .work)
        #expect(try await world.round() == .done("Asked ip-api.com about 3 addresses."))
        #expect(world.server.asked == [["9.8.7.6", "9.9.9.9", "2606:4700:1:2::"]])
        let after = ["8.8.4.4 DE", "9.8.7.6 SE", "10.0.0.1 ?", "9.9.9.9 ?", "2606:4700:1:2:3::4 SE", "robot -"]
        #expect(try await world.countries() == after)
        let origin = try #require(try await world.pad.events().first { $0.banID == "9.8.7.6" }?.origin)
        // 2027-01-01, the month of the test's clock.
        #expect(origin.country?.source == .init(name: "ip-api.com", builtAt: 1_798_761_600))
        #expect(origin.network?.number == 64_500 && origin.network?.name == "Näm <b>")

        // From now on it is known when an event comes, negative answers too, and to whoever looks.
        try await world.ban("9.8.7.6", "9.9.9.9", "2606:4700:1:2:ffff::1", at: 2)
        let known = ["9.8.7.6 SE", "9.9.9.9 ?", "2606:4700:1:2:ffff::1 SE"]
        #expect(try await world.countries().suffix(3) == known)
        let finder = OriginFinder(world.desk)
        #expect(finder.current("9.8.7.6")?.country?.code == "SE" && finder.current("1.2.3.4") == Origin())
        #expect(world.asking.look() == .nothing)
        // Another life of the server reads what this one learned.
        let next = try OnlineWorld(after: world)
        #expect(try await next.round() == .nothing)
        try await next.ban("9.8.7.6", "9.9.9.9", at: 3)
        #expect(try await next.countries().suffix(2) == ["9.8.7.6 SE", "9.9.9.9 ?"])
        #expect(world.server.asked.count == 1)
    }

    @Test func `a ban in force gets its place with the answer`() async throws {
        let world = try OnlineWorld()
        defer { world.server.close() }
        let database = world.pad.database
        let keeper = BanPlaceKeeper(database: database, origins: OriginFinder(world.desk), logger: .dropping)
        let records = ["9.8.7.6", "9.9.9.9", "10.0.0.1"].map {
            BanRecord(.init(id: BanID(reading: $0)), host: .local, jail: JailName(existing: "sshd"))
        }
        try await database.write(.telemetry) { transaction in
            let effect = try transaction.bans.effect(host: "local", jail: "sshd", upserting: records, removing: [])
            try keeper.place(effect, in: "sshd", of: "local", transaction)
        }
        func inSweden() async throws -> Int {
            try await database.read { try $0.bans.count(BanQuery(origin: OriginFilter(country: "SE"))) }
        }
        _ = await keeper.look()
        #expect(try await inSweden() == 0)
        #expect(try await world.round() == .done("Asked ip-api.com about 2 addresses."))
        #expect(await keeper.look())
        #expect(try await inSweden() == 1)
        #expect(await !keeper.look())
    }

    @Test func `nothing is sent unless it is named and someone agreed`() async throws {
        for world in [try OnlineWorld(agreed: false), try OnlineWorld(service: .none)] {
            defer { world.server.close() }
            try world.put("DE", of: [8, 8, 4])
            try await world.ban("9.8.7.6", at: 1)
            #expect(world.asking.look() == .nothing)
            #expect(try await world.round() == .nothing)
            #expect(try await world.countries() == ["9.8.7.6 ?"] && world.server.asked.isEmpty)
            let source = world.desk.report.sources.first { $0.kind == .service }
            #expect(source?.state == (world.desk.online.service == .none ? nil : .refused))
            #expect(source?.isAsked != true)
        }
        let world = try OnlineWorld(agreed: false)
        defer { world.server.close() }
        try world.agree()
        world.desk.lookNow()
        try await world.ban("9.8.7.6", at: 1)
        #expect(try await world.round().hasDone && world.server.asked.count == 1)
        #expect(world.desk.report.sources.map(\.state) == [.loaded] && world.desk.report.subjects.count == 2)
    }

    @Test func `more than a hundred take several requests, no faster than it allows`() async throws {
        let world = try OnlineWorld()
        defer { world.server.close() }
        for number in 0..<250 { _ = OriginFinder(world.desk).origin(of: "9.8.\(number).1") }
        #expect(try await world.round() == .done("Asked ip-api.com about 250 addresses."))
        #expect(world.server.asked.map(\.count) == [100, 100, 50] && world.time.sum >= .seconds(10))
        // The queue is bounded: addresses of older events leave room to those that come.
        for number in 0..<3000 {
            _ = OriginFinder(world.desk).finding(of: "11.\(number >> 8).\(number & 255).1", for: .filling)
        }
        #expect(!world.desk.online.hasRoom && world.desk.online.takeWanted().count == GeoOnline.room.filling)
        for number in 0..<3000 { _ = OriginFinder(world.desk).origin(of: "12.\(number >> 8).\(number & 255).1") }
        #expect(world.desk.online.takeWanted().count == GeoOnline.room.capture - GeoOnline.room.filling)
    }

    @Test func `too many requests are answered by waiting as long as it says`() async throws {
        let world = try OnlineWorld()
        defer { world.server.close() }
        world.server.behave { _ in ("429 Too Many Requests\r\nX-Ttl: 42", "") }
        try await world.ban("9.8.7.6", at: 1)
        #expect(try await world.round() == .nothing)
        #expect(world.server.asked.count == 1 && world.asking.look() == .tooEarly)
        #expect(try await world.round() == .nothing && world.server.asked.count == 1)
        world.time.add(.seconds(41))
        world.server.behave { ("200 OK\r\nX-Rl: 0\r\nX-Ttl: 30", StandIn.body($0)) }
        #expect(try await world.round().hasDone && world.time.sum >= .seconds(42))
        #expect(try await world.countries() == ["9.8.7.6 SE"])
        // It said that nothing is left for half a minute.
        try await world.ban("9.8.7.7", at: 2)
        #expect(try await world.round() == .nothing)
        #expect(world.server.asked.count == 2 && world.asking.look() == .tooEarly)
    }

    @Test(.shows("ABUSE-34")) func `a service that fails is told of, delays nobody, and is asked again`() async throws {
        let world = try OnlineWorld()
        defer { world.server.close() }
        let ways: [StandIn.Answer] = [
            { _ in nil }, { _ in ("200 OK", "<html>") }, { _ in ("200 OK", "[]") }, { _ in ("503 Gone", "") },
            { _ in ("302 Found\r\nLocation: http://127.0.0.1:1/", "") }, { _ in ("429 No", "") },
            { ("200 OK", StandIn.body(["1.1.1.1"] + $0.dropFirst())) },
            { _ in ("200 OK", String(repeating: "x", count: 300_000)) },
        ]
        try await world.ban("9.8.7.6", at: 1)
        for (number, way) in ways.enumerated() {
            world.server.behave(way)
            for _ in 0..<(number == 5 ? 2 : 0) {
                #expect(try await world.round() == .nothing)
                world.time.add(.seconds(60))
            }
            await #expect(throws: TaskFault.self, "\(number)") { try await world.round() }
            let source = try #require(world.desk.report.sources.last)
            #expect(source.state == .kept && source.fault?.reason.hasPrefix("ip-api.com cannot be asked: ") == true)
            #expect(try await world.countries() == ["9.8.7.6 -"], "nothing is stored")
            world.time.add(.seconds(60))
        }
        world.server.behave(StandIn.sound)
        #expect(try await world.round().hasDone && world.desk.report.sources.last?.fault == nil)
        #expect(try await world.countries() == ["9.8.7.6 SE"])
    }

    @Test func `answers grow old, negative ones first, and who is seen is noted once a day`() async throws {
        let world = try OnlineWorld()
        defer { world.server.close() }
        func seen() async throws -> [Int64] {
            try await world.pad.database.read { try $0.geoCache.recent(limit: 9).map(\.lastSeen) }
        }
        try await world.ban("9.8.7.6", "9.9.9.9", at: 1)
        try await world.round()
        let start = world.clock.now()
        world.clock.advance(3600)
        try await world.ban("9.8.7.6", at: 2)
        #expect(world.asking.look() == .nothing)
        world.clock.advance(86_400)
        try await world.ban("9.8.7.6", at: 3)
        world.clock.advance(GeoOnline.sights.wait)
        #expect(world.asking.look() == .work)
        try await world.round()
        #expect(try await seen() == [start + 90_000, start])
        // Eight days later only the negative answer is asked for anew.
        world.clock.advance(8 * 86_400)
        world.server.behave { ("200 OK", StandIn.body($0)) }
        try await world.ban("9.8.7.6", "9.9.9.9", at: 4)
        #expect(try await world.countries().suffix(2) == ["9.8.7.6 SE", "9.9.9.9 -"])
        try await world.round()
        #expect(world.server.asked.last == ["9.9.9.9"])
        // After a month an old answer is given until a new one is there.
        world.clock.advance(31 * 86_400)
        world.server.behave { ("200 OK", StandIn.body($0, country: "FI")) }
        try await world.ban("9.8.7.6", at: 5)
        #expect(try await world.countries().last == "9.8.7.6 SE")
        try await world.round()
        try await world.ban("9.8.7.6", at: 6)
        #expect(try await world.countries().suffix(2) == ["9.8.7.6 SE", "9.8.7.6 FI"])
    }

    @Test func `what was not seen for as long as the settings say is removed, by night`() async throws {
        let (pad, clock) = (try Pad(), TestClock())
        let now = clock.now()
        try await pad.database.write(.telemetry) { transaction in
            try transaction.geoCache.keep(
                (0..<1200).map { number in
                    GeoCacheEntry(
                        address: IPAddress(v4: UInt32(number)).sortable, source: "ip-api.com", lookedUpAt: 0,
                        lastSeen: now - (number < 1100 ? 91 : 89) * 86_400)
                })
        }
        let task = BackgroundTask.geoCache(pad.database, days: 90, now: clock.now, sleep: { _ in })
        #expect(try await task.look(TaskMoment(now: now, hour: 12, isCutOff: false)) == .tooEarly)
        #expect(try await task.look(TaskMoment(now: now, hour: 4, isCutOff: false)) == .work)
        #expect(try await task.look(TaskMoment(now: now + 3 * 86_400, hour: 12, isCutOff: false)) == .work)
        #expect(try await task.run(TaskContext()) == .done("Removed what services had told of 1100 addresses."))
        #expect(try await task.look(TaskMoment(now: now, hour: 4, isCutOff: false)) == .nothing)
        #expect(try await pad.database.read { try $0.geoCache.recent(limit: 2000).count } == 100)
    }
}
