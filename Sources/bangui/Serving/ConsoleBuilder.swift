import Console
import Demo
import Foundation
import Host
import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Builds the services of the console, at the start or when setup is complete.
final class ConsoleBuilder: Sendable {
    private struct Built {
        var phase: ConsolePhase?
        var hosts: [LocalHost] = []
        var databases: [any Database] = []
    }

    let pulse = Pulse()
    private let start: Start
    private let configuration: Configuration
    private let demo: DemoFail2ban?
    private let secret: SessionSecret
    private let hasher: PasswordHasher
    private let policy: PasswordPolicy
    private let logger: Logger
    private let built = Mutex(Built())

    init(start: Start, configuration: Configuration, demo: DemoFail2ban?, logger: Logger) throws {
        self.start = start
        self.configuration = configuration
        self.demo = demo
        self.logger = logger
        let loader = SecretLoader(directory: start.directory, now: Clock.now, random: SystemRandom.bytes)
        do {
            secret = try loader.load(
                given: configuration.sessionSecret,
                databaseExists: start.state != .needsSetup
                    || Installation.databaseExists(at: configuration.databasePath))
        } catch {
            throw Failure(.configuration, "\(error)")
        }
        hasher = try PasswordHasher(random: SystemRandom.bytes)
        policy = PasswordPolicy(hostName: ProcessInfo.processInfo.hostName)
    }

    /// Ends waiting requests first when the server stops.
    var drain: Drain { Drain(pulse: pulse) }

    func attach(_ phase: ConsolePhase) { built.withLock { $0.phase = phase } }

    /// What the running server guards, for other commands.
    func guarded(_ configuration: Configuration) -> ServeLock.Server {
        let host = hostConfiguration(configuration)
        return ServeLock.Server(
            pid: getpid(), socket: host.socketPath, configuration: host.configurationDirectory,
            clientProgram: host.clientProgram, clientEnvironment: host.clientEnvironment)
    }

    /// The desk for a console without setup.
    func desk() throws -> SetupDesk {
        SetupDesk(
            configuration: configuration,
            setup: Setup(
                directory: start.directory, sources: start.sources, reader: start.reader, policy: policy,
                hasher: hasher, open: { try SQLiteDatabase(path: $0) }, now: Clock.now, random: SystemRandom.bytes),
            forms: FormTokens(secret: secret, now: Clock.now, random: SystemRandom.bytes),
            inspect: { [self] socket in await inspect(socket) },
            begin: { [self] completed in
                let services = try services(completed.configuration, completed.database)
                built.withLock { $0.phase }?.begin(services)
                return services
            })
    }

    /// Whether the data directory now holds a finished setup.
    func isSetUp() throws -> Bool { try Start(start.sources).state != .needsSetup }

    /// Brings `phase` to work with a setup that another program finished; does nothing where there is none.
    func takeOver(_ phase: ConsolePhase) async throws {
        let start = try Start(start.sources)
        guard let (configuration, database) = try await start.open() else { return }
        guard phase.services == nil else { return await database.close() }
        phase.begin(try services(configuration, database))
    }

    /// Every service of a console that was set up.
    func services(_ configuration: Configuration, _ database: any Database) throws -> ConsoleServices {
        let host = LocalHost(hostConfiguration(configuration), logger: logger)
        // Health is asked again and again: a question that waits for long would hold those after it.
        let healthDatabase = try SQLiteDatabase(path: configuration.databasePath, busyTimeout: 0.5)
        built.withLock {
            $0.hosts.append(host)
            $0.databases += [healthDatabase, database]
        }
        let limiter = LoginLimiter(now: Clock.now, random: SystemRandom.bytes)
        let sessions = BrowserSessions(
            database: database, secret: secret, lifetime: configuration.sessionLifetime, now: Clock.now,
            random: SystemRandom.bytes)
        let guarding = Guarding(
            host: host, database: database, policy: GuardPolicy(configuration), pulse: pulse, now: Clock.now,
            newID: OperationID.make, logger: logger)
        return ConsoleServices(
            configuration: configuration,
            settings: SettingsDesk(
                database: database, reader: start.reader, sources: start.sources, now: Clock.now,
                apply: { guarding.hold(to: GuardPolicy($0)) }),
            accounts: Accounts(
                database: database, hasher: hasher, policy: policy, limiter: limiter, now: Clock.now),
            sessions: sessions,
            signIn: SignIn(
                database: database, sessions: sessions, hasher: hasher, limiter: limiter,
                delay: FailureDelay(seconds: configuration.loginFailureDelay), now: Clock.now),
            forms: FormTokens(secret: secret, now: Clock.now, random: SystemRandom.bytes), guarding: guarding,
            pulse: pulse, healthDatabase: healthDatabase, services: guarding.services + [SessionUpkeep(sessions)],
            now: Clock.now)
    }

    /// Closes hosts, then databases.
    func close() async {
        let (hosts, databases) = built.withLock { built in
            defer { (built.hosts, built.databases) = ([], []) }
            return (built.hosts, built.databases)
        }
        for host in hosts { await host.close() }
        for database in databases { await database.close() }
    }

    private func inspect(_ socket: String) async -> DaemonStatus {
        var host = hostConfiguration(configuration)
        if !socket.isEmpty { host.socketPath = socket }
        let local = LocalHost(host, logger: logger)
        let status = await DaemonStatus.read(from: local, now: Clock.now())
        await local.close()
        return status
    }

    private func hostConfiguration(_ configuration: Configuration) -> LocalHost.Configuration {
        var host = LocalHost.Configuration(
            socketPath: configuration.fail2banSocket, configurationDirectory: configuration.fail2banConfiguration)
        if let demo {
            host.clientProgram = demo.clientProgram
            host.clientEnvironment = demo.clientEnvironment
        }
        return host
    }
}
