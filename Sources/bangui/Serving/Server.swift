import UnixSignals
import Console
import Demo
import Foundation
import Host
import Logging
import NIOCore
import ServiceLifecycle
import Storage
import Web

/// Whether the demo's fail2ban is wanted.
enum DemoDemand { case never, ifNone, always }

/// `bangui serve`: everything in the order of starting, and back.
struct Server {
    var sources: SettingSources
    var demo: DemoDemand

    /// How long an ordered stop waits for requests in flight before it cuts their connections; what is left of the ten
    /// seconds is for the demo's daemon and the database.
    static let patience: Duration = .seconds(7)

    func run() async throws {
        ProcessMemory.keepLittle()
        let reader = ConfigurationReader(otherNames: Start.scriptNames, now: Clock.now)
        try RootRule.check(try reader.read(sources), isDemo: demo == .always, isRoot: geteuid() == 0)
        var start = try await Start.joined(sources, isCommand: false)
        do {
            try start.directory.prepare()
        } catch {
            throw Failure(.configuration, "\(error)")
        }
        let lock = try ServeLock(start.directory)
        let logger = Place.logger(try level(start))
        let running = try await startDemo(start, logger)
        if let running {
            start.sources.commandLine[.fail2banSocket] = running.socketPath
            start.sources.commandLine[.fail2banConfiguration] = running.configurationDirectory
        }
        do {
            try await serve(start, lock, running, logger)
        } catch {
            await running?.stop()
            throw error
        }
        await running?.stop()
    }

    private func serve(_ start: Start, _ lock: ServeLock, _ demo: DemoFail2ban?, _ logger: Logger) async throws {
        let manager = ServiceManager.own
        let opened = try await start.open { step in
            manager?.tell(.status("bringing the database to schema \(step.number) of \(step.last)"))
            logger.notice("bringing the database to schema \(step.number) of \(step.last)")
        }
        let configuration = try opened?.0 ?? start.reader.read(start.sources)
        for warning in configuration.warnings { logger.warning("\(warning)") }
        if geteuid() == 0 { logger.warning("\(RootRule.warning)") }
        let builder = try ConsoleBuilder(start: start, configuration: configuration, demo: demo, logger: logger)
        try lock.write(builder.guarded(configuration))
        let phase: ConsolePhase
        if let (configuration, database) = opened {
            Setup.removeLeftovers(in: start.directory)
            Restore.removeLeftovers(in: start.directory)
            phase = ConsolePhase(.ready(try builder.services(configuration, database)))
        } else {
            phase = ConsolePhase(.setup(try builder.desk()))
        }
        builder.attach(phase)
        let web = WebServer(
            phase: phase, configuration: configuration, zones: TimeZoneNames().all(),
            machineName: ProcessInfo.processInfo.hostName, metricsToken: builder.metricsToken, now: Clock.now,
            logger: logger)
        let application = web.application { port in
            Greeting.show(configuration, phase, port: port)
            manager?.tell(.ready)
        }
        var services: [any Service] = [
            ConsoleRunner(phase: phase, logger: logger), SetupWatch(phase: phase, builder: builder, logger: logger),
            application, builder.drain,
        ]
        if let demo { services.append(demo.simulator(seed: Self.seed, now: Self.milliseconds, logger: logger)) }
        if let manager {
            services.append(
                SignsOfLife.ofEventLoops(to: manager, logger: logger) { phase.services?.guarding.loops.isAlive ?? true }
            )
        }
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = Self.patience
        await ForcedEnd.watch(logger)
        do {
            try await ServiceGroup(configuration: group).run()
        } catch {
            await builder.close()
            throw Self.explained(error, configuration)
        }
        await builder.close()
    }

    private func level(_ start: Start) throws -> Logger.Level {
        Logger.Level(rawValue: try start.reader.read(start.sources).logLevel) ?? .info
    }

    static var seed: UInt64 { SystemRandom.bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }

    @Sendable static func milliseconds() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
