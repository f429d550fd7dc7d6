import Fail2ban
import Foundation
import Storage
import TestSupport
import Testing

@testable import Console

@Suite struct PersonalTokensTests {
    let world: World
    init() throws { world = try World() }

    private func make(
        _ name: String = "probe", scopes: [String] = ["read"], days: Int = 90, for account: Account
    ) async throws -> (text: String, PersonalToken) {
        try await world.tokens.create(TokenDraft(name: name, scopes: scopes, days: days), for: account, by: .ada)
    }

    private func holder(_ text: String, from address: String = "192.0.2.1") async throws -> SignedIn? {
        guard case .valid(let person) = try await world.tokens.authenticate(text, from: world.client(address)) else {
            return nil
        }
        return person
    }

    @Test func `the database holds a hash of the token and nothing of its text`() async throws {
        let ada = try await world.person()
        let (text, _) = try await make(for: ada)
        let token = try #require(TokenText.token(of: text))
        #expect(try await holder(text)?.account == ada)
        await world.database.close()
        let file = try Array(Data(contentsOf: URL(fileURLWithPath: world.folder.file("bangui.sqlite"))))
        #expect(file.firstRange(of: token) == nil)
        #expect(file.firstRange(of: Array(text.utf8.dropFirst(4))) == nil)
        #expect(file.firstRange(of: TokenText.hash(token)) != nil)
    }

    @Test func `a token acts for its owner with its scopes, until its time is over`() async throws {
        let ada = try await world.person()
        let (text, token) = try await make(scopes: ["bans", "read"], days: 2, for: ada)
        let person = try #require(try await holder(text))
        #expect(person.account == ada && person.token?.scopes == [.read, .bans] && person.token?.name == "probe")
        #expect(person.session.id < 0 && person.session.expiresAt == token.expiresAt)
        #expect(token.expiresAt == world.clock.now() + 2 * 86_400)
        world.clock.advance(2 * 86_400 - 1)
        #expect(try await holder(text) != nil)
        #expect(try await world.tokens.isInForce(person))
        world.clock.advance(1)
        #expect(try await holder(text) == nil)
        #expect(try await !world.tokens.isInForce(person))
        #expect(try await world.tokens.list(of: ada.id).first?.isExpired(at: world.clock.now()) == true)
    }

    @Test func `a token that was revoked is refused at once, and nobody revokes another's`() async throws {
        let (ada, bob) = (try await world.person(), try await world.person("bob"))
        let (text, token) = try await make(for: ada)
        let person = try #require(try await holder(text))
        #expect(try await !world.tokens.revoke(token.id, of: bob.id))
        #expect(try await world.tokens.find(token.id, of: bob.id) == nil)
        #expect(try await holder(text) != nil)
        let beats = world.sessions.endings.count
        #expect(try await world.tokens.revoke(token.id, of: ada.id))
        #expect(world.sessions.endings.count == beats + 1, "streams that are open look again")
        #expect(try await holder(text) == nil)
        #expect(try await !world.tokens.isInForce(person))
        #expect(try await !world.tokens.revoke(token.id, of: ada.id))
    }

    @Test func `another server's revocation counts as well`() async throws {
        let ada = try await world.person()
        let (text, token) = try await make(for: ada)
        #expect(try await holder(text) != nil)
        let other = try SQLiteDatabase(path: world.folder.file("bangui.sqlite"))
        _ = try await other.write { try $0.apiTokens.delete(id: token.id) }
        await other.close()
        #expect(try await holder(text) == nil)
    }

