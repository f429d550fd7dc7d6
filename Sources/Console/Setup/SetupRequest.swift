public import Storage

/// What a person enters in the setup.
public struct SetupRequest: Sendable {
    /// The first administrator's name.
    public var userName: String
    /// Their password.
    public var password: String
    /// Settings by key; those that command line, environment or file fix are passed over.
    public var settings: [String: String]

    /// Takes what was entered.
    public init(userName: String, password: String, settings: [String: String] = [:]) {
        self.userName = userName
        self.password = password
        self.settings = settings
    }
}

/// A system that was just set up.
public struct CompletedSetup: Sendable {
    /// The first administrator.
    public let administrator: Account
    /// The mark of the setup.
    public let bootstrap: Bootstrap
    /// The configuration that now holds.
    public let configuration: Configuration
    /// The open database.
    public let database: any Database
}

/// The moments after which a setup can be cut off; for tests that do so.
enum SetupStep: CaseIterable, Sendable {
    case checked, pendingWritten, databaseOpened, committed, marked, tokenRemoved
}
