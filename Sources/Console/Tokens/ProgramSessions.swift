internal import Crypto
internal import Storage

/// Sessions of programs that sign in with name and password: an access token that is checked against the session with every request,
/// and a refresh token that counts once. A refresh token that is used again ends the session: somebody else has it.
///
/// Methods throw `StorageError` where the database fails, `AccessTokenKeyError` and `PrivateFileError` where the key does.
public struct ProgramSessions: Sendable {
    /// For how long, in seconds, an access token lasts, never past its session: 8 hours.
    public static let accessLifetime: Int64 = 8 * 3600
    /// For how long, in seconds, a refresh token that was used answers the same once more: its answer may have been lost.
    static let grace: Int64 = 10
    /// How often a session can be renewed.
    static let mostRenewals: Int64 = 1000

    let sessions: BrowserSessions
    let signIn: SignIn
    let keys: AccessTokenKeys
    let limiter: TokenLimiter
    /// By session: an access token lasts for hours, so that a program that renews again and again is broken.
    private let pace: ChangePace

    /// - Parameters:
    ///   - sessions: where sessions are kept, on the same database as `signIn`.
    ///   - limiter: counts tokens that are none.
    public init(sessions: BrowserSessions, signIn: SignIn, keys: AccessTokenKeys, limiter: TokenLimiter) {
        self.sessions = sessions
        self.signIn = signIn
        self.keys = keys
        self.limiter = limiter
        pace = ChangePace(burst: 12, period: 60, now: sessions.now)
    }

    /// The same sessions, looked up as others say.
    func on(_ sessions: BrowserSessions) -> ProgramSessions {
        ProgramSessions(sessions: sessions, signIn: signIn, keys: keys, limiter: limiter)
    }

    /// A session that begins or goes on, as it is told to the program.
    private struct Entry: Sendable {
        let userID: Int64
        let session: Session
        let hash: [UInt8]
        let refresh: [UInt8]
    }

    /// Tries name and password, under the limits and with the delay of every sign-in.
    public func begin(
        name: String, password: String, from client: ClientAddress, userAgent: String
    ) async throws -> ProgramOutcome {
        let sessions = sessions
        let attempt = try await signIn.attempt(
            name: name, password: password, from: client, userAgent: userAgent, by: .api
        ) { user, userAgent, transaction in
            let hash = sessions.random(SignedToken.tokenSize)
            let now = sessions.now()
            let session = try transaction.sessions.insert(
                tokenHash: hash, userID: user.id, createdAt: now, expiresAt: now + sessions.lifetime.absolute,
                address: client.text, userAgent: userAgent, isProgram: true)
            let refresh = sessions.random(TokenText.tokenSize)
            try transaction.refreshTokens.insert(
                tokenHash: TokenText.hash(refresh), sessionID: session.id, generation: 0, at: now)
            return Entry(userID: user.id, session: session, hash: hash, refresh: refresh)
        }
        switch attempt {
        case .entered(let entry): return .tokens(try await tokens(entry))
        case .wrong: return .wrong
        case .limited(let seconds), .busy(let seconds): return .limited(retryAfter: seconds)
        }
    }

    /// Whom an access token acts for: whoever has the session that it names, while that is in force.
    public func authenticate(_ text: String, from client: ClientAddress) async throws -> TokenAnswer {
        let now = sessions.now()
        guard let key = try keys.existing(), let token = AccessToken(text, key, at: now),
            let person = try await sessions.authenticate(program: token.session, of: token.userID, from: client)
        else { return limiter.count(client).map { .limited(retryAfter: $0) } ?? .invalid }
        return .valid(person)
    }

    /// What came of a refresh token, in the transaction that looked at it.
    private enum Renewal: Sendable {
        case entry(Entry), none, used
        /// It is renewed too often; the token counts still.
        case wait(seconds: Int64)
    }

    /// Lets a session go on by its refresh token, which counts no more then. The same token again within ten seconds is answered the
    /// same; later it ends the session.
    public func renew(_ text: String, from client: ClientAddress) async throws -> ProgramOutcome {
        guard let token = TokenText.token(of: text, .refresh) else { return refused(client) }
        let renewal = try await sessions.database.write { [self] transaction in
            try renew(token, from: client, transaction)
        }
        switch renewal {
        case .entry(let entry): return .tokens(try await tokens(entry))
        case .none: return refused(client)
        case .wait(let seconds): return .limited(retryAfter: seconds)
        case .used:
            sessions.endings.beat()
            return .usedAgain
        }
    }