    @Test func `what takes rights or the password away revokes the tokens`() async throws {
        try await world.person()
        let bob = try await world.person("bob")
        let changes: [(Accounts) async throws -> Void] = [
            { try await $0.setAdministrator(false, of: bob.id) }, { try await $0.setAdministrator(true, of: bob.id) },
            { try await $0.setPassword("another way to the sea", of: bob.id) },
            { try await $0.setDisabled(true, of: bob.id) },
        ]
        for (index, change) in changes.enumerated() {
            let (text, _) = try await make("t\(index)", for: try #require(try await world.accounts.find(id: bob.id)))
            #expect(try await holder(text) != nil)
            try await change(world.accounts)
            #expect(try await holder(text) == nil, "\(index)")
        }
        #expect(try await world.tokens.list(of: bob.id).isEmpty)
        try await world.accounts.setDisabled(false, of: bob.id)
        let (text, _) = try await make(for: bob)
        try await world.accounts.delete(id: bob.id)
        #expect(try await holder(text) == nil)
    }

    @Test func `a disabled account has no tokens in force, even where its row is there`() async throws {
        let ada = try await world.person()
        let (text, _) = try await make(for: ada)
        try await world.database.write { try $0.users.setDisabled(true, of: ada.id) }
        #expect(try await holder(text) == nil)
        await #expect(throws: AccountError.unknown) { try await make("other", for: ada) }
    }

    @Test(.shows("ASVS-7.4.3")) func `a new password of one's own revokes the tokens, and the audit log counts them`()
        async throws
    {
        let ada = try await world.person()
        let person = try #require(try await world.who(try await world.cookie()))
        let (text, _) = try await make(for: ada)
        try await world.accounts.changePassword(
            of: person, current: World.password, new: "another way to the sea", from: world.client())
        #expect(try await holder(text) == nil)
        let entries = try await world.database.read { try $0.audit.run(after: 0, limit: 100) }
        #expect(entries.last?.after == "0 sessions ended, 1 token revoked")
        #expect(EndedAccess(sessions: 1, tokens: 2).words == "1 session ended, 2 tokens revoked")
    }

    @Test(.shows("ASVS-7.5.1")) func `whoever makes a token knows the password, and tries are counted`() async throws {
        let ada = try await world.person()
        let person = try #require(try await world.who(try await world.cookie()))
        let draft = TokenDraft(name: "probe", scopes: ["read"])
        func attempt(_ password: String) async throws -> String {
            try await world.tokens.create(draft, for: person, password: password, from: world.client(), by: .ada).text
        }
        await #expect(throws: AccountError.wrongPassword) { try await attempt("not this one") }
        #expect(try await holder(try await attempt(World.password)) != nil)
        for _ in 0..<4 { await #expect(throws: AccountError.wrongPassword) { try await attempt("no") } }
        await #expect(throws: AccountError.limited(retryAfter: 60)) { try await attempt(World.password) }
        #expect(try await world.tokens.list(of: ada.id).count == 1)
    }

    @Test func `a password that was changed while it was looked at makes no token`() async throws {
        let ada = try await world.person()
        let person = try #require(try await world.who(try await world.cookie()))
        let accounts = Accounts(
            database: world.database, hasher: world.hasher, policy: PasswordPolicy(hostName: "h"),
            limiter: world.limiter, now: world.clock.now)
        let database = world.database
        let tokens = PersonalTokens(
            accounts: accounts, limiter: TokenLimiter(now: world.clock.now), now: world.clock.now
        ) { count in
            // The random bytes are asked for between the look at the password and the write.
            let done = DispatchSemaphore(value: 0)
            Task.detached {
                try? await database.write { try $0.users.setPassword("other", of: ada.id, at: 1) }
                done.signal()
            }
            done.wait()
            return SystemRandom.bytes(count)
        }
        await #expect(throws: AccountError.wrongPassword) {
            _ = try await tokens.create(
                TokenDraft(name: "probe", scopes: ["read"]), for: person, password: World.password,
                from: world.client(), by: .ada)
        }
        #expect(try await tokens.list(of: ada.id).isEmpty)
    }

    @Test func `values that cannot be used are told by field`() async throws {
        let ada = try await world.person()
        let guest = try await world.person("guest", isAdministrator: false)
        func faults(_ draft: TokenDraft, for account: Account) async -> [String] {
            do {
                _ = try await world.tokens.create(draft, for: account, by: .ada)
            } catch OperationError.invalid(let faults) {
                return faults.map(\.field)
            } catch {
                Issue.record(error)
            }
            return []
        }
        #expect(await faults(TokenDraft(name: " ", scopes: [], days: 0), for: ada) == ["name", "scopes", "days"])
        #expect(await faults(TokenDraft(name: "a\u{202e}", scopes: ["x"], days: 366), for: ada).count == 3)
        #expect(await faults(TokenDraft(name: "x", scopes: ["read", "x"]), for: ada) == ["scopes"])
        #expect(await faults(TokenDraft(name: "x", scopes: ["read", "bans"]), for: guest) == ["scopes"])
        #expect(await faults(TokenDraft(name: "Probe", scopes: ["read"], days: 365), for: ada) == [])
        #expect(await faults(TokenDraft(name: "pROBE ", scopes: ["read"]), for: ada) == ["name"])
        #expect(await faults(TokenDraft(name: "probe", scopes: ["read"]), for: guest) == [])
    }

    @Test(.shows("ASVS-2.3.2")) func `an account has a hundred tokens at most`() async throws {
        let ada = try await world.person()
        for index in 0..<PersonalTokens.mostOfAccount { _ = try await make("t\(index)", for: ada) }
        await #expect(throws: OperationError.self) { try await make("one more", for: ada) }
    }

    @Test func `making and revoking are entries that never tell the token`() async throws {
        let ada = try await world.person()
        let (text, token) = try await make(scopes: ["bans"], days: 1, for: ada)
        _ = try await world.tokens.revoke(token.id, of: ada.id)
        let entries = try await world.database.read { try $0.audit.run(after: 0, limit: 100) }.suffix(2)
        #expect(
            entries.map(\.kind) == ["token_add", "token_end"] && entries.allSatisfy { $0.subject == "probe of ada" })
        #expect(entries.first?.after?.hasPrefix("bans, until 20") == true && entries.last?.before == "bans")
        #expect(entries.allSatisfy { !"\($0)".contains(text.dropFirst(4)) })
    }

