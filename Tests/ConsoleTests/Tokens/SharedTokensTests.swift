import Fail2ban
import Storage
import TestSupport
import Testing

@testable import Console

/// Two servers on one PostgreSQL.
@Suite struct SharedTokensTests {
    @Test func `a token that one server revokes is refused by the other at once`() async throws {
        let url = try PrivatePostgreSQL.shared().newDatabase()
        let address = try #require(PostgreSQLAddress(url))
        let clock = TestClock()
        let databases = [try PostgreSQLDatabase(address), try PostgreSQLDatabase(address)]
        let servers = try databases.map { database in
            Accounts(
                database: database, hasher: try PasswordHasher(cost: World.cheap, random: SystemRandom.bytes),
                policy: PasswordPolicy(hostName: "h"),
                limiter: LoginLimiter(now: clock.now, random: SystemRandom.bytes),
                now: clock.now)
        }.map {
            PersonalTokens(
                accounts: $0, limiter: TokenLimiter(now: clock.now), now: clock.now, random: SystemRandom.bytes)
        }
        let ada = try await servers[0].accounts.create(name: "ada", password: World.password, isAdministrator: true)
        let client = ClientAddress(address: IPAddress("192.0.2.1")!, isSecure: true, chain: [])
        for round in 0..<20 {
            let draft = TokenDraft(name: "t\(round)", scopes: ["read"])
            let (text, token) = try await servers[round % 2].create(draft, for: ada, by: .ada)
            for server in servers {
                guard case .valid(let person) = try await server.authenticate(text, from: client) else {
                    Issue.record("round \(round): a server does not know the token")
                    continue
                }
                #expect(person.token?.id == token.id)
            }
            #expect(try await servers[round % 2].revoke(token.id, of: ada.id))
            for server in servers {
                guard case .valid = try await server.authenticate(text, from: client) else { continue }
                Issue.record("round \(round): a server lets a revoked token in")
            }
        }
        for database in databases { await database.close() }
    }
}
