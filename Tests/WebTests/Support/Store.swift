import Host
import Logging
import ServiceLifecycle
import Storage
import Synchronization
import TestSupport

@testable import Console

/// What lies behind the web server of a test, wired as the program wires it.
final class Store: Sendable {
    let folder: TemporaryFolder
    let clock = TestClock()
    let log = MemoryLog()
    let pulse = Pulse()
    let configuration: Configuration
    let setup: Setup
    let phase: ConsolePhase
    let databases = Mutex<[FaultyDatabase]>([])
    private let inspections = Inspections()

    /// The sockets at which the setup looked.
    var inspected: [String] { inspections.withLock { $0 } }
    private let wiring: Wiring

    init(_ plan: WorldPlan) throws {
        folder = try TemporaryFolder()
        let directory = DataDirectory(path: folder.file("data"))
        try directory.prepare()
        let settings: [SettingKey: String] = [
            .dataDirectory: directory.path, .listen: "127.0.0.1:0", .loginFailureDelay: "0",
            .fail2banSocket: plan.fail2ban?.socketPath ?? folder.file("none.sock"),
            .fail2banConfiguration: plan.fail2ban?.configurationDirectory ?? folder.path,
        ]
        let sources = SettingSources(commandLine: settings.merging(plan.settings) { $1 })
        let reader = ConfigurationReader(now: clock.now)
        configuration = try reader.read(sources)
        let hasher = try PasswordHasher(
            cost: HashCost(memory: 64, iterations: 1, lanes: 1), random: SystemRandom.bytes)
        let policy = PasswordPolicy(hostName: "tower.example.org")
        let wiring = Wiring(
            directory: directory, clock: clock, log: log, pulse: pulse, sources: sources, reader: reader,
            hasher: hasher, policy: policy,
            fail2ban: plan.fail2ban, doesTasks: plan.doesTasks)
        self.wiring = wiring
        setup = Setup(
            directory: directory, sources: sources, reader: reader, policy: policy, hasher: hasher,
            now: clock.now, random: SystemRandom.bytes)
        let kept = Kept()
        let desk = SetupDesk(
            configuration: configuration, setup: setup, forms: wiring.forms,
            inspect: { [clock, inspections] socket in
                inspections.withLock { $0.append(socket) }
                return DoctorReport(findings: [], at: clock.now(), took: .zero)
            },
            begin: { completed in
                let database = FaultyDatabase(completed.database)
                kept.keep(database)
                let services = wiring.services(completed.configuration, database)
                kept.phase?.begin(services)
                return services
            })
        self.phase = ConsolePhase(.setup(desk))
        kept.attach(self)
    }

    /// Sets the console up with the administrator `ada`.
    func setUp() async throws {
        guard case .setup(let desk) = phase.current else { return }
        _ = try await desk.complete(
            SetupRequest(userName: "ada", password: World.password), token: try setup.token())
    }

    func close() async {
        await wiring.close()
        for database in databases.withLock({ $0 }) { await database.close() }
    }
}

/// The sockets at which a setup looked.
private final class Inspections: Sendable {
    private let sockets = Mutex<[String]>([])
    func withLock<Result>(_ body: (inout sending [String]) throws -> sending Result) rethrows -> Result {
        try sockets.withLock(body)
    }
}

/// Leads from the desk, which is made first, to the store that it belongs to.
private final class Kept: Sendable {
    private struct Weak: Sendable { weak var store: Store? }
    private let store = Mutex(Weak())

    var phase: ConsolePhase? { store.withLock { $0.store?.phase } }
    func attach(_ store: Store) { self.store.withLock { $0.store = store } }
    func keep(_ database: FaultyDatabase) {
        store.withLock { $0.store }?.databases.withLock { $0.append(database) }
    }
}

/// How the services are put together.
final class Wiring: Sendable {
    let directory: DataDirectory
    let clock: TestClock
    let log: MemoryLog
    let pulse: Pulse
    let sources: SettingSources
    let reader: ConfigurationReader
    let hasher: PasswordHasher
    let policy: PasswordPolicy
    let fail2ban: RealFail2ban?
    let doesTasks: Bool
    let secret = SessionSecret(current: SystemRandom.bytes(32))
    private let hosts = Mutex<[LocalHost]>([])
    private let operations = Mutex(0)