    @Test func `wrong tokens are limited by address, and right ones never`() async throws {
        let ada = try await world.person()
        let (text, _) = try await make(for: ada)
        func word(_ text: String, from address: String = "192.0.2.1") async throws -> String {
            switch try await world.tokens.authenticate(text, from: world.client(address)) {
            case .valid: "valid"
            case .invalid: "invalid"
            case .limited(let seconds): "limited \(seconds)"
            }
        }
        let unknown = TokenText.text(Array(0..<32))
        for _ in 0..<4 {
            #expect(try await word(unknown) == "invalid")
            #expect(try await word("nonsense") == "invalid")
        }
        #expect(try await word(unknown) == "limited 60")
        #expect(try await word(text) == "valid", "one program does not keep the others out")
        #expect(try await word(unknown, from: "192.0.2.2") == "invalid")
        world.clock.advance(60)
        #expect(try await word(unknown) == "invalid")
    }

    @Test func `addresses without end take no memory without end`() {
        let limiter = TokenLimiter(capacity: 100, now: { 0 })
        for index in 0..<10_000 {
            let address = IPAddress("198.\(18 + index / 65_536).\(index / 256 % 256).\(index % 256)")!
            _ = limiter.count(ClientAddress(address: address, isSecure: true, chain: [address]))
        }
        let next = IPAddress("192.0.2.1")!
        #expect(limiter.count(ClientAddress(address: next, isSecure: true, chain: [next])) != nil)
    }

    @Test func `tokens are found by name, and all are listed by account`() async throws {
        let (ada, bob) = (try await world.person(), try await world.person("bob"))
        let (_, first) = try await make("Probe", for: ada)
        let (_, second) = try await make("probe", for: bob)
        #expect(try await world.tokens.find(name: "PROBE", of: ada.id)?.id == first.id)
        #expect(try await world.tokens.find(name: "none", of: ada.id) == nil)
        #expect(try await world.tokens.find(name: "", of: ada.id) == nil)
        #expect(try await world.tokens.all().map(\.id) == [first.id, second.id])
    }
}
