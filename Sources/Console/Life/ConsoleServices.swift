internal import Host
public import ServiceLifecycle
public import Storage

/// The console after setup: every service that a request may need, wired up once.
public struct ConsoleServices: Sendable {
    /// The configuration in force, setup's stored values included.
    public let configuration: Configuration
    /// Changes what setup stored.
    public let settings: SettingsDesk
    /// People's accounts.
    public let accounts: Accounts
    /// Who is signed in.
    public let sessions: BrowserSessions
    /// The way in.
    public let signIn: SignIn
    /// Tokens of programs.
    public let tokens: PersonalTokens
    /// Sessions of programs.
    public let programs: ProgramSessions
    /// Tokens of the forms before sign-in.
    public let forms: FormTokens
    /// How often an account may do what everyone may (`Action.isPaced`).
    public let pace: ChangePace
    /// What was changed, by whom.
    public let audit: AuditLog
    /// The background tasks: how each stands, and a run now.
    public let tasks: TaskDesk
    /// What this server knows of them without asking the database.
    public let taskBoard: TaskBoard
    /// The guarded host.
    public let guarding: Guarding
    /// Where addresses are, as this machine's files tell.
    public var geo: GeoDesk { guarding.geo }
    /// Beats when what people look at has changed.
    public let pulse: Pulse
    /// The database, on a connection of its own for questions about health.
    public let healthDatabase: any Database
    /// Who asks about health, looked up on that connection.
    let healthEntrance: Entrance
    /// Looks whether everything is as it should be.
    public let doctor: DoctorDesk
    /// Whether the console can do its work.
    public let readiness: Readiness
    /// What the database tells in numbers, for machines.
    public let figures: StoredFiguresReader
    /// What keeps calls from things outside that fail.
    public let breakers: Breakers
    /// How long the database takes.
    public let databaseTimes: DatabaseTimes
    /// What has to run, in the order of starting.
    public let services: [any Service]
    /// UTC epoch seconds.
    public let now: @Sendable () -> Int64

    /// Takes each part as it is.
    public init(
        configuration: Configuration, settings: SettingsDesk, accounts: Accounts, sessions: BrowserSessions,
        signIn: SignIn, tokens: PersonalTokens, programs: ProgramSessions,
        forms: FormTokens, audit: AuditLog, tasks: TaskRunner, guarding: Guarding, pulse: Pulse,
        healthDatabase: any Database, breakers: Breakers? = nil, databaseTimes: DatabaseTimes = DatabaseTimes(),
        services: [any Service],
        now: @escaping @Sendable () -> Int64
    ) {
        self.configuration = configuration
        self.settings = settings
        self.accounts = accounts
        self.sessions = sessions
        self.signIn = signIn
        self.tokens = tokens
        self.programs = programs
        self.forms = forms
        pace = ChangePace(burst: 60, period: 10, now: now)
        self.audit = audit
        self.tasks = TaskDesk(tasks)
        taskBoard = tasks.board
        self.guarding = guarding
        self.pulse = pulse
        self.healthDatabase = healthDatabase
        healthEntrance = Entrance(sessions: sessions, tokens: tokens, programs: programs).on(healthDatabase)
        self.breakers = breakers ?? Breakers(BreakerSurroundings(now: now))
        self.databaseTimes = databaseTimes
        self.services = services.map(guarding.loops.watched)
        self.now = now
        figures = StoredFiguresReader(database: healthDatabase, guarding: guarding, now: now)
        let board = tasks.board
        doctor = DoctorDesk {
            var scene = DoctorScene(configuration, guarding, audit, board, now: now)
            scene.recovery = { try? await guarding.recovery.report(from: healthDatabase) }
            scene.loops = guarding.loops.readings
            scene.geo = guarding.geo.report
            scene.health = guarding.health.health
            return scene
        }
        readiness = Readiness(
            directory: configuration.dataDirectory, status: { guarding.board.status }, tasks: { board.failing },
            loops: { guarding.loops.silent }
        ) {
            await Self.isUp(healthDatabase)
        }
    }
}

extension ConsoleServices {
    /// How it stands with fail2ban's recovery, as the connection for questions about health tells it; nil where that does not
    /// answer within a second.
    public func recoveryReport() async -> RecoveryReport? {
        let (recovery, database) = (guarding.recovery, healthDatabase)
        return await Deadline.run(Readiness.age, else: nil) { try? await recovery.report(from: database) }
    }

    /// Whether a database answers.
    private static func isUp(_ database: any Database) async -> Bool {
        (try? await database.read { try $0.first("SELECT 1") { $0.integer(0) } }) == 1
    }
}

extension DoctorScene {
    /// What the running server sees of itself.
    init(
        _ configuration: Configuration, _ guarding: Guarding, _ audit: AuditLog, _ tasks: TaskBoard,
        now: @escaping @Sendable () -> Int64
    ) {
        let process = ProcessFacts.own()
        self.init(
            host: guarding.host, socketPath: configuration.fail2banSocket,
            configurationFolder: configuration.fail2banConfiguration, directory: configuration.dataDirectory,
            configuration: configuration, process: process, serverProcess: process.id,
            agentSocket: guarding.host is AgentHost ? configuration.agentSocket : nil,
            audit: audit, tasks: tasks, intake: guarding.history.progress, now: now)
    }
}
