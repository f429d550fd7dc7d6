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
    struct Built {
        var phase: ConsolePhase?
        var hosts: [GuardedHost] = []
        var databases: [any Database] = []
    }

    let pulse = Pulse()
    let start: Start
    let configuration: Configuration
    let demo: DemoFail2ban?
    let secret: SessionSecret
    let tokenKeys: AccessTokenKeys
    let metricsToken: MetricsToken?
    let hasher: PasswordHasher
    let policy: PasswordPolicy
    let logger: Logger
    let built = Mutex(Built())

    init(start: Start, configuration: Configuration, demo: DemoFail2ban?, logger: Logger) throws {
        self.start = start
        self.configuration = configuration
        self.demo = demo
        self.logger = logger
        let loader = SecretLoader(
            directory: start.directory, credentials: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"],
            now: Clock.now, random: SystemRandom.bytes)
        do {
            secret = try loader.load(
                given: configuration.sessionSecret,
                databaseExists: start.state != .needsSetup
                    || Installation.databaseExists(at: configuration.database))
            tokenKeys = try AccessTokenKeys(directory: start.directory)
        } catch {
            throw Failure(.configuration, "\(error)")
        }
        do {
            metricsToken = try MetricsToken.load(
                configuration.metricsTokenFile,
                credentials: ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"])
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
            clientProgram: host.clientProgram, clientEnvironment: host.clientEnvironment,
            agentSocket: demo == nil ? configuration.agentSocket : nil)
    }

    /// The desk for a console without setup.
    func desk() throws -> SetupDesk {
        SetupDesk(
            configuration: configuration,
            setup: Setup(
                directory: start.directory, sources: start.sources, reader: start.reader, policy: policy,
                hasher: hasher, now: Clock.now, random: SystemRandom.bytes),
            forms: FormTokens(secret: secret, now: Clock.now, random: SystemRandom.bytes),
            inspect: { [self] socket in await inspect(socket) },
            begin: { [self] completed in
                let services = try services(completed.configuration, completed.database)
                built.withLock { $0.phase }?.begin(services)
                return services
            })
    }

    /// Whether the data directory now holds a finished setup.
    func isSetUp() async throws -> Bool { try await Start.joined(start.sources).state != .needsSetup }

    /// Brings `phase` to work with a setup that another program finished; does nothing where there is none.
    func takeOver(_ phase: ConsolePhase) async throws {
        let start = try Start(start.sources)
        guard let (configuration, database) = try await start.open() else { return }
        guard phase.services == nil else { return await database.close() }
        phase.begin(try services(configuration, database))
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
}
