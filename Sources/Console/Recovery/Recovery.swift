internal import Host
internal import Logging
public import ServiceLifecycle
internal import Storage

/// Starts a fail2ban that died, within bounds that are stored, and for people who ask for it.
///
/// Of several servers on one database the one that has the lease of the host does it; what each decides it decides in one write
/// transaction, so that nobody starts what another one starts.
public actor Recovery: Service {
    /// Between two looks.
    static let interval: Duration = .seconds(1)
    /// Seconds between two looks for starts whose program ended.
    static let settleInterval: Int64 = 30
    /// How long fail2ban may take for the question whether it is there after all.
    static let patience: Duration = .seconds(2)

    let host: any Host
    let database: any Database
    let lease: any Lease
    let board: StatusBoard
    let intake: IntakeBoard
    let policy: RecoveryPolicy
    let held: RecoveryModeInForce
    let now: @Sendable () -> Int64
    private let uptime: @Sendable () -> ContinuousClock.Instant
    let logger: Logger
    /// What came of starts through this program.
    public nonisolated let tally = Tally<RecoveryStart>()
    /// Whether there is a command that starts it; nil where that is not known yet.
    public nonisolated var canStart: Bool? { host.canStartDaemon }
    /// Since when fail2ban is gone, as this program saw it.
    private(set) var absentSince: Int64?
    /// How it ended, as far as known.
    private(set) var ending: DaemonEnding?
    /// Whether BanGUI tried to start what is gone now: what the log says since then is of that.
    private var wasTried = false
    private var lastStart: ContinuousClock.Instant?
    private var nextSettling = Int64.min
    private var lastTrouble: String?

    init(
        host: any Host, database: any Database, lease: any Lease, board: StatusBoard, intake: IntakeBoard,
        mode: RecoveryMode, policy: RecoveryPolicy = RecoveryPolicy(), now: @escaping @Sendable () -> Int64,
        uptime: @escaping @Sendable () -> ContinuousClock.Instant, logger: Logger
    ) {
        self.host = host
        self.database = database
        self.lease = lease
        self.board = board
        self.intake = intake
        self.policy = policy
        self.now = now
        self.uptime = uptime
        self.logger = logger
        held = RecoveryModeInForce(mode)
    }

    /// Looks until the task is cancelled or the service group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                LoopBoard.beat()
                await self.look()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Looks once, and starts fail2ban where that is due.
    func look() async {
        await observe()
        guard lease.isHeld else { return }
        do {
            try await settle()
            try await act()
            lastTrouble = nil
        } catch {
            let words = "\(error)"
            if words != lastTrouble {
                logger.warning("fail2ban's recovery is held up", metadata: ["error": "\(error)"])
            }
            lastTrouble = words
        }
    }

    /// What is seen of the daemon.
    var sight: RecoveryPolicy.Sight {
        guard let absentSince, let ending else { return .present }
        return .absent(since: absentSince, ending: ending)
    }

    private func observe() async {
        let status = board.status
        guard status.state == .down, DaemonEnding(status.cause, phase: nil) != nil else {
            // Behind an agent that is not to be had, nobody knows; what is there was started, by whomever.
            if status.state == .up || status.state == .hanging { wasTried = false }
            let wasAbsent = absentSince != nil
            (absentSince, ending) = (nil, nil)
            if wasAbsent { board.pulse.beat() }
            return
        }
        let before = ending
        if absentSince == nil { absentSince = now() }
        if !wasTried { ending = DaemonEnding(status.cause, phase: await phase(status)) }
        if ending != before { board.pulse.beat() }
    }

    /// What the log said last of the daemon's life; nil where it may hide how that ended, or is not read to its end.
    private func phase(_ status: DaemonStatus) async -> DaemonPhase? {
        guard let spots = status.blindSpots, !spots.contains(where: \.hidesEndings), intake.progress.trouble == nil,
            !lease.isHeld || intake.progress.remaining == 0
        else { return nil }
        let hostText = host.id.text
        let state = try? await database.readBriefly { try $0.capture.state("daemon", host: hostText) }
        return state?.first.flatMap { DaemonPhase(rawValue: $0) }
    }

    private func act() async throws {
        guard held.mode == .automatic, host.canStartDaemon == true, case .absent = sight else { return }
        let (hostText, moment, policy, sight) = (host.id.text, now(), policy, sight)
        let state = try await database.readBriefly { try $0.recoveries.state(host: hostText) }
        switch policy.step(sight, state, at: moment) {
        case .start: try await startByItself(sight, at: moment)
        case .block: try await block(sight, at: moment)
        case .rest, .wait, .leave, .watch, .cool, .stayBlocked: break
        }
    }

    private func startByItself(_ sight: RecoveryPolicy.Sight, at moment: Int64) async throws {
        // Whatever the clock of the wall was set to, so much time has passed between two starts.
        if let lastStart, uptime() - lastStart < .seconds(policy.cooldown) { return }
        let (hostText, policy) = (host.id.text, policy)
        let id = try await database.write { transaction -> Int64? in
            let state = try transaction.recoveries.state(host: hostText)
            guard policy.step(sight, state, at: moment) == .start else { return nil }
            try transaction.recoveries.save(
                policy.begun(state, isAutomatic: true, at: moment), host: hostText)
            return try transaction.recoveries.insert(
                StoredRecovery(
                    host: hostText, beganAt: moment, isAutomatic: true, actor: Author.bangui.name,
                    ending: DaemonEnding.died.rawValue))
        }
        guard let id else { return }
        lastStart = uptime()
        logger.warning("fail2ban died; starting it")
        board.pulse.beat()
        await carryOut(id, by: .bangui)
    }

    private func block(_ sight: RecoveryPolicy.Sight, at moment: Int64) async throws {
        let (hostText, policy) = (host.id.text, policy)
        let isBlocked = try await database.write { transaction -> Bool in
            let state = try transaction.recoveries.state(host: hostText)
            guard policy.step(sight, state, at: moment) == .block else { return false }
            try transaction.recoveries.save(policy.blocked(state, at: moment), host: hostText)
            try transaction.note(
                AuditEvent(
                    .recoveryBlocked, host: hostText, after: "not started by itself until an administrator allows it",
                    detail: "It died again after \(policy.limit) starts within \(policy.window / 60) minutes."),
                by: .bangui, at: moment)
            return true
        }
        guard isBlocked else { return }
        logger.error("fail2ban dies again and again: it is not started any more until an administrator allows it")
        board.pulse.beat()
    }

    /// Runs the start of that number and puts on record what came of it.
    @discardableResult
    func carryOut(_ id: Int64, by author: Author) async -> RecoveryOutcome {
        let outcome = await RecoveryOutcome(of: host)
        // What the log tells of a start that failed is no end that anybody wanted.
        wasTried = outcome != .started
        let (hostText, moment, policy) = (host.id.text, now(), policy)
        tally.add(RecoveryStart(by: author == .bangui ? "bangui" : "person", result: outcome.result.rawValue))
        do {
            try await database.write { transaction in
                guard
                    try transaction.recoveries.end(
                        id: id, result: outcome.result.rawValue, detail: outcome.detail, at: moment)
                else { return }
                let state = try transaction.recoveries.state(host: hostText)
                try transaction.recoveries.save(policy.ended(state, at: moment), host: hostText)
                try transaction.note(outcome.event(on: hostText), by: author, at: moment)
            }
        } catch {
            logger.error("what came of fail2ban's start was not stored", metadata: ["error": "\(error)"])
        }
        logger.notice(
            "fail2ban's start has ended",
            metadata: ["result": "\(outcome.result)", "detail": "\(outcome.detail ?? "")"])
        board.pulse.beat()
        return outcome
    }

    /// Ends on record the starts whose program ended before it knew what came of them.
    private func settle() async throws {
        let moment = now()
        guard moment >= nextSettling || nextSettling > moment + Self.settleInterval else { return }
        let (hostText, policy) = (host.id.text, policy)
        let left = try await database.readBriefly { try $0.recoveries.underWay(host: hostText) }
            .filter { min($0.beganAt, moment) + policy.longestStart <= moment }
        if !left.isEmpty {
            try await database.write { transaction in
                for recovery in left {
                    let outcome = RecoveryOutcome.unknown("BanGUI ended before it was known.")
                    guard
                        try transaction.recoveries.end(
                            id: recovery.id, result: outcome.result.rawValue, detail: outcome.detail, at: moment)
                    else { continue }
                    try transaction.note(outcome.event(on: hostText), by: .bangui, at: moment)
                }
                try transaction.recoveries.save(
                    policy.normal(try transaction.recoveries.state(host: hostText), at: moment), host: hostText)
            }
        }
        nextSettling = moment + Self.settleInterval
    }
}
