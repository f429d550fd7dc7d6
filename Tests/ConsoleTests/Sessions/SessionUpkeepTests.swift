import Storage
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(2))) struct SessionUpkeepTests {
    let world: World
    init() throws { world = try World() }

    func stored() async throws -> [Session] {
        try await world.database.read { transaction in
            try transaction.users.all().flatMap { try transaction.sessions.list(userID: $0.id) }
        }
    }

    @Test func `a request writes nothing, a round does`() async throws {
        try await world.person()
        let cookie = try await world.cookie()
        let start = world.clock.now()
        world.clock.advance(100)
        _ = try await world.sessions.authenticate(cookie, from: world.client("192.0.2.50"))
        #expect(try await stored().map(\.lastSeenAt) == [start])
        try await SessionUpkeep(world.sessions).round()
        #expect(try await stored().map(\.lastSeenAt) == [start + 100])
        #expect(try await stored().map(\.address) == ["192.0.2.50"])
        #expect(world.sessions.lastSeen.waiting.sights.isEmpty)
    }

    @Test func `a round forgets sessions that are over`() async throws {
        try await world.person()
        let cookie = try await world.cookie()
        world.clock.advance(3 * 3600)
        #expect(try await world.who(cookie) == nil)
        try await SessionUpkeep(world.sessions).round()
        #expect(try await stored().isEmpty)
        _ = try await world.cookie()
        world.clock.advance(9 * 3600)
        try await SessionUpkeep(world.sessions).round()
        #expect(try await stored().isEmpty)
    }

    @Test func `a session that ended in between is not brought back`() async throws {
        try await world.person()
        let cookie = try await world.cookie()
        let person = try #require(try await world.who(cookie))
        try await world.sessions.signOut(person)
        try await SessionUpkeep(world.sessions).round()
        #expect(try await world.who(cookie) == nil)
    }

    @Test func `runs rounds, and a last one when it is cancelled`() async throws {
        try await world.person()
        let cookie = try await world.cookie()
        world.clock.advance(50)
        _ = try await world.who(cookie)
        let upkeep = SessionUpkeep(world.sessions, interval: .seconds(3600))
        let task = Task { await upkeep.run() }
        task.cancel()
        await task.value
        #expect(try await stored().map(\.lastSeenAt) == [world.clock.now()])
    }

    @Test func `makes a round after each interval`() async throws {
        try await world.person()
        let cookie = try await world.cookie()
        let (naps, nap) = AsyncStream.makeStream(of: Duration.self)
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self)
        let upkeep = SessionUpkeep(world.sessions, interval: .seconds(7)) { interval in
            nap.yield(interval)
            for await _ in wakes { return }
            throw CancellationError()
        }
        let task = Task { await upkeep.run() }
        var asleep = naps.makeAsyncIterator()
        #expect(await asleep.next() == .seconds(7))
        for _ in 0..<2 {
            world.clock.advance(50)
            _ = try await world.who(cookie)
            wake.yield()
            #expect(await asleep.next() == .seconds(7), "the next sleep begins after the round")
            #expect(try await stored().map(\.lastSeenAt) == [world.clock.now()])
        }
        wake.finish()
        await task.value
    }

    @Test func `sleeps by the clock of the system unless told otherwise`() async throws {
        try await world.person()
        let cookie = try await world.cookie()
        world.clock.advance(50)
        _ = try await world.who(cookie)
        let upkeep = SessionUpkeep(world.sessions, interval: .milliseconds(5))
        let task = Task { await upkeep.run() }
        let deadline = ContinuousClock.now + .seconds(30)
        while try await stored().map(\.lastSeenAt) != [world.clock.now()], .now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await stored().map(\.lastSeenAt) == [world.clock.now()], "written while it runs")
        task.cancel()
        await task.value
    }
}
