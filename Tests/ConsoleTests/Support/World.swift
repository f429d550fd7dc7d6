import Fail2ban
import Storage

@testable import Console

/// The services of accounts and sessions over a real database in a temporary folder, with a cheap hash.
struct World: Sendable {
    static let cheap = HashCost(memory: 64, iterations: 1, lanes: 1)

    let folder: TemporaryFolder
    let clock = TestClock()
    let database: SQLiteDatabase
    let hasher: PasswordHasher
    let limiter: LoginLimiter
    let sessions: BrowserSessions
    let audit: AuditLog
    let signIn: SignIn
    let accounts: Accounts
    let tokens: PersonalTokens
    let programs: ProgramSessions

    init(
        lifetime: SessionLifetime = SessionLifetime(absolute: 8 * 3600, idle: 2 * 3600),
        limits: LoginLimiter.Limits = .init(), delay: FailureDelay = FailureDelay(seconds: 0),
        cost: HashCost = World.cheap, secret: SessionSecret = SessionSecret(current: Array(0..<32))
    ) throws {
        folder = try TemporaryFolder()
        database = try SQLiteDatabase(path: folder.file("bangui.sqlite"))
        hasher = try PasswordHasher(cost: cost, random: SystemRandom.bytes)
        limiter = LoginLimiter(limits: limits, now: clock.now, random: SystemRandom.bytes)
        sessions = BrowserSessions(
            database: database, secret: secret, lifetime: lifetime, now: clock.now, random: SystemRandom.bytes)
        audit = AuditLog(database: database, now: clock.now)
        signIn = SignIn(
            database: database, sessions: sessions, hasher: hasher, limiter: limiter, delay: delay, audit: audit,
            now: clock.now)
        accounts = Accounts(
            database: database, hasher: hasher, policy: PasswordPolicy(hostName: "tower.example.org"),
            limiter: limiter, now: clock.now)
        let tokenLimiter = TokenLimiter(now: clock.now)
        programs = ProgramSessions(
            sessions: sessions, signIn: signIn, keys: AccessTokenKeys(path: folder.file("token-key"), bits: 2048),
            limiter: tokenLimiter)
        tokens = PersonalTokens(
            accounts: accounts, limiter: tokenLimiter, endings: sessions.endings, now: clock.now,
            random: SystemRandom.bytes)
    }

    static let password = "a long walk by the sea"

    /// Name `ada` is an administrator.
    @discardableResult
    func person(_ name: String = "ada", isAdministrator: Bool = true) async throws -> Account {
        try await accounts.create(
            name: name, password: Self.password, isAdministrator: isAdministrator, by: .ada)
    }

    func client(_ text: String = "192.0.2.1") -> ClientAddress {
        let address = IPAddress(text)!
        return ClientAddress(address: address, isSecure: true, chain: [address])
    }

    func signIn(
        _ name: String = "ada", _ password: String = World.password, from address: String = "192.0.2.1",
        replaced: String? = nil
    ) async throws -> SignInOutcome {
        try await signIn.signIn(
            name: name, password: password, from: client(address), userAgent: "test", replaced: replaced)
    }

    func cookie(_ name: String = "ada", from address: String = "192.0.2.1") async throws -> String {
        guard case .signedIn(let cookie, _) = try await signIn(name, from: address) else { throw Refused() }
        return cookie
    }

    func who(_ cookie: String) async throws -> SignedIn? {
        try await sessions.authenticate(cookie, from: client())
    }

    struct Refused: Error {}
}

extension SignInOutcome {
    var word: String {
        switch self {
        case .signedIn: "in"
        case .wrong: "wrong"
        case .limited: "limited"
        case .busy: "busy"
        }
    }
}
