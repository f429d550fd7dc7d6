public import Storage

/// Signs people in with name and password.
///
/// Whatever is wrong, exactly one hash is verified and the answer waits the same time, so that nobody learns which
/// names exist.
public struct SignIn: Sendable {
    let database: any Database
    let sessions: BrowserSessions
    let hasher: PasswordHasher
    let limiter: LoginLimiter
    let delay: FailureDelay
    let audit: AuditLog
    /// How tries ended.
    public let tally = Tally<SignInResult>()
    let now: @Sendable () -> Int64

    /// - Parameter now: epoch seconds.
    public init(
        database: any Database, sessions: BrowserSessions, hasher: PasswordHasher, limiter: LoginLimiter,
        delay: FailureDelay, audit: AuditLog, now: @escaping @Sendable () -> Int64
    ) {
        self.database = database
        self.sessions = sessions
        self.hasher = hasher
        self.limiter = limiter
        self.delay = delay
        self.audit = audit
        self.now = now
    }

    /// Tries name and password. A session that the browser may already have is `replaced` (its cookie's value), so that
    /// none outlives a sign-in.
    ///
    /// - Throws: `StorageError`, or `PasswordHasherError.failed` where libargon2 fails.
    public func signIn(
        name: String, password: String, from client: ClientAddress, userAgent: String, replaced: String? = nil,
        by origin: Author.Origin = .web
    ) async throws -> SignInOutcome {
        let keys = sessions.secret.keys(for: .sessionCookie, at: now())
        let old = replaced.flatMap { SignedToken.token(of: $0, keys: keys) }.map(BrowserSessions.hash)
        defer { if old != nil { sessions.endings.beat() } }
        let attempt = try await attempt(name: name, password: password, from: client, userAgent: userAgent, by: origin)
        {
            [sessions] user, userAgent, transaction in
            if let old, let session = try transaction.sessions.find(tokenHash: old)?.session {
                _ = try transaction.sessions.delete(id: session.id)
            }
            return try sessions.insert(for: user, from: client, userAgent: userAgent, transaction)
        }
        switch attempt {
        case .entered(let entry): return .signedIn(cookie: entry.cookie, entry.1)
        case .wrong: return .wrong
        case .limited(let seconds): return .limited(retryAfter: seconds)
        case .busy(let seconds): return .busy(retryAfter: seconds)
        }
    }

    /// What came of a try, for a browser or a program.
    enum Attempt<Entry: Sendable>: Sendable {
        case entered(Entry), wrong, limited(retryAfter: Int64), busy(retryAfter: Int64)
    }

    /// Tries name and password; where both are right, `enter` makes the session in the transaction that writes the sign-in down, with
    /// the words by which browser or program call themselves.
    func attempt<Entry: Sendable>(
        name: String, password: String, from client: ClientAddress, userAgent: String, by origin: Author.Origin,
        _ enter: @escaping @Sendable (User, String, any Transaction) throws -> Entry
    ) async throws -> Attempt<Entry> {
        let stranger = Author(name: "", origin: origin, address: client.address)
        var pass: LoginLimiter.Pass
        switch limiter.admit(client) {
        case .wait(let seconds):
            await noteLimited(nil, by: stranger)
            return .limited(retryAfter: seconds)
        case .pass(let admitted): pass = admitted
        }
        let name = try? UserName(name)
        let candidate = try await find(name, client)
        if candidate.isLimited, let name {
            switch limiter.admit(pass, account: name.key) {
            case .wait(let seconds):
                await noteLimited(candidate.user, by: stranger)
                return .limited(retryAfter: seconds)
            case .pass(let admitted): pass = admitted
            }
        }
        let isRight: Bool
        do throws(PasswordHasherError) {
            isRight = try await hasher.verify(password, candidate.user?.passwordHash)
        } catch .busy {
            // Nobody looked at the password: the try was none.
            limiter.refund(pass)
            tally.add(.busy)
            return .busy(retryAfter: 2)
        }
        guard isRight, let user = candidate.user, !user.isDisabled,
            let entry = try await begin(
                user, password, client, userAgent,
                Author(userID: user.id, name: user.name, origin: origin, address: client.address), enter)
        else {
            await noteFailure(candidate.user, isRight: isRight, by: stranger)
            return await delay.wait() ? .wrong : .limited(retryAfter: Int64(delay.seconds))
        }
        limiter.refund(pass)
        tally.add(.done)
        return .entered(entry)
    }

    /// The account that a name names, and whether tries on it are counted.
    private struct Candidate: Sendable {
        let user: User?
        let isLimited: Bool
    }

    /// The limit of an account must not become a way to lock its owner out: it does not count for the last
    /// administrator who can sign in, nor from an address from which the person has signed in before.
    private func find(_ name: UserName?, _ client: ClientAddress) async throws -> Candidate {
        guard let name else { return Candidate(user: nil, isLimited: false) }
        return try await database.read { transaction in
            guard let user = try transaction.users.find(nameKey: name.key) else {
                // While the only administrator is exempt, unknown names are too: else the limit told them apart.
                return Candidate(user: nil, isLimited: try transaction.users.activeAdministrators() != 1)
            }
            let isLast =
                try user.isAdministrator && !user.isDisabled && transaction.users.activeAdministrators() == 1
            let isKnown = try KnownAddresses.contain(TryTable.Key(client.address), of: user.id, transaction)
            return Candidate(user: user, isLimited: !isLast && !isKnown)
        }
    }

    /// Begins a session; nil where the account changed while its password was looked at.
    private func begin<Entry: Sendable>(
        _ user: User, _ password: String, _ client: ClientAddress, _ userAgent: String, _ author: Author,
        _ enter: @escaping @Sendable (User, String, any Transaction) throws -> Entry
    ) async throws -> Entry? {
        let stronger = hasher.needsRehash(user.passwordHash) ? try? await hasher.hash(password) : nil
        let userAgent = Self.cut(userAgent)
        let moment = now()
        return try await database.write { transaction in
            guard let current = try transaction.users.find(id: user.id), !current.isDisabled,
                current.passwordHash == user.passwordHash
            else { return nil }
            if let stronger { try transaction.users.rehash(stronger, of: user.id) }
            try KnownAddresses.add(TryTable.Key(client.address), of: user.id, at: moment, transaction)
            try transaction.note(AuditEvent(.signIn, detail: userAgent), by: author, at: moment)
            return try enter(current, userAgent, transaction)
        }
    }

    /// Tells of a try that failed. A name that no account has is not written down: people type their password there.
    private func noteFailure(_ user: User?, isRight: Bool, by stranger: Author) async {
        tally.add(.wrong)
        let why =
            user == nil
            ? "There is no such account." : isRight ? "The account is disabled." : "The password is wrong."
        await audit.noteAttempt(
            AuditEvent(.signIn, subject: user?.name, result: .refused, detail: why), by: stranger)
    }

    private func noteLimited(_ user: User?, by stranger: Author) async {
        tally.add(.limited)
        await audit.noteAttempt(
            AuditEvent(.signIn, subject: user?.name, result: .refused), by: stranger, isSingle: false)
    }

    /// At most 256 bytes, whole characters, nothing that is no text.
    private static func cut(_ userAgent: String) -> String {
        var text = ""
        for scalar in userAgent.unicodeScalars.prefix(256) where scalar.value >= 32 && scalar.value != 127 {
            guard text.utf8.count + String(scalar).utf8.count <= 256 else { break }
            text.unicodeScalars.append(scalar)
        }
        return text
    }
}
