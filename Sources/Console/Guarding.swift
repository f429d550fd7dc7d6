public import Fail2ban
public import Host
public import Logging
public import ServiceLifecycle
public import Storage

/// Everything that the console does about one guarded host, wired up once.
public struct Guarding: Sendable {
    /// The guarded host, asked whether or not it answers.
    let host: any Host
    private let now: @Sendable () -> Int64
    /// What is known of its fail2ban.
    public let board: StatusBoard
    /// Bans in force, banning and unbanning.
    public let bans: Bans
    /// Jails and their settings.
    public let jails: Jails
    /// What happened there.
    public let history: EventHistory
    /// Who an address is.
    public let addresses: Addresses
    /// What addresses are called.
    public let names: AddressNames
    /// The same in sums.
    public let dashboard: Dashboard
    /// The same by country and network.
    public let places: Places
    /// What was last found of the jails: which of them guard nothing, and why.
    public let health: JailHealthBoard
    /// Looks for that.
    let watch: JailWatch
    /// What takes in what happens.
    let intake: Intake
    /// Who fails and is not banned yet, who comes back, who comes together.
    public let patterns: PatternDesk
    /// Where addresses are.
    public let geo: GeoDesk
    /// Has fail2ban started again.
    public let recovery: Recovery
    /// The mirror of what is in force; one look of it brings a program that runs for a moment up to date.
    public let mirror: BanMirror
    /// Which of these come round.
    public let loops: LoopBoard
    /// What has to run for the picture to stay true, in the order of starting.
    public let services: [any Service]

    /// Guards `host`, remembering in `database`; of several servers on it, the one that has `lease` does what is done once.
    /// Events are kept for as long as `retention` says, with what `geo` says of their addresses (or `origins`, in its place); a fail2ban
    /// that died is started as `recovery` says, within its limits. While `breaker` is open the daemon is not asked. `thresholds` are those
    /// of the world map. `question` asks for the name of an address. `newID` gives random names of operations, `uptime` the time that has passed by a clock that nobody sets.
    public init(
        host real: any Host, breaker: Breaker? = nil, database: any Database, lease: any Lease = HeldLease(),
        policy: GuardPolicy, retention: EventRetention = .forGood, geo: GeoDesk = .none, origins: OriginFinder? = nil,
        recovery mode: RecoveryMode = .off,
        within limits: RecoveryPolicy = RecoveryPolicy(), thresholds: MapThresholds = .automatic,
        question: @escaping AddressNames.Question = AddressNames.system, pulse: Pulse,
        now: @escaping @Sendable () -> Int64,
        uptime: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        newID: @escaping @Sendable () -> String, logger: Logger
    ) {
        let host: any Host = breaker.map { HostBehindBreaker(real: real, breaker: $0) } ?? real
        let lock = OperationLock()
        let board = StatusBoard(pulse: pulse, now: now())
        let origins = origins ?? OriginFinder(geo)
        let places = BanPlaceKeeper(database: database, origins: origins, logger: logger)
        let plannedEnds = PlannedEndKeeper(host: host, database: database, lock: lock, now: now, logger: logger)
        let mirror = BanMirror(
            host: host, database: database, lease: lease, board: board, plannedEnds: plannedEnds,
            places: places, lock: lock, now: now, uptime: uptime, logger: logger)
        let bans = Bans(
            host: host, database: database, board: board, mirror: mirror, lock: lock, policy: PolicyInForce(policy),
            trialClock: TrialClock(uptime: uptime), now: now, newID: newID, origins: origins, places: places,
            logger: logger,
            revisions: Remembered(database, capacity: 1))
        let intakeBoard = IntakeBoard()
        self.host = real
        self.geo = geo
        self.now = now
        self.board = board
        history = EventHistory(database: database, board: intakeBoard, now: now)
        addresses = Addresses(database: database, now: now, uptime: uptime)
        names = AddressNames(database: database, now: now, question: question)
        intake = Intake(
            host: host, database: database, lease: lease, mirror: mirror, board: board, progress: intakeBoard,
            retention: retention, origins: origins, now: now, logger: logger)
        self.bans = bans
        let line = CountingLine()
        patterns = PatternDesk(
            host: host, database: database, board: board, bans: bans, origins: origins, pulse: pulse, line: line,
            now: now)
        self.mirror = mirror
        // What brings fail2ban back must reach it while its breaker is open.
        recovery = Recovery(
            host: real, database: database, lease: lease, board: board, intake: intakeBoard, mode: mode,
            policy: limits, now: now, uptime: uptime, logger: logger)
        jails = Jails(host: host, database: database, bans: bans)
        health = JailHealthBoard(pulse: pulse)
        dashboard = Dashboard(
            host: host.id.text, database: database, board: board, jails: jails, health: health, pulse: pulse,
            line: line,
            now: now)
        self.places = Places(
            database: database, origins: origins, pulse: pulse, line: line, thresholds: thresholds)
        watch = JailWatch(host: host, database: database, board: health, now: now, logger: logger)
        loops = LoopBoard(uptime: uptime)
        services = [
            HealthMonitor(host: host, board: board, now: now), mirror, UnconfirmedReverter(bans: bans, lease: lease),
            AnnouncedSettler(bans: bans, lease: lease), intake, ChangeWatch(database: database, pulse: pulse),
            recovery, watch, LoopWatch(board: loops, pulse: pulse, logger: logger),
        ]
    }

    /// What whoever types the same for `fail2ban-client` has to tell it.
    public var clientOptions: ClientOptions { host.clientOptions }

    /// Has another policy hold from now on.
    public func hold(to policy: GuardPolicy) { bans.policy.set(policy) }

    /// Has another mode of fail2ban's recovery hold from now on.
    public func hold(to mode: RecoveryMode) { recovery.hold(to: mode) }

    /// Has other thresholds of the world map hold from now on.
    public func hold(mapThresholds: MapThresholds) { places.hold(to: mapThresholds) }

    /// Learns once which jails run, for a program that runs for a moment.
    public func prepare() async throws {
        board.note(try await host.daemon())
        board.note(try await host.counters(), at: now())
        board.note(nil as HostError?, at: now())
    }
}
