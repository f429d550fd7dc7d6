internal import Crypto
public import Storage

/// The sessions of browsers: every change takes effect on the next request, since what was read of one is used again
/// only while the database tells that nothing has changed.
///
/// Methods throw `StorageError` where the database fails.
public struct BrowserSessions: Sendable {
    let database: any Database
    let secret: SessionSecret
    let lifetime: SessionLifetime
    let now: @Sendable () -> Int64
    let random: @Sendable (Int) -> [UInt8]
    let lastSeen: LastSeen
    /// Beats when this process has ended sessions: a stream that is open then looks whether its own is among them.
    public let endings: Pulse
    /// Sessions and their accounts by the token's hash.
    let rows: Remembered<[UInt8], Row?>
    /// Sessions that are remembered at most.
    private static let rememberedSessions = 1000

    struct Row: Sendable {
        var session: Session
        var user: User
        var preferences: Preferences
    }

    /// - Parameters:
    ///   - now: epoch seconds.
    ///   - random: that many bytes of the system's generator.
    public init(
        database: any Database, secret: SessionSecret, lifetime: SessionLifetime,
        now: @escaping @Sendable () -> Int64, random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.database = database
        rows = Remembered(database, capacity: Self.rememberedSessions)
        self.secret = secret
        self.lifetime = lifetime
        self.now = now
        self.random = random
        lastSeen = LastSeen()
        endings = Pulse()
    }

    /// The same sessions, looked up on another connection to the same database.
    private init(_ other: BrowserSessions, on database: any Database) {
        self.database = database
        rows = Remembered(database, capacity: Self.rememberedSessions)
        secret = other.secret
        lifetime = other.lifetime
        now = other.now
        random = other.random
        lastSeen = other.lastSeen
        endings = other.endings
    }

    /// The same sessions, looked up on another connection to the same database.
    func on(_ database: any Database) -> BrowserSessions { BrowserSessions(self, on: database) }

    /// Whose session the cookie is; nil for none, a forged, an ended or an expired one, or a disabled account. One
    /// read, and none at all for a cookie that we did not sign.
    ///
    /// - Parameters:
    ///   - address: where the request comes from, noted as last seen; nil where the request is no sign of a person,
    ///     such as a stream that asks again whether it may go on.
    public func authenticate(_ cookie: String, from address: ClientAddress?) async throws -> SignedIn? {
        let now = now()
        guard let token = SignedToken.token(of: cookie, keys: secret.keys(for: .sessionCookie, at: now)) else {
            return nil
        }
        let hash = Self.hash(token)
        guard let row = try await find(hash), !row.session.isProgram, !row.user.isDisabled, isLive(row.session, at: now)
        else { return nil }
        if let address { lastSeen.note(row.session.id, at: now, address: address.text) }
        return SignedIn(
            account: Account(row.user), session: SessionInfo(row.session, seen: lastSeen.sight(of: row.session.id)),
            preferences: row.preferences, tokenHash: hash)
    }

    /// Whether the session is still in force, for a stream that is open; nothing is noted.
    public func isInForce(_ person: SignedIn) async throws -> Bool {
        let hash = person.tokenHash
        guard let row = try await find(hash) else { return false }
        return !row.user.isDisabled && row.user.isAdministrator == person.account.isAdministrator
            && isLive(row.session, at: now())
    }

    /// The sessions of an account that are in force, last seen first.
    public func list(of accountID: Int64) async throws -> [SessionInfo] {
        let now = now()
        return try await database.read { try $0.sessions.list(userID: accountID) }
            .filter { isLive($0, at: now) }
            .map { SessionInfo($0, seen: lastSeen.sight(of: $0.id)) }
            .sorted { ($0.lastSeenAt, $0.id) > ($1.lastSeenAt, $1.id) }
    }

    /// Ends one session of an account; false where the account has no such session.
    public func end(_ id: Int64, of accountID: Int64, by author: Author) async throws -> Bool {
        try await end(id, of: accountID, by: author) { .end(of: $0) }
    }

    /// Ends the session of the one who is signed in.
    public func signOut(_ person: SignedIn, by author: Author) async throws {
        _ = try await end(person.session.id, of: person.account.id, by: author) { _ in AuditEvent(.signOut) }
    }

    private func end(
        _ id: Int64, of accountID: Int64, by author: Author, _ event: @escaping @Sendable (Session) -> AuditEvent
    ) async throws -> Bool {
        defer { endings.beat() }
        let moment = now()
        return try await database.write { transaction in
            guard let session = try transaction.sessions.find(id: id), session.userID == accountID,
                try transaction.sessions.delete(id: id)
            else { return false }
            try transaction.note(event(session), by: author, at: moment)
            return true
        }
    }

    /// Ends all sessions of an account, but for `kept`; gives how many.
    public func endAll(of accountID: Int64, except kept: Int64? = nil, by author: Author) async throws -> Int {
        defer { endings.beat() }
        let moment = now()
        return try await database.write { transaction in
            let count = try transaction.sessions.delete(userID: accountID, except: kept)
            if count > 0 {
                let subject = (count == 1 ? "1 session" : "\(count) sessions") + (kept == nil ? "" : ", all others")
                try transaction.note(AuditEvent(.sessionEnd, subject: subject), by: author, at: moment)
            }
            return count
        }
    }

    /// The token that forms and `X-CSRF-Token` of this session carry.
    public func forgeryToken(of person: SignedIn) -> String {
        ForgeryToken.text(for: person.tokenHash, key: secret.key(for: .sessionForgery))
    }

    /// Whether `text` is the token of this session, in constant time.
    public func accepts(forgeryToken text: String, of person: SignedIn) -> Bool {
        ForgeryToken.isRight(text, for: person.tokenHash, keys: secret.keys(for: .sessionForgery, at: now()))
    }

    /// Makes a session in an open transaction; the cookie's value leaves in the answer only.
    func insert(
        for user: User, from client: ClientAddress, userAgent: String, _ transaction: any Transaction
    ) throws -> (cookie: String, SignedIn) {
        let token = random(SignedToken.tokenSize)
        let hash = Self.hash(token)
        let now = now()
        let session = try transaction.sessions.insert(
            tokenHash: hash, userID: user.id, createdAt: now, expiresAt: now + lifetime.absolute,
            address: client.text, userAgent: userAgent)
        let person = SignedIn(
            account: Account(user), session: SessionInfo(session, seen: nil),
            preferences: Preferences(stored: try transaction.preferences.all(of: user.id)), tokenHash: hash)
        return (SignedToken.text(token, key: secret.key(for: .sessionCookie)), person)
    }

    func find(_ hash: [UInt8]) async throws -> Row? {
        try await rows.value(hash) { transaction in
            try transaction.sessions.find(tokenHash: hash).map {
                Row(session: $0.session, user: $0.user, preferences: Preferences(stored: $0.preferences))
            }
        }
    }

    func isLive(_ session: Session, at now: Int64) -> Bool {
        guard !lastSeen.isEnded(session.id) else { return false }
        let seen = max(session.lastSeenAt, lastSeen.sight(of: session.id)?.at ?? session.lastSeenAt)
        // A shorter lifetime that was configured since then counts too.
        let absolute = min(session.expiresAt, session.createdAt + lifetime.absolute)
        // Nobody walks away from a program: it has until the time that its token tells.
        let end = session.isProgram ? absolute : min(absolute, seen + lifetime.idle)
        if now >= end { lastSeen.end(session.id) }
        return now < end
    }

    static func hash(_ token: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: token)) }
}
