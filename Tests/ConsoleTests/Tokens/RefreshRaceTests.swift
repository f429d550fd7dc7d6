import Fail2ban
import Storage
import TestSupport
import Testing

@testable import Console

/// Several who use one refresh token at the same moment, as tabs or retries do.
@Suite(.shows("ASVS-2.3.4")) struct RefreshRaceTests {
    let world: World
    init() throws { world = try World() }

    private func tokens(_ outcome: ProgramOutcome) throws -> ProgramTokens {
        guard case .tokens(let tokens) = outcome else {
            Issue.record("\(outcome)")
            throw World.Refused()
        }
        return tokens
    }

    @Test func `twenty at once with one refresh token have one successor, on both databases`() async throws {
        let folder = try TemporaryFolder()
        let address = try #require(PostgreSQLAddress(try PrivatePostgreSQL.shared().newDatabase()))
        let databases: [[any Database]] = [
            [try SQLiteDatabase(path: folder.file("b.sqlite"))],
            [try PostgreSQLDatabase(address), try PostgreSQLDatabase(address)],
        ]
        for databases in databases {
            let servers = try databases.map { try server(on: $0, folder) }
            _ = try await servers[0].1.create(name: "ada", password: World.password, isAdministrator: true)
            let client = world.client()
            let first = try tokens(
                try await servers[0].0.begin(name: "ada", password: World.password, from: client, userAgent: ""))
            let answers = try await withThrowingTaskGroup(of: ProgramTokens?.self) { group in
                for index in 0..<20 {
                    let server = servers[index % servers.count].0
                    group.addTask {
                        guard case .tokens(let tokens) = try await server.renew(first.refreshToken, from: client) else {
                            return nil
                        }
                        return tokens
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 20 && Set(answers.map { $0?.refreshToken }).count == 1)
            let second = try #require(answers.first ?? nil)
            _ = try tokens(try await servers[0].0.renew(second.refreshToken, from: client))
            for database in databases { await database.close() }
        }
    }

    private func server(
        on database: any Database, _ folder: TemporaryFolder
    ) throws -> (ProgramSessions, Accounts) {
        let now = world.clock.now
        let limiter = LoginLimiter(now: now, random: SystemRandom.bytes)
        let sessions = BrowserSessions(
            database: database, secret: SessionSecret(current: Array(0..<32)), lifetime: world.sessions.lifetime,
            now: now, random: SystemRandom.bytes)
        let signIn = SignIn(
            database: database, sessions: sessions, hasher: world.hasher, limiter: limiter,
            delay: FailureDelay(seconds: 0), audit: AuditLog(database: database, now: now), now: now)
        let programs = ProgramSessions(
            sessions: sessions, signIn: signIn, keys: AccessTokenKeys(path: folder.file("token-key"), bits: 2048),
            limiter: TokenLimiter(now: now))
        let accounts = Accounts(
            database: database, hasher: world.hasher, policy: PasswordPolicy(hostName: "h"), limiter: limiter, now: now)
        return (programs, accounts)
    }
}
