import Storage
import TestSupport
import Testing

@testable import Console

@Suite struct ProgramSessionsTests {
    let world: World
    init() throws { world = try World() }

    private func begin(_ password: String = World.password, name: String = "ada") async throws -> ProgramOutcome {
        try await world.programs.begin(
            name: name, password: password, from: world.client(), userAgent: "backup/1")
    }

    private func tokens(_ outcome: ProgramOutcome) throws -> ProgramTokens {
        guard case .tokens(let tokens) = outcome else {
            Issue.record("\(outcome)")
            throw World.Refused()
        }
        return tokens
    }

    private func holder(_ text: String) async throws -> SignedIn? {
        guard case .valid(let person) = try await world.programs.authenticate(text, from: world.client()) else {
            return nil
        }
        return person
    }

    private func word(_ outcome: ProgramOutcome) -> String {
        switch outcome {
        case .tokens: "tokens"
        case .wrong: "wrong"
        case .usedAgain: "used again"
        case .limited(let seconds): "limited \(seconds)"
        }
    }

    private func entries() async throws -> [AuditRecord] {
        try await world.database.read { try $0.audit.run(after: 0, limit: 1000) }
    }

    @Test func `a program that signs in has a session of its own that is no browser's`() async throws {
        let ada = try await world.person()
        let tokens = try tokens(try await begin())
        let person = try #require(try await holder(tokens.accessToken))
        #expect(person.account == ada && person.token == nil && person.session.userAgent == "backup/1")
        #expect(tokens.expiresAt == world.clock.now() + 8 * 3600 && tokens.sessionEndsAt == tokens.expiresAt)
        #expect(try await world.sessions.list(of: ada.id).map(\.id) == [person.session.id])
        #expect(try await world.sessions.isInForce(person))
        #expect(try await world.who(tokens.accessToken) == nil)
        #expect(try await entries().last?.kind == "sign_in")
        // A browser's session is none of a program's, even under its hash.
        let browser = try #require(try await world.who(try await world.cookie()))
        #expect(
            try await world.sessions.authenticate(
                program: browser.tokenHash, of: ada.id, from: world.client()) == nil)
    }

    @Test func `a program is not sent away for being silent, and its time ends all the same`() async throws {
        try await world.person()
        let tokens = try tokens(try await begin())
        world.clock.advance(8 * 3600 - 1)
        #expect(try await holder(tokens.accessToken) != nil)
        world.clock.advance(1)
        #expect(try await holder(tokens.accessToken) == nil)
        #expect(word(try await world.programs.renew(tokens.refreshToken, from: world.client())) == "wrong")
    }

    @Test(.shows("ASVS-6.3.4"))
    func `a wrong password, a name unknown and a disabled account are answered alike, under the limits`()
        async throws
    {
        try await world.person()
        let bob = try await world.person("bob")
        try await world.accounts.setDisabled(true, of: bob.id)
        #expect(word(try await begin("no")) == "wrong")
        #expect(word(try await begin(name: "nobody")) == "wrong")
        #expect(word(try await begin(name: "bob")) == "wrong")
        #expect(word(try await begin()) == "tokens", "what was right is given back")
        for _ in 0..<2 { #expect(word(try await begin("no")) == "wrong") }
        #expect(word(try await begin()) == "limited 60")
    }

    @Test func `logging out, a new password, a disabled or deleted account and less rights end it at once`()
        async throws
    {
        try await world.person()
        let bob = try await world.person("bob")
        let changes: [(World) async throws -> Void] = [
            { _ = try await $0.sessions.endAll(of: bob.id) },
            { try await $0.accounts.setAdministrator(false, of: bob.id) },
            { try await $0.accounts.setPassword(World.password, of: bob.id) },
            { try await $0.accounts.setDisabled(true, of: bob.id) },
            { try await $0.accounts.setDisabled(false, of: bob.id) },
            { try await $0.accounts.delete(id: bob.id) },
        ]
        for (index, change) in changes.enumerated() {
            guard try await world.accounts.find(id: bob.id)?.isDisabled == false else {
                try await change(world)
                continue
            }
            let tokens = try tokens(try await begin(name: "bob"))
            let person = try #require(try await holder(tokens.accessToken))
            try await change(world)
            #expect(try await holder(tokens.accessToken) == nil, "\(index)")
            #expect(try await !world.sessions.isInForce(person))
            #expect(word(try await world.programs.renew(tokens.refreshToken, from: world.client())) == "wrong")
            // What is refused counts, and is not to be what is refused next.
            world.clock.advance(61)
        }
    }

    @Test func `a disabled account does not come in by a row that is still there`() async throws {
        let ada = try await world.person()
        let tokens = try tokens(try await begin())
        try await world.database.write { try $0.users.setDisabled(true, of: ada.id) }
        #expect(try await holder(tokens.accessToken) == nil)
        #expect(word(try await world.programs.renew(tokens.refreshToken, from: world.client())) == "wrong")
    }

    @Test func `a token of another account's session, a forged one and another kind's are refused and counted`()
        async throws
    {
        let ada = try await world.person()
        let bob = try await world.person("bob")
        let tokens = try tokens(try await begin())
        let person = try #require(try await holder(tokens.accessToken))
        let key = try await world.programs.keys.orMade()
        let now = world.clock.now()
        let mixed = AccessToken(userID: bob.id, session: person.tokenHash, issuedAt: now, expiresAt: now + 60)
        let gone = AccessToken(userID: ada.id, session: Array(0..<32), issuedAt: now, expiresAt: now + 60)
        for text in [try mixed.text(key), try gone.text(key), tokens.refreshToken, tokens.accessToken + "x"] {
            #expect(try await holder(text) == nil)
        }
        for _ in 0..<4 { _ = try await holder("nonsense") }
        guard case .limited(60) = try await world.programs.authenticate("nonsense", from: world.client()) else {
            Issue.record("not limited")
            return
        }
        #expect(try await holder(tokens.accessToken) != nil)
    }

    @Test(.shows("ASVS-9.1.1", "ASVS-16.5.3")) func `without a key nothing is signed, and so nothing counts`()
        async throws
    {
        try await world.person()
        #expect(try await holder("a.b.c") == nil)
        #expect(try world.programs.keys.existing() == nil, "a stranger does not have a key made")
        _ = try await begin("wrong")
        #expect(try world.programs.keys.existing() == nil)
    }

    @Test func `a refresh token gives the next two, and its session keeps its end`() async throws {
        try await world.person()
        let first = try tokens(try await begin())
        world.clock.advance(3600)
        let second = try tokens(try await world.programs.renew(first.refreshToken, from: world.client()))
        #expect(second.accessToken != first.accessToken && second.refreshToken != first.refreshToken)
        #expect(second.expiresAt == first.expiresAt && second.sessionEndsAt == first.sessionEndsAt)
        let holders = [try await holder(first.accessToken), try await holder(second.accessToken)]
        #expect(holders[0] != nil && holders[0]?.session.id == holders[1]?.session.id)
        #expect(try await entries().last?.kind == "session_renewal")
        world.clock.advance(3600)
        _ = try tokens(try await world.programs.renew(second.refreshToken, from: world.client()))
    }

    @Test func `a longer session has access tokens of eight hours`() async throws {
        let world = try World(lifetime: SessionLifetime(absolute: 30 * 3600, idle: 2 * 3600))
        try await world.person()
        let outcome = try await world.programs.begin(
            name: "ada", password: World.password, from: world.client(), userAgent: "")
        let first = try tokens(outcome)
        #expect(first.expiresAt == world.clock.now() + 8 * 3600)
        #expect(first.sessionEndsAt == world.clock.now() + 30 * 3600)
        world.clock.advance(8 * 3600)
        let second = try tokens(try await world.programs.renew(first.refreshToken, from: world.client()))
        #expect(second.expiresAt == world.clock.now() + 8 * 3600 && second.sessionEndsAt == first.sessionEndsAt)
    }

    @Test func `a refresh token whose answer was lost is answered the same for ten seconds`() async throws {
        try await world.person()
        let first = try tokens(try await begin())
        let second = try tokens(try await world.programs.renew(first.refreshToken, from: world.client()))
        world.clock.advance(10)
        let again = try tokens(try await world.programs.renew(first.refreshToken, from: world.client()))
        #expect(again.refreshToken == second.refreshToken)
        #expect(try await entries().filter { $0.kind == "session_renewal" }.count == 1, "nothing new was made")
        _ = try tokens(try await world.programs.renew(second.refreshToken, from: world.client()))
    }

    @Test func `a refresh token that is used again ends the session, for whoever has it`() async throws {
        try await world.person()
        let first = try tokens(try await begin())
        let second = try tokens(try await world.programs.renew(first.refreshToken, from: world.client()))
        let other = try tokens(try await begin())
        let beats = world.sessions.endings.count
        world.clock.advance(11)
        #expect(word(try await world.programs.renew(first.refreshToken, from: world.client())) == "used again")
        #expect(world.sessions.endings.count == beats + 1, "streams that are open look again")
        #expect(word(try await world.programs.renew(second.refreshToken, from: world.client())) == "wrong")
        for text in [first.accessToken, second.accessToken] { #expect(try await holder(text) == nil) }
        #expect(try await holder(other.accessToken) != nil, "other sessions stay")
        let entry = try #require(try await entries().last)
        #expect(entry.kind == "session_end" && entry.result == "refused" && entry.actorName == "ada")
        #expect(entry.detail?.contains("used again") == true)
    }

    @Test func `after the secret was replaced a lost answer is told again by the secret of then`() async throws {
        try await world.person()
        let first = try tokens(try await begin())
        let second = try tokens(try await world.programs.renew(first.refreshToken, from: world.client()))
        func server(_ secret: SessionSecret) throws -> ProgramSessions {
            let sessions = BrowserSessions(
                database: world.database, secret: secret, lifetime: world.sessions.lifetime, now: world.clock.now,
                random: SystemRandom.bytes)
            return ProgramSessions(
                sessions: sessions, signIn: world.signIn, keys: world.programs.keys,
                limiter: TokenLimiter(now: world.clock.now))
        }
        let new = Array(repeating: UInt8(7), count: 32)
        let rotated = try server(
            SessionSecret(current: new, previous: Array(0..<32), previousEnds: world.clock.now() + 60))
        let again = try tokens(try await rotated.renew(first.refreshToken, from: world.client()))
        #expect(again.refreshToken == second.refreshToken)
        // Without it what follows cannot be computed, so that the token counts as used again.
        let stranger = try server(SessionSecret(current: new))
        #expect(word(try await stranger.renew(first.refreshToken, from: world.client())) == "used again")
    }

    @Test func `a session is not renewed without end`() async throws {
        try await world.person()
        let first = try tokens(try await begin())
        try await world.database.write { transaction in
            _ = try transaction.execute(
                "UPDATE refresh_tokens SET generation = :most", ["most": .integer(ProgramSessions.mostRenewals)])
        }
        #expect(word(try await world.programs.renew(first.refreshToken, from: world.client())) == "wrong")
        #expect(try await holder(first.accessToken) != nil)
    }

    @Test func `what is no refresh token is refused and counted`() async throws {
        let unknown = TokenText.text(Array(0..<32), .refresh)
        for text in ["", "nonsense", TokenText.text(Array(0..<32)), unknown, unknown, unknown, unknown, unknown] {
            #expect(word(try await world.programs.renew(text, from: world.client())) == "wrong")
        }
        #expect(word(try await world.programs.renew(unknown, from: world.client())) == "limited 60")
    }

    @Test func `a program that renews again and again is told to wait, and its token counts still`() async throws {
        try await world.person()
        var refresh = try tokens(try await begin()).refreshToken
        for _ in 0..<12 {
            refresh = try tokens(try await world.programs.renew(refresh, from: world.client())).refreshToken
        }
        let before = try await entries().count
        for _ in 0..<3 { #expect(word(try await world.programs.renew(refresh, from: world.client())) == "limited 60") }
        #expect(try await entries().count == before)
        world.clock.advance(60)
        _ = try tokens(try await world.programs.renew(refresh, from: world.client()))
    }
}
