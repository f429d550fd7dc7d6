import Storage

/// Makes a configured system of an empty data directory, wholly or not at all.
///
/// The order: everything is checked; `bootstrap.json.pending` names the setup and its database; one transaction writes
/// settings, administrator and the setup's name; the pending file is renamed to `bootstrap.json`, which is the commit
/// point. Cut off before it, the next setup knows the database by its name as a leftover and overwrites it.
public struct Setup: Sendable {
    let directory: DataDirectory
    let sources: SettingSources
    let reader: ConfigurationReader
    let policy: PasswordPolicy
    let hasher: PasswordHasher
    let now: @Sendable () -> Int64
    let random: @Sendable (Int) -> [UInt8]
    /// Called after each step; throws to cut the setup off there.
    var after: @Sendable (SetupStep) throws -> Void = { _ in }

    /// - Parameters:
    ///   - directory: prepared by `DataDirectory.prepare`.
    ///   - sources: what fixes settings; nothing is stored yet.
    ///   - now: epoch seconds.
    ///   - random: that many bytes of the system's generator.
    public init(
        directory: DataDirectory, sources: SettingSources, reader: ConfigurationReader, policy: PasswordPolicy,
        hasher: PasswordHasher,
        now: @escaping @Sendable () -> Int64, random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.directory = directory
        self.sources = sources
        self.reader = reader
        self.policy = policy
        self.hasher = hasher
        self.now = now
        self.random = random
    }

    /// The one-time token for the setup's address; the same until it was used.
    public func token() throws(SetupError) -> String { try SetupToken(directory: directory).make(random: random) }

    /// Whether `text` is the one-time token.
    public func accepts(token text: String) throws(SetupError) -> Bool {
        try SetupToken(directory: directory).accepts(text)
    }

    /// Sets the system up for who knows the token.
    ///
    /// - Parameter author: from where; without a name, the administrator who is made.
    /// - Throws: `SetupError`; `StorageError` where the database fails in the middle.
    public func complete(
        _ request: SetupRequest, token: String, by author: Author = Author(name: "", origin: .web)
    ) async throws -> CompletedSetup {
        // In this order: a setup that ends meanwhile marks its end before it takes the token away.
        let isAccepted = try accepts(token: token)
        guard try Installation.state(in: directory) == .needsSetup else { throw SetupError.alreadyComplete }
        guard isAccepted else { throw SetupError.wrongToken }
        return try await run(request, author)
    }

    /// Sets the system up for who may write to the data directory: `bangui user add NAME --admin`.
    public func completeFromCommandLine(
        _ request: SetupRequest, by author: Author = Author(name: "", origin: .cli)
    ) async throws -> CompletedSetup {
        guard try Installation.state(in: directory) == .needsSetup else { throw SetupError.alreadyComplete }
        return try await run(request, author)
    }

    /// What is wrong with the values, all at once; empty where the setup can go on.
    public func faults(of request: SetupRequest) -> [FieldFault] { SetupForm(request, self).faults }

    private func run(_ request: SetupRequest, _ author: Author) async throws -> CompletedSetup {
        let form = SetupForm(request, self)
        guard form.faults.isEmpty, let name = form.name, let configuration = form.configuration else {
            throw SetupError.invalid(form.faults)
        }
        let hash = try await hash(request.password)
        let lock = try SetupLock(directory)
        // Another process may have finished while this one waited for its hash.
        guard try Installation.state(in: directory) == .needsSetup else { throw SetupError.alreadyComplete }
        try after(.checked)
        let bootstrap = try writePending(configuration)
        try after(.pendingWritten)
        let place = configuration.database
        let database = try openDatabase(place)
        do {
            try after(.databaseOpened)
            let account = try await fill(
                database, name, hash, form.stored, bootstrap, place.shown, author)
            try after(.committed)
            try mark()
            _ = consume lock
            return CompletedSetup(
                administrator: account, bootstrap: bootstrap, configuration: configuration, database: database)
        } catch {
            await database.close()
            throw error
        }
    }

