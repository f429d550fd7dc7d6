import Storage
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(2))) struct SessionTasksTests {
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
        #expect(try await world.sessions.writeLastSeen() == 1)
        #expect(try await world.sessions.writeLastSeen() == 0)
        #expect(try await stored().map(\.lastSeenAt) == [start + 100])
        #expect(try await stored().map(\.address) == ["192.0.2.50"])
        #expect(world.sessions.lastSeen.waiting.sights.isEmpty)
    }

    @Test func `sessions that are over are forgotten`() async throws {
        try await world.person()
        let cookie = try await world.cookie()
        world.clock.advance(3 * 3600)
        #expect(try await world.who(cookie) == nil)
        #expect(try await world.sessions.writeLastSeen() == 1, "one that was found to be over")
        #expect(try await stored().isEmpty)
        _ = try await world.cookie()
        let runner = runner([.endedAccess(world.database, now: world.clock.now)])
        uptime.advance(100)
        await runner.round()
        #expect(runner.board[.endedAccess]?.lastAt != nil)
        #expect(try await stored().count == 1)
        world.clock.advance(9 * 3600)
        uptime.advance(100)
        await runner.round()
        #expect(try await stored().isEmpty)
        #expect(runner.board[.endedAccess]?.lastWhat == "Forgot 1 sessions and 0 tokens.")
    }

    @Test func `a session that ended in between is not brought back`() async throws {
        try await world.person()
        let cookie = try await world.cookie()
        let person = try #require(try await world.who(cookie))
        try await world.sessions.signOut(person)
        _ = try await world.sessions.writeLastSeen()
        #expect(try await world.who(cookie) == nil)
    }

    @Test func `uses are written every half minute, and a last time when the server stops`() async throws {
        try await world.person()
        let cookie = try await world.cookie()
        let runner = runner([.lastSeen(world.sessions, world.tokens)])
        for _ in 0..<2 {
            world.clock.advance(50)
            _ = try await world.who(cookie)
            await runner.round()
            #expect(try await stored().map(\.lastSeenAt) != [world.clock.now()], "its time has not come")
            uptime.advance(31)
            await runner.round()
            #expect(try await stored().map(\.lastSeenAt) == [world.clock.now()])
        }
        world.clock.advance(50)
        _ = try await world.who(cookie)
        let task = Task { await runner.run() }
        task.cancel()
        await task.value
        #expect(try await stored().map(\.lastSeenAt) == [world.clock.now()])
    }

    private let uptime = ShiftedClock()

    private func runner(_ tasks: [BackgroundTask]) -> TaskRunner {
        TaskRunner(
            tasks, database: world.database, server: "one", pulse: Pulse(), now: world.clock.now,
            uptime: uptime.uptime, logger: .dropping)
    }
}
