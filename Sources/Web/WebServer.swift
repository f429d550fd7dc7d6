public import Console
import Glibc
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

/// The console as a web server: every route, in the one order of middleware that holds.
public struct WebServer {
    private let router = Router(context: ConsoleContext.self, options: .autoGenerateHeadEndpoints)
    private let configuration: Configuration
    private let logger: Logger
    let routes: Routes

    /// Builds the routes for a console that may still wait for its setup.
    ///
    /// - Parameters:
    ///   - phase: whether the console is at work.
    ///   - configuration: the configuration at the start.
    ///   - zones: names of time zones to choose from.
    ///   - machineName: what the machine calls itself; people may ask for the console by that name.
    ///   - now: UTC epoch seconds.
    public init(
        phase: ConsolePhase, configuration: Configuration, zones: [String], machineName: String,
        now: @escaping @Sendable () -> Int64, logger: Logger
    ) {
        self.configuration = configuration
        self.logger = logger
        let gate = Gate(phase: phase, startConfiguration: configuration, now: now)
        let assets = Assets()
        let frames = Frames(assets: assets)
        router.addMiddleware {
            SecurityHeaders(isSecure: configuration.publicURL?.isSecure ?? false)
            ErrorPages(gate: gate, frames: frames)
            HostCheck(gate: gate, machineName: machineName)
        }
        routes = Routes(router: router, gate: gate)
        assets.register(on: routes)
        HealthRoutes(phase: phase).register(on: routes)
        SetupRoutes(frames: frames, zones: zones, now: now).register(on: routes)
        SignInRoutes(frames: frames).register(on: routes)
        SessionPages(frames: frames).register(on: routes)
        BanPages(frames: frames).register(on: routes)
        BanFormPages(frames: frames).register(on: routes)
        BanExport().register(on: routes)
        JailPages(frames: frames).register(on: routes)
        OperationPages(frames: frames).register(on: routes)
        SettingsPages(frames: frames, zones: zones).register(on: routes)
        StatusPages(frames: frames).register(on: routes)
        BanAPI().register(on: routes)
        OperationAPI().register(on: routes)
        JailAPI().register(on: routes)
        StatusAPI().register(on: routes)
        routes.refuseOtherMethods()
    }

    /// Descriptors kept for files, the database and fail2ban.
    private static let keptDescriptors = 128

    /// Connections at most: what the system lets this process open, less what it needs itself. Without a limit,
    /// connections that say nothing would use up the descriptors, and nobody else would get in.
    private static var connectionLimit: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 512 }
        return min(max(Int(clamping: limit.rlim_cur) - keptDescriptors, 32), 10_000)
    }

    /// The server as a service, listening on the configured address; `onRunning` is called with the port it got.
    public func application(
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> Application<RouterResponder<ConsoleContext>> {
        Application(
            router: router,
            server: .init { responder in
                LoopChannel(base: HTTP1Channel(responder: responder, configuration: .init(idleTimeout: .seconds(60))))
            },
            configuration: .init(
                address: .hostname(configuration.listen.host, port: configuration.listen.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connectionLimit, logger: logger)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
    }
}
