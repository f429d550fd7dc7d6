public import Storage

/// Makes, changes and removes accounts. What takes an account's rights or password away ends its sessions and tokens in the
/// same transaction, so that the very next request is refused.
///
/// Methods throw `AccountError`, or `StorageError` where the database fails.
public struct Accounts: Sendable {
    let database: any Database
    let hasher: PasswordHasher
    let policy: PasswordPolicy
    let limiter: LoginLimiter
    let endings: Pulse?
    let now: @Sendable () -> Int64

    /// - Parameters:
    ///   - endings: beats when sessions may have ended; nil where nobody waits for that.
    ///   - now: epoch seconds.
    public init(
        database: any Database, hasher: PasswordHasher, policy: PasswordPolicy, limiter: LoginLimiter,
        endings: Pulse? = nil, now: @escaping @Sendable () -> Int64
    ) {
        self.database = database
        self.hasher = hasher
        self.policy = policy
        self.limiter = limiter
        self.endings = endings
        self.now = now
    }

    /// All accounts by name.
    public func all() async throws -> [Account] {
        try await database.read { try $0.users.all().map(Account.init) }
    }

    /// The account of that number, nil where there is none.
    public func find(id: Int64) async throws -> Account? {
        try await database.read { try $0.users.find(id: id).map(Account.init) }
    }

    /// The account of that name, however it is spelled; nil where there is none.
    public func find(name: String) async throws -> Account? {
        guard let name = try? UserName(name) else { return nil }
        return try await database.read { try $0.users.find(nameKey: name.key).map(Account.init) }
    }

    /// Makes an account.
    public func create(
        name: String, password: String, isAdministrator: Bool, by author: Author
    ) async throws -> Account {
        let name = try Self.userName(name)
        let hash = try await newHash(password, for: name)
        let now = now()
        return try await database.write { transaction in
            guard try transaction.users.find(nameKey: name.key) == nil else { throw AccountError.nameTaken }
            let user = try transaction.users.insert(
                name: name.text, nameKey: name.key, passwordHash: hash, isAdministrator: isAdministrator, at: now)
            let event = AuditEvent(
                .userAdd, subject: name.text, after: isAdministrator ? "administrator" : "no administrator")
            try transaction.note(event, by: author, at: now)
            return Account(user)
        }
    }

    /// Lets an account sign in or not; not ends its sessions and tokens. Never the last administrator who can.
    public func setDisabled(_ isDisabled: Bool, of id: Int64, by author: Author) async throws {
        try await change(id, by: author) { transaction, user in
            if isDisabled { try Self.keepAnAdministrator(without: user, transaction) }
            try transaction.users.setDisabled(isDisabled, of: id)
            if isDisabled { _ = try transaction.endAccess(of: id) }
            return .change(of: user, user.isDisabled, isDisabled) { $0 ? "disabled" : "enabled" }
        }
    }

    /// Makes an account an administrator or takes that away, which ends its sessions and tokens either way: a new right
    /// begins with a new session. Never the last one.
    public func setAdministrator(_ isAdministrator: Bool, of id: Int64, by author: Author) async throws {
        try await change(id, by: author) { transaction, user in
            let event = AuditEvent.change(of: user, user.isAdministrator, isAdministrator) {
                $0 ? "administrator" : "no administrator"
            }
            guard user.isAdministrator != isAdministrator else { return event }
            if !isAdministrator { try Self.keepAnAdministrator(without: user, transaction) }
            try transaction.users.setAdministrator(isAdministrator, of: id)
            _ = try transaction.endAccess(of: id)
            return event
        }
    }

    /// Removes an account with its sessions and tokens. Never the last administrator who can sign in.
    public func delete(id: Int64, by author: Author) async throws {
        try await change(id, by: author) { transaction, user in
            try Self.keepAnAdministrator(without: user, transaction)
            _ = try transaction.endAccess(of: id)
            try KnownAddresses.forget(id, transaction)
            try transaction.users.delete(id: id)
            return AuditEvent(
                .userDelete, subject: user.name, before: user.isAdministrator ? "administrator" : "no administrator")
        }
    }

