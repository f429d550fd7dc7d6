internal import Storage

/// Tokens that people make for programs. A token acts for its owner, with what its scopes name of what the owner may do at that
/// moment. Every change takes effect on the next request, on every server of the database: what was read of a token is used
/// again only while the database tells that nothing has changed.
///
/// Methods throw `StorageError` where the database fails.
public struct PersonalTokens: Sendable {
    /// For how many days a token lasts where nothing else is chosen.
    public static let usualDays = 90
    /// For how many days a token can last.
    public static let mostDays = 365
    /// How many an account can have, ended ones included.
    public static let mostOfAccount = 100
    /// For how long, in seconds, one that has ended by itself is still listed.
    static let listedAfterEnd: Int64 = 30 * 86_400

    let database: any Database
    let accounts: Accounts
    let endings: Pulse?
    let now: @Sendable () -> Int64
    let random: @Sendable (Int) -> [UInt8]
    let lastSeen: LastSeen
    private let limiter: TokenLimiter
    /// Tokens and their accounts by hash.
    private let rows: Remembered<[UInt8], Row?>

    private struct Row: Sendable {
        var token: APIToken
        var user: User
    }

    /// - Parameters:
    ///   - accounts: who may come in, and whose password is asked before a token is made; on the same database.
    ///   - limiter: counts tokens that are none.
    ///   - endings: beats when tokens may have ended; nil where nobody waits for that.
    ///   - now: epoch seconds.
    ///   - random: that many bytes of the system's generator.
    public init(
        accounts: Accounts, limiter: TokenLimiter, endings: Pulse? = nil, now: @escaping @Sendable () -> Int64,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        database = accounts.database
        self.accounts = accounts
        self.endings = endings
        self.now = now
        self.random = random
        self.limiter = limiter
        rows = Remembered(database, capacity: 1000)
        lastSeen = LastSeen()
    }

    private init(_ other: PersonalTokens, on database: any Database) {
        self.database = database
        accounts = other.accounts
        endings = other.endings
        now = other.now
        random = other.random
        limiter = other.limiter
        rows = Remembered(database, capacity: 1000)
        lastSeen = other.lastSeen
    }

    /// The same tokens, looked up on another connection to the same database.
    func on(_ database: any Database) -> PersonalTokens { PersonalTokens(self, on: database) }

    /// Whether a text can be such a token at all; else it may be one of `ProgramSessions`.
    public static func isOne(_ text: String) -> Bool {
        text.utf8.starts(with: TokenText.Kind.personal.rawValue.utf8)
    }

    /// Whom a token acts for; that it was used is noted. A token that is none counts against the address that it came from.
    public func authenticate(_ text: String, from client: ClientAddress) async throws -> TokenAnswer {
        let now = now()
        guard let token = TokenText.token(of: text), let row = try await find(TokenText.hash(token)),
            isInForce(row, at: now)
        else { return limiter.count(client).map { .limited(retryAfter: $0) } ?? .invalid }
        lastSeen.note(row.token.id, at: now, address: client.text)
        return .valid(signedIn(row, hash: TokenText.hash(token), client))
    }

    /// Whether the token is still in force, for a stream that is open; nothing is noted.
    public func isInForce(_ person: SignedIn) async throws -> Bool {
        guard let row = try await find(person.tokenHash) else { return false }
        return isInForce(row, at: now()) && row.user.isAdministrator == person.account.isAdministrator
    }

    /// The tokens of an account by name, those that ended by themselves included.
    public func list(of accountID: Int64) async throws -> [PersonalToken] {
        try await database.read { try $0.apiTokens.list(userID: accountID) }.map(told)
    }

    /// The tokens of all accounts, by account and name.
    public func all() async throws -> [PersonalToken] {
        try await database.read { try $0.apiTokens.list() }.map(told)
    }

    /// The token of that number of an account; nil where the account has none.
    public func find(_ id: Int64, of accountID: Int64) async throws -> PersonalToken? {
        let token = try await database.read { try $0.apiTokens.find(id: id) }
        return token.flatMap { $0.userID == accountID ? told($0) : nil }
    }

    /// The token of that name of an account, however it is spelled; nil where the account has none.
    public func find(name: String, of accountID: Int64) async throws -> PersonalToken? {
        guard let name = try? UserName(name) else { return nil }
        return try await database.read { try $0.apiTokens.find(nameKey: name.key, of: accountID) }.map(told)
    }

    /// Revokes a token of an account; false where the account has no such token.
    public func revoke(_ id: Int64, of accountID: Int64, by author: Author) async throws -> Bool {
        defer { endings?.beat() }
        let moment = now()
        return try await database.write { transaction in
            guard let token = try transaction.apiTokens.find(id: id), token.userID == accountID,
                try transaction.apiTokens.delete(id: id)
            else { return false }
            let subject = try transaction.users.find(id: accountID).map { Self.subject(token.name, of: $0, by: author) }
            try transaction.note(
                AuditEvent(.tokenEnd, subject: subject ?? token.name, before: token.scopes), by: author, at: moment)
            return true
        }
    }

    /// What the audit log calls a token: by its name, and of whom where somebody else made or ended it.
    static func subject(_ name: String, of owner: User, by author: Author) -> String {
        author.userID == owner.id ? name : "\(name) of \(owner.name)"
    }

    private func find(_ hash: [UInt8]) async throws -> Row? {
        try await rows.value(hash) { transaction in
            try transaction.apiTokens.find(tokenHash: hash).map { Row(token: $0.token, user: $0.user) }
        }
    }

    private func isInForce(_ row: Row, at moment: Int64) -> Bool {
        !row.user.isDisabled && moment < row.token.expiresAt
    }

    private func told(_ token: APIToken) -> PersonalToken { PersonalToken(token, seen: lastSeen.sight(of: token.id)) }

    private func signedIn(_ row: Row, hash: [UInt8], _ client: ClientAddress) -> SignedIn {
        let token = told(row.token)
        return SignedIn(
            account: Account(row.user), session: SessionInfo(standingFor: token, client), preferences: Preferences(),
            tokenHash: hash, token: token)
    }
}
