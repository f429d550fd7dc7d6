public import Console
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

/// The console as a web server: every route, in the one order of middleware that holds.
public struct WebServer {
    private let router = Router(context: ConsoleContext.self, options: .autoGenerateHeadEndpoints)
    private let configuration: Configuration
    private let limits: ServerLimits
    private let gate: Gate
    private let logger: Logger
    let routes: Routes

    /// Builds the routes for a console that may still wait for its setup.
    ///
    /// - Parameters:
    ///   - phase: whether the console is at work.
    ///   - configuration: the configuration at the start.
    ///   - zones: names of time zones to choose from.
    ///   - machineName: what the machine calls itself; people may ask for the console by that name.
    ///   - limits: what connections may take.
    ///   - metricsToken: what a program that reads the metrics has to show; without one there are none.
    ///   - now: UTC epoch seconds.
    public init(
        phase: ConsolePhase, configuration: Configuration, zones: [String], machineName: String,
        limits: ServerLimits = ServerLimits(), metricsToken: MetricsToken? = nil, now: @escaping @Sendable () -> Int64,
        logger: Logger
    ) {
        self.configuration = configuration
        self.limits = limits.adapted(to: configuration)
        self.logger = logger
        let gate = Gate(phase: phase, startConfiguration: configuration, now: now)
        self.gate = gate
        let assets = Assets()
        let frames = Frames(assets: assets)
        let (requests, seats, turns) = (RequestTally(), StreamSeats(), PageTurns())
        let exports = Exports(turns: turns)
        router.addMiddleware {
            RequestCounting(tally: requests)
            SecurityHeaders(isSecure: configuration.publicURL?.isSecure ?? false)
            Compression()
            ErrorPages(gate: gate, frames: frames)
            HostCheck(gate: gate, machineName: machineName)
        }
        routes = Routes(router: router, gate: gate)
        assets.register(on: routes)
        HealthRoutes(phase: phase).register(on: routes)
        SetupRoutes(frames: frames, zones: zones, now: now).register(on: routes)
        SignInRoutes(frames: frames).register(on: routes)
        SessionPages(frames: frames).register(on: routes)
        TokenPages(frames: frames).register(on: routes)
        TokenAPI().register(on: routes)
        ProgramRoutes().register(on: routes)
        AddressPages(frames: frames).register(on: routes)
        SearchPages(frames: frames).register(on: routes)
        DashboardPages(frames: frames).register(on: routes)
        MapPages(frames: frames).register(on: routes)
        PatternPages(frames: frames).register(on: routes)
        BanPages(frames: frames).register(on: routes)
        UnbanAllPages(frames: frames).register(on: routes)
        BanFormPages(frames: frames).register(on: routes)
        BanExport(exports: exports).register(on: routes)
        EventPages(frames: frames, exports: exports).register(on: routes)
        JailPages(frames: frames).register(on: routes)
        OperationPages(frames: frames).register(on: routes)
        SettingsPages(frames: frames, zones: zones).register(on: routes)
        OwnSettingsPages(frames: frames, zones: zones).register(on: routes)
        PalettePages(frames: frames).register(on: routes)
        AuditPages(frames: frames).register(on: routes)
        TaskPages(frames: frames).register(on: routes)
        DoctorPages(frames: frames).register(on: routes)
        RuntimePages(frames: frames).register(on: routes)
        RecoveryPages(frames: frames).register(on: routes)
        StatusPages(frames: frames).register(on: routes)
        AddressAPI().register(on: routes)
        DashboardAPI().register(on: routes)
        PatternAPI().register(on: routes)
        BanAPI().register(on: routes)
        OperationAPI().register(on: routes)
        EventAPI(tick: limits.tick, seats: seats, turns: turns).register(on: routes)
        JailAPI().register(on: routes)
        RecoveryAPI().register(on: routes)
        AuditAPI().register(on: routes)
        TaskAPI().register(on: routes)
        GeoAPI().register(on: routes)
        StatusAPI().register(on: routes)
        if let metricsToken {
            Metrics(phase: phase, requests: requests, seats: seats).register(on: routes, metricsToken)
        }
        let description = OpenAPIDocument()
        description.register(on: routes)
        description.describe(routes.entries)
        routes.refuseOtherMethods()
    }

    /// The server as a service, listening on the configured address; `onRunning` is called with the port it got.
    public func application(
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> Application<SubPath> {
        let (limits, logger) = (limits, logger)
        let quota = ConnectionQuota(
            perClient: limits.perClient ?? configuration.connections.perClient, exempt: limits.exempt)
        let connections = OpenConnections(limit: limits.open, total: limits.total, logger: logger)
        return Application(
            responder: SubPath(inside: router.buildResponder(), gate: gate),
            server: .init { responder in
                let configuration = HTTP1Channel.Configuration(
                    additionalChannelHandlers: [
                        QuotaHandler(quota: quota, connections: connections, logger: logger),
                        AnswerHandler(),
                        SlowReaderHandler(limit: limits.stall),
                    ], idleTimeout: limits.idle)
                return LoopChannel(
                    base: HTTP1Channel(responder: responder, configuration: configuration), limits: limits)
            },
            configuration: .init(
                address: .hostname(configuration.listen.host, port: configuration.listen.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.total, logger: logger)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
    }
}