    /// Sets the password of an account without the old one, for the command line; all its sessions and tokens end.
    public func setPassword(_ password: String, of id: Int64, by author: Author) async throws {
        guard let account = try await find(id: id) else { throw AccountError.unknown }
        let hash = try await newHash(password, for: try Self.userName(account.name))
        let now = now()
        try await change(id, by: author) { transaction, user in
            try transaction.users.setPassword(hash, of: id, at: now)
            let ended = try transaction.endAccess(of: id)
            return .password(of: user, ended: ended)
        }
    }

    /// Changes the password of the one who is signed in, who must know the current one; the other sessions and all
    /// tokens end. Wrong tries count as those of a sign-in do.
    public func changePassword(
        of person: SignedIn, current: String, new: String, from client: ClientAddress, by origin: Author.Origin
    ) async throws {
        let name = try Self.userName(person.account.name)
        if let fault = policy.fault(of: new, userName: name.text) { throw AccountError.password(fault) }
        let id = person.account.id
        let old = try await confirm(current, of: id, from: client)
        let hash = try await newHash(new, for: name)
        let now = now()
        let author = Author(userID: id, name: person.account.name, origin: origin, address: client.address)
        try await change(id, by: author) { transaction, user in
            // Somebody else changed it in between: the current password was not checked against this one.
            guard user.passwordHash == old else { throw AccountError.wrongPassword }
            try transaction.users.setPassword(hash, of: id, at: now)
            let ended = try transaction.endAccess(of: id, except: person.session.id)
            return .password(of: user, ended: ended)
        }
    }

    /// Checks that whoever asks knows the password of an account, and gives the hash that it was checked against. Wrong tries
    /// count as those of a sign-in do.
    func confirm(_ password: String, of id: Int64, from client: ClientAddress) async throws -> String {
        let pass = try admit(client)
        let hash = try await database.read { try $0.users.find(id: id)?.passwordHash }
        guard try await verify(password, hash), let hash else { throw AccountError.wrongPassword }
        limiter.refund(pass)
        return hash
    }

    private func admit(_ client: ClientAddress) throws(AccountError) -> LoginLimiter.Pass {
        switch limiter.admit(client) {
        case .pass(let pass): return pass
        case .wait(let seconds): throw .limited(retryAfter: seconds)
        }
    }

    private func change(
        _ id: Int64, by author: Author,
        _ body: @escaping @Sendable (any Transaction, User) throws -> AuditEvent
    ) async throws {
        defer { endings?.beat() }
        let moment = now()
        try await database.write { transaction in
            guard let user = try transaction.users.find(id: id) else { throw AccountError.unknown }
            try transaction.note(try body(transaction, user), by: author, at: moment)
        }
    }

    private static func keepAnAdministrator(without user: User, _ transaction: any Transaction) throws {
        guard user.isAdministrator, !user.isDisabled else { return }
        guard try transaction.users.activeAdministrators() > 1 else { throw AccountError.lastAdministrator }
    }

    private static func userName(_ text: String) throws(AccountError) -> UserName {
        do throws(UserName.Failure) {
            return try UserName(text)
        } catch {
            throw .name(error)
        }
    }

    private func newHash(_ password: String, for name: UserName) async throws -> String {
        if let fault = policy.fault(of: password, userName: name.text) { throw AccountError.password(fault) }
        do throws(PasswordHasherError) {
            return try await hasher.hash(password)
        } catch {
            throw Self.translated(error)
        }
    }

    private func verify(_ password: String, _ hash: String?) async throws -> Bool {
        do throws(PasswordHasherError) {
            return try await hasher.verify(password, hash)
        } catch {
            throw Self.translated(error)
        }
    }

    private static func translated(_ error: PasswordHasherError) -> any Error {
        switch error {
        case .busy: AccountError.busy
        case .cancelled: CancellationError()
        case .failed: error
        }
    }
}
