import Console
import Demo
import Foundation
import Host
import Outbound
import Storage
import Synchronization

extension ConsoleBuilder {
    /// Every service of a console that was set up.
    func services(_ configuration: Configuration, _ database: any Database) throws -> ConsoleServices {
        let host = host(configuration)
        let breakers = Breakers(pulse: pulse, logger: logger, now: Clock.now)
        let measured = MeasuredDatabase(database)
        let database = DatabaseBehindBreaker(measured, breakers)
        let healthDatabase = try configuration.database.openForHealth()
        built.withLock {
            $0.hosts.append(host)
            $0.databases += [healthDatabase, database]
        }
        let audit = AuditLog(database: database, anchor: start.anchor(beside: host), now: Clock.now)
        let limiter = LoginLimiter(now: Clock.now, random: SystemRandom.bytes)
        let sessions = BrowserSessions(
            database: database, secret: secret, lifetime: configuration.sessionLifetime, now: Clock.now,
            random: SystemRandom.bytes)
        let accounts = Accounts(
            database: database, hasher: hasher, policy: policy, limiter: limiter, endings: sessions.endings,
            now: Clock.now)
        let tokenLimiter = TokenLimiter(now: Clock.now)
        let tokens = PersonalTokens(
            accounts: accounts, limiter: tokenLimiter, endings: sessions.endings, now: Clock.now,
            random: SystemRandom.bytes)
        let signIn = SignIn(
            database: database, sessions: sessions, hasher: hasher, limiter: limiter,
            delay: FailureDelay(seconds: configuration.loginFailureDelay), audit: audit, now: Clock.now)
        let geo = GeoDesk(configuration, pulse: pulse, now: Clock.now, logger: logger)
        let guarding = Guarding(
            host: host, breaker: breakers.fail2ban, database: database, lease: database.lease("host \(host.id.text)"),
            policy: GuardPolicy(configuration), retention: configuration.eventRetention, geo: geo,
            recovery: configuration.fail2banRecovery, thresholds: configuration.mapThresholds, pulse: pulse,
            now: Clock.now,
            newID: OperationID.make, logger: logger)
        let tasks = TaskRunner(
            .all(
                database: database, retention: configuration.eventRetention, sessions: sessions, tokens: tokens,
                audit: audit, logger: logger) + geoTasks(configuration, database, geo, breakers),
            database: database, server: "\(ProcessInfo.processInfo.hostName):\(start.directory.path)",
            lease: database.lease("tasks"),
            pulse: pulse, now: Clock.now, logger: logger)
        return ConsoleServices(
            configuration: configuration,
            settings: SettingsDesk(
                database: database, reader: start.reader, sources: start.sources, now: Clock.now,
                apply: {
                    guarding.hold(to: GuardPolicy($0))
                    guarding.hold(to: $0.fail2banRecovery)
                    guarding.hold(mapThresholds: $0.mapThresholds)
                }),
            accounts: accounts,
            sessions: sessions,
            signIn: signIn, tokens: tokens,
            programs: ProgramSessions(
                sessions: sessions, signIn: signIn, keys: tokenKeys,
                limiter: tokenLimiter), forms: FormTokens(secret: secret, now: Clock.now, random: SystemRandom.bytes),
            audit: audit, tasks: tasks,
            guarding: guarding,
            pulse: pulse, healthDatabase: healthDatabase, breakers: breakers, databaseTimes: measured.times,
            services: guarding.services + [
                tasks, geo, AuditKeeper(audit, logger: logger), DatabaseTrials(database, breakers),
            ],
            now: Clock.now)
    }

    private func geoTasks(
        _ configuration: Configuration, _ database: any Database, _ geo: GeoDesk, _ breakers: Breakers
    ) -> [BackgroundTask] {
        let outbound = Outbound(configuration.outbound, gate: BreakerGate(breakers), logger: logger)
        let update = GeoUpdate(
            outbound: outbound, directory: start.directory, origins: configuration.geoOrigins, now: Clock.now)
        return .geo(
            update, desk: geo, outbound: outbound, database: database, cacheDays: configuration.geoCacheRetention,
            pulse: pulse, now: Clock.now)
    }

    /// What the setup is to know of the fail2ban at a socket (empty: at the configuration's) and of this machine.
    func inspect(_ socket: String) async -> DoctorReport {
        var host = hostConfiguration(configuration)
        if !socket.isEmpty { host.socketPath = socket }
        let asked: GuardedHost =
            agentSocket(configuration) == nil ? LocalHost(host, logger: logger) : self.host(configuration)
        let scene = DoctorScene(
            host: asked, socketPath: host.socketPath, configurationFolder: host.configurationDirectory,
            directory: start.directory, configuration: configuration, serverProcess: getpid(),
            agentSocket: agentSocket(configuration), now: Clock.now)
        let report = await Doctor(scene).report(on: [.fail2ban, .jails, .machine, .data])
        await asked.close()
        return report
    }

    /// The host that the configuration names: behind the agent, or reached by this process itself.
    private func host(_ configuration: Configuration) -> GuardedHost {
        guard let agent = agentSocket(configuration) else {
            return LocalHost(hostConfiguration(configuration), logger: logger)
        }
        return AgentHost(path: agent, logger: logger)
    }

    /// The demo's fail2ban belongs to this process and needs no agent.
    private func agentSocket(_ configuration: Configuration) -> String? {
        demo == nil ? configuration.agentSocket : nil
    }

    /// The host that the configuration names, and the demo's programs where that runs.
    func hostConfiguration(_ configuration: Configuration) -> LocalHost.Configuration {
        var host = LocalHost.Configuration(
            socketPath: configuration.fail2banSocket, configurationDirectory: configuration.fail2banConfiguration,
            startCommand: configuration.fail2banStartCommand)
        if let demo {
            host.clientProgram = demo.clientProgram
            host.clientEnvironment = demo.clientEnvironment
        }
        return host
    }
}
