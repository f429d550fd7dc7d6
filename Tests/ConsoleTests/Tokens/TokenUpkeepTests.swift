import Storage
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(2))) struct TokenUpkeepTests {
    let world: World
    init() throws { world = try World() }

    private func use(_ text: String, from address: String = "192.0.2.50") async throws {
        _ = try await world.tokens.authenticate(text, from: world.client(address))
    }

    private func stored() async throws -> [APIToken] { try await world.database.read { try $0.apiTokens.list() } }

    private func make(days: Int = 90) async throws -> String {
        let ada = try await world.person()
        return try await world.tokens.create(
            TokenDraft(name: "probe", scopes: ["read"], days: days), for: ada, by: .ada
        ).text
    }

    @Test func `a request writes nothing, a round does, and the owner sees it at once`() async throws {
        let text = try await make()
        world.clock.advance(100)
        try await use(text)
        #expect(try await stored().map(\.lastUsedAt) == [nil])
        #expect(try await world.tokens.all().map(\.lastUsedAt) == [world.clock.now()])
        try await TokenUpkeep(world.tokens).round()
        #expect(try await stored().map(\.lastUsedAt) == [world.clock.now()])
        #expect(try await stored().map(\.lastAddress) == ["192.0.2.50"])
        #expect(world.tokens.lastSeen.waiting.sights.isEmpty)
    }

    @Test func `a token that was revoked in between is not brought back`() async throws {
        let text = try await make()
        try await use(text)
        let token = try #require(try await stored().first)
        _ = try await world.tokens.revoke(token.id, of: token.userID)
        try await TokenUpkeep(world.tokens).round()
        #expect(try await stored().isEmpty)
    }

    @Test func `one that ended is listed for thirty days`() async throws {
        _ = try await make(days: 1)
        world.clock.advance(31 * 86_400)
        try await TokenUpkeep(world.tokens).round()
        #expect(try await stored().count == 1)
        world.clock.advance(1)
        try await TokenUpkeep(world.tokens).round()
        #expect(try await stored().isEmpty)
    }

    @Test func `runs a round each minute, and a last one when it is cancelled`() async throws {
        let text = try await make()
        let (naps, nap) = AsyncStream.makeStream(of: Duration.self)
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self)
        let upkeep = TokenUpkeep(world.tokens) { interval in
            nap.yield(interval)
            for await _ in wakes { return }
            throw CancellationError()
        }
        let task = Task { await upkeep.run() }
        var asleep = naps.makeAsyncIterator()
        #expect(await asleep.next() == .seconds(60))
        world.clock.advance(50)
        try await use(text)
        wake.yield()
        #expect(await asleep.next() == .seconds(60), "the next sleep begins after the round")
        #expect(try await stored().map(\.lastUsedAt) == [world.clock.now()])
        world.clock.advance(50)
        try await use(text)
        wake.finish()
        task.cancel()
        await task.value
        #expect(try await stored().map(\.lastUsedAt) == [world.clock.now()])
    }

    @Test func `sleeps by the clock of the system unless told otherwise`() async throws {
        let text = try await make()
        try await use(text)
        let task = Task { [world] in await TokenUpkeep(world.tokens, interval: .milliseconds(5)).run() }
        let deadline = ContinuousClock.now + .seconds(30)
        while try await stored().map(\.lastUsedAt) == [nil], .now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await stored().map(\.lastUsedAt) == [world.clock.now()], "written while it runs")
        task.cancel()
        await task.value
    }
}