    private func renew(
        _ token: [UInt8], from client: ClientAddress, _ transaction: any Transaction
    ) throws -> Renewal {
        let now = sessions.now()
        let hash = TokenText.hash(token)
        guard let found = try transaction.refreshTokens.find(tokenHash: hash), !found.user.isDisabled,
            sessions.isLive(found.session, at: now), found.token.generation < Self.mostRenewals
        else { return .none }
        let author = Author(
            userID: found.user.id, name: found.user.name, origin: .api, address: client.address)
        if let replacedAt = found.token.replacedAt {
            guard now <= replacedAt + Self.grace,
                let successor = try successor(of: token, transaction)
            else {
                _ = try transaction.sessions.delete(id: found.session.id)
                try transaction.note(.reuse(of: found.session), by: author, at: now)
                return .used
            }
            return .entry(Self.entry(found, successor))
        }
        if let seconds = pace.take(found.session.id) { return .wait(seconds: seconds) }
        let successor = Self.successor(of: token, sessions.secret.key(for: .refreshToken))
        try transaction.refreshTokens.replace(tokenHash: hash, at: now)
        try transaction.refreshTokens.insert(
            tokenHash: TokenText.hash(successor), sessionID: found.session.id, generation: found.token.generation + 1,
            at: now)
        try transaction.note(
            AuditEvent(.sessionRenewal, subject: "session \(found.session.id)"), by: author, at: now)
        return .entry(Self.entry(found, successor))
    }

    private static func entry(_ found: RefreshTokens.Found, _ refresh: [UInt8]) -> Entry {
        Entry(userID: found.user.id, session: found.session, hash: found.token.sessionHash, refresh: refresh)
    }

    /// The successor that was made, by the key of then, which may be the one before; nil where it is not there.
    private func successor(of token: [UInt8], _ transaction: any Transaction) throws -> [UInt8]? {
        for key in sessions.secret.keys(for: .refreshToken, at: sessions.now()) {
            let successor = Self.successor(of: token, key)
            if try transaction.refreshTokens.find(tokenHash: TokenText.hash(successor)) != nil { return successor }
        }
        return nil
    }

    /// What follows a token, computed and not stored, so that it can be told once more; without the key nobody can compute it.
    private static func successor(of token: [UInt8], _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: token, using: key))
    }

    private func refused(_ client: ClientAddress) -> ProgramOutcome {
        limiter.count(client).map { .limited(retryAfter: $0) } ?? .wrong
    }

    /// Signing takes some milliseconds of a processor, making the key a second: neither is for a thread that serves connections.
    @concurrent
    private func tokens(_ entry: Entry) async throws -> ProgramTokens {
        let now = sessions.now()
        let end = min(entry.session.expiresAt, entry.session.createdAt + sessions.lifetime.absolute)
        let token = AccessToken(
            userID: entry.userID, session: entry.hash, issuedAt: now,
            expiresAt: min(now + Self.accessLifetime, end))
        return ProgramTokens(
            accessToken: try token.text(try await keys.orMade()),
            refreshToken: TokenText.text(entry.refresh, .refresh), expiresAt: token.expiresAt, sessionEndsAt: end)
    }
}

/// What a program that signed in is told.
public struct ProgramTokens: Hashable, Sendable {
    /// What it sends with each request.
    public let accessToken: String
    /// What it gets the next two by; it counts once.
    public let refreshToken: String
    /// When the access token ends, in epoch seconds.
    public let expiresAt: Int64
    /// When the session ends at the latest, in epoch seconds: then the password is needed again.
    public let sessionEndsAt: Int64
}

/// The answer to a program that signs in or goes on.
public enum ProgramOutcome: Sendable {
    case tokens(ProgramTokens)
    /// Name or password is wrong, the account is disabled, or the refresh token is none; nothing tells which.
    case wrong
    /// The refresh token was used before: its session has ended.
    case usedAgain
    /// Too many tries, or too many passwords that are being looked at; seconds for `Retry-After`.
    case limited(retryAfter: Int64)
}