    init(
        directory: DataDirectory, clock: TestClock, log: MemoryLog, pulse: Pulse, sources: SettingSources,
        reader: ConfigurationReader,
        hasher: PasswordHasher, policy: PasswordPolicy, fail2ban: RealFail2ban?, doesTasks: Bool
    ) {
        self.directory = directory
        (self.clock, self.log, self.pulse, self.sources, self.reader) = (clock, log, pulse, sources, reader)
        (self.hasher, self.policy, self.fail2ban, self.doesTasks) = (hasher, policy, fail2ban, doesTasks)
    }

    /// What DNS says of every address: no test asks it.
    static let question: AddressNames.Question = { _ in .name("mail.example <b>\u{202e}", isConfirmed: false) }

    var forms: FormTokens { FormTokens(secret: secret, now: clock.now, random: SystemRandom.bytes) }

    func services(_ configuration: Configuration, _ real: FaultyDatabase) -> ConsoleServices {
        let breakers = Breakers(pulse: pulse, logger: log.logger, now: clock.now)
        let database = DatabaseBehindBreaker(real, breakers)
        let audit = AuditLog(database: database, anchor: AuditAnchorFile(directory), now: clock.now)
        let limiter = LoginLimiter(now: clock.now, random: SystemRandom.bytes)
        let sessions = BrowserSessions(
            database: database, secret: secret, lifetime: configuration.sessionLifetime, now: clock.now,
            random: SystemRandom.bytes)
        let guarding = Guarding(
            host: host(configuration), breaker: breakers.fail2ban, database: database,
            policy: GuardPolicy(
                trustedProxies: configuration.trustedProxies, allowlist: configuration.allowlist),
            thresholds: configuration.mapThresholds, question: Self.question, pulse: pulse, now: clock.now,
            newID: newID, logger: log.logger)
        let accounts = Accounts(
            database: database, hasher: hasher, policy: policy, limiter: limiter, endings: sessions.endings,
            now: clock.now)
        let signIn = SignIn(
            database: database, sessions: sessions, hasher: hasher, limiter: limiter,
            delay: FailureDelay(seconds: configuration.loginFailureDelay), audit: audit, now: clock.now)
        let tokenLimiter = TokenLimiter(now: clock.now)
        let tokens = PersonalTokens(
            accounts: accounts, limiter: tokenLimiter, endings: sessions.endings, now: clock.now,
            random: SystemRandom.bytes)
        let tasks = TaskRunner(
            .all(
                database: database, retention: configuration.eventRetention, sessions: sessions, tokens: tokens,
                audit: audit, logger: log.logger),
            database: database, server: "tower", pulse: pulse, now: clock.now, logger: log.logger)
        return ConsoleServices(
            configuration: configuration,
            settings: SettingsDesk(
                database: database, reader: reader, sources: sources, now: clock.now,
                apply: {
                    guarding.hold(to: GuardPolicy(trustedProxies: $0.trustedProxies, allowlist: $0.allowlist))
                    guarding.hold(mapThresholds: $0.mapThresholds)
                }),
            accounts: accounts,
            sessions: sessions,
            signIn: signIn,
            tokens: tokens,
            programs: ProgramSessions(
                sessions: sessions, signIn: signIn,
                keys: AccessTokenKeys(path: directory.file("token-key"), bits: 2048),
                limiter: tokenLimiter),
            forms: forms, audit: audit, tasks: tasks, guarding: guarding, pulse: pulse, healthDatabase: real,
            breakers: breakers,
            services: guarding.services + (doesTasks ? [tasks] : []) + [DatabaseTrials(database, breakers)],
            now: clock.now)
    }

    func close() async {
        for host in hosts.withLock({ $0 }) { await host.close() }
    }

    private func host(_ configuration: Configuration) -> LocalHost {
        var place = LocalHost.Configuration(
            socketPath: configuration.fail2banSocket, configurationDirectory: configuration.fail2banConfiguration)
        if let fail2ban {
            place.clientProgram = fail2ban.clientProgram
            place.clientEnvironment = fail2ban.clientEnvironment
        }
        let host = LocalHost(place, logger: log.logger)
        hosts.withLock { $0.append(host) }
        return host
    }

    @Sendable private func newID() -> String {
        operations.withLock { count in
            count += 1
            return "operation\(count)"
        }
    }
}
