import Storage
import Testing

@testable import Console

@Suite(.timeLimit(.minutes(2))) struct TokenTasksTests {
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
        #expect(try await world.tokens.writeLastSeen() == 1)
        #expect(try await world.tokens.writeLastSeen() == 0)
        #expect(try await stored().map(\.lastUsedAt) == [world.clock.now()])
        #expect(try await stored().map(\.lastAddress) == ["192.0.2.50"])
        #expect(world.tokens.lastSeen.waiting.sights.isEmpty)
    }

    @Test func `a token that was revoked in between is not brought back`() async throws {
        let text = try await make()
        try await use(text)
        let token = try #require(try await stored().first)
        _ = try await world.tokens.revoke(token.id, of: token.userID)
        _ = try await world.tokens.writeLastSeen()
        #expect(try await stored().isEmpty)
    }

    @Test func `one that ended is listed for thirty days`() async throws {
        _ = try await make(days: 1)
        let task = BackgroundTask.endedAccess(world.database, now: world.clock.now)
        world.clock.advance(31 * 86_400)
        #expect(try await task.run(TaskContext()) == .nothing)
        #expect(try await stored().count == 1)
        world.clock.advance(1)
        #expect(try await task.run(TaskContext()) == .done("Forgot 0 sessions and 1 tokens."))
        #expect(try await stored().isEmpty)
    }
}