    private func hash(_ password: String) async throws -> String {
        do throws(PasswordHasherError) {
            return try await hasher.hash(password)
        } catch .busy {
            throw SetupError.busy
        }
    }

    /// Keeps the name of a setup that was cut off, so that its leftovers are known.
    private func writePending(_ configuration: Configuration) throws -> Bootstrap {
        let pending = try? Bootstrap.read(DataDirectory.pendingBootstrapFile, in: directory)
        let path =
            switch configuration.database {
            case .file(let path): configuration.texts[.databasePath] ?? path
            case .server(let address): address.shown
            }
        let bootstrap = Bootstrap(
            version: Bootstrap.knownVersion, setupID: pending?.setupID ?? Hexadecimal.text(random(16)),
            databasePath: path, completedAt: now())
        do {
            try PrivateFile.write(bootstrap.encoded(), to: directory.file(DataDirectory.pendingBootstrapFile))
        } catch let error as PrivateFileError {
            throw SetupError.file(error)
        }
        return bootstrap
    }

    private func openDatabase(_ place: DatabasePlace) throws -> any Database {
        do {
            return try place.open()
        } catch {
            throw SetupError.invalid([SetupForm.fault(opening: place.shown, error)])
        }
    }

    private func fill(
        _ database: any Database, _ name: UserName, _ hash: String, _ settings: [SettingKey: String],
        _ bootstrap: Bootstrap, _ path: String, _ author: Author
    ) async throws -> Account {
        let now = now()
        return try await database.write { transaction in
            try Self.empty(transaction, of: bootstrap, path)
            let user = try transaction.users.insert(
                name: name.text, nameKey: name.key, passwordHash: hash, isAdministrator: true, at: now)
            for (key, text) in settings { try transaction.settings.set(key.rawValue, text, at: now, by: user.id) }
            try transaction.settings.set(Bootstrap.settingKey, bootstrap.setupID, at: now, by: user.id)
            try Self.note(user, settings, by: author, at: now, transaction)
            return Account(user)
        }
    }

    /// Whoever sets the console up without a name of their own is its first administrator.
    private static func note(
        _ user: User, _ settings: [SettingKey: String], by author: Author, at moment: Int64,
        _ transaction: any Transaction
    ) throws {
        var author = author
        if author.name.isEmpty { (author.userID, author.name) = (user.id, user.name) }
        let values = settings.filter { !SettingDefinition.of($0.key).isSecret }
            .map { "\($0.key.rawValue)=\($0.value)" }.sorted().joined(separator: "\n")
        let event = AuditEvent(.setup, subject: user.name, after: values.isEmpty ? nil : values)
        try transaction.note(event, by: author, at: moment)
    }

    /// Empties a leftover of this very setup and refuses what is anyone else's.
    private static func empty(_ transaction: any Transaction, of bootstrap: Bootstrap, _ path: String) throws {
        let found = try transaction.settings.value(Bootstrap.settingKey)
        let hasUsers = try transaction.users.count() > 0
        guard found != nil || hasUsers else { return }
        guard found == bootstrap.setupID else { throw SetupError.foreignDatabase(path: path) }
        for key in try transaction.settings.all().keys { try transaction.settings.remove(key) }
        for user in try transaction.users.all() { try transaction.users.delete(id: user.id) }
    }

    /// The commit point, and what is of no more use after it.
    private func mark() throws {
        do throws(PrivateFileError) {
            try PrivateFile.rename(
                directory.file(DataDirectory.pendingBootstrapFile), to: directory.file(DataDirectory.bootstrapFile))
        } catch {
            throw SetupError.file(error)
        }
        try after(.marked)
        // The token is void already since setup is closed; a file that stays is removed at the next start.
        try? SetupToken(directory: directory).remove()
        try after(.tokenRemoved)
    }

    /// Removes a token that outlived its setup, at the start of a system that is set up.
    public static func removeLeftovers(in directory: DataDirectory) {
        try? SetupToken(directory: directory).remove()
        try? PrivateFile.remove(directory.file(DataDirectory.pendingBootstrapFile))
    }
}
