public import Host
public import Storage

/// What the doctor looks at, and what is known of it beforehand.
public struct DoctorScene: Sendable {
    /// The guarded host.
    public var host: any Host
    /// The socket of its fail2ban.
    public var socketPath: String
    /// The folder of its configuration.
    public var configurationFolder: String
    /// The folder of all that BanGUI keeps.
    public var directory: DataDirectory
    /// The configuration in force; nil where its faults leave none.
    public var configuration: Configuration?
    /// What is wrong with the configuration.
    public var faults: [SettingFault]
    /// The process that looks.
    public var process: ProcessFacts
    /// The process of the server that runs on the data directory; nil where none does.
    public var serverProcess: Int32?
    /// The socket of the agent, where one is configured.
    public var agentSocket: String?
    /// What root's configuration of that agent says; nil where it is another's, or for whoever is not root.
    public var agentRules: AgentRules?
    /// The audit log of the running server; nil for anyone but that server.
    public var audit: AuditLog?
    /// The background tasks of the running server; nil for anyone but that server.
    public var tasks: TaskBoard?
    /// How far the running server has come with fail2ban's log; nil for anyone but that server.
    public var intake: IntakeProgress?
    /// How it stands with fail2ban's recovery, as the running server tells; nil for anyone but that server.
    public var recovery: (@Sendable () async -> RecoveryReport?)?
    /// What the running server last found of the jails; nil for anyone but that server.
    public var health: JailHealth?
    /// Whether the running server's loops come round; nil for anyone but that server.
    public var loops: [LoopReading]?
    /// How the geo data of the running server stands; nil for anyone but that server.
    public var geo: GeoReport?
    /// How long fail2ban may take for its sign of life.
    public var patience: Duration
    /// The folder below which `proc`, `etc` and so on lie; for tests.
    public var root: String
    /// UTC epoch seconds.
    public var now: @Sendable () -> Int64

    /// Takes each part as it is.
    public init(
        host: any Host, socketPath: String, configurationFolder: String, directory: DataDirectory,
        configuration: Configuration?, faults: [SettingFault] = [], process: ProcessFacts = .own(),
        serverProcess: Int32? = nil, agentSocket: String? = nil, agentRules: AgentRules? = nil,
        audit: AuditLog? = nil, tasks: TaskBoard? = nil, intake: IntakeProgress? = nil,
        patience: Duration = .seconds(3), root: String = "",
        now: @escaping @Sendable () -> Int64
    ) {
        self.host = host
        self.socketPath = socketPath
        self.configurationFolder = configurationFolder
        self.directory = directory
        self.configuration = configuration
        self.faults = faults
        self.process = process
        self.serverProcess = serverProcess
        self.agentSocket = agentSocket
        self.agentRules = agentRules
        self.audit = audit
        self.tasks = tasks
        self.intake = intake
        self.patience = patience
        self.root = root
        self.now = now
    }

    /// The database that the configuration names.
    public var database: DatabasePlace { configuration?.database ?? .file(path: directory.file("bangui.sqlite")) }
}
