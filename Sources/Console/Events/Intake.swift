import Fail2ban
import Host
import Logging
public import ServiceLifecycle
import Storage

/// Takes in what a host observes: makes events of it, and stores them with the positions they were read at.
///
/// One batch is one transaction, so that a program that is killed begins again where the last one ended, and nothing is
/// known twice. Two programs with one database stay in order too: whoever finds the positions moved gives way.
public actor Intake: Service {
    /// Bytes of the log in one batch: some ten thousand lines, stored in a tenth of a second.
    static let batch = 1 << 20
    /// Longest wait for a line before the daemon's records are looked at.
    static let longestWait: Duration = .seconds(1)
    /// Seconds for which what the daemon would restore tells about a line: its database forgets after a day at the
    /// earliest, and later lines change what it says.
    static let recent: Int64 = 300
    /// Seconds between two looks for what cannot be seen.
    static let lookInterval: Int64 = 30
    /// Seconds for which the log has to be out of reach before the bans in force tell in its place.
    static let absence: Int64 = 5

    private let host: any Host
    private let database: any Database
    private let lease: any Lease
    private let board: StatusBoard
    private let progress: IntakeBoard
    private let now: @Sendable () -> Int64
    private let logger: Logger
    private let retention: EventRetention
    private let mirror: BanMirror
    private let records: RecordIntake
    private let origins: OriginFinder
    private var positions: [LogPosition]?
    private var phase = DaemonPhase.unknown
    private var nextLook = Int64.min
    /// The ban times of the running jails, for a while.
    private var knownTimes: (times: [JailName: BanTime], until: Int64)?
    /// Whether lines about bans can come.
    private var awaitsLines = true
    /// Since when none do (UTC epoch seconds); nil while they can.
    private var hiddenSince: Int64?

    init(
        host: any Host, database: any Database, lease: any Lease, mirror: BanMirror, board: StatusBoard,
        progress: IntakeBoard, retention: EventRetention = .forGood, origins: OriginFinder = .none,
        now: @escaping @Sendable () -> Int64, logger: Logger
    ) {
        self.host = host
        self.database = database
        self.lease = lease
        self.board = board
        self.progress = progress
        self.now = now
        self.logger = logger
        self.mirror = mirror
        self.retention = retention
        self.origins = origins
        records = RecordIntake(
            host: host, database: database, mirror: mirror, retention: retention, origins: origins, now: now)
    }

    /// Takes in until the task is cancelled or the service group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                LoopBoard.beat()
                do {
                    guard self.lease.isHeld else {
                        await self.watchOnly()
                        continue
                    }
                    if try await self.takeIn() { continue }
                    await self.wait()
                } catch {
                    await self.rest(after: error)
                }
            }
        }
    }

    /// Rests while another server takes in, and looks for what cannot be seen from here.
    private func watchOnly() async {
        await lookForBlindSpots()
        positions = nil
        progress.noteResting()
        try? await Task.sleep(for: Self.longestWait)
    }

    /// Takes in one batch and gives whether more of the log is there.
    @discardableResult
    func takeIn() async throws -> Bool {
        await lookForBlindSpots()
        if await mirror.takeNews() {
            await records.expect()
            progress.pulse.beat()
        }
        var isBehind = false
        do {
            isBehind = try await takeLines()
        } catch let error as HostError {
            // Without a log the records still tell.
            try await takeRecords(awaitsLines: false)
            progress.note(trouble: error.words)
            throw error
        }
        // A record waits for its line, which may stand in what is not read yet.
        if !isBehind { try await takeRecords(awaitsLines: awaitsLines) }
        return isBehind
    }

    private func wait() async {
        if let positions { await host.waitForLog(beyond: positions, atMost: Self.longestWait) }
        // Lines come in bursts: what one failed login writes is one transaction.
        try? await Task.sleep(for: .milliseconds(20))
    }

    private func rest(after error: any Error) async {
        if !(error is CancellationError) {
            logger.debug("events could not be taken in", metadata: ["error": "\(error)"])
            if !(error is HostError) { progress.note(trouble: "The database could not store events.") }
        }
        // What was read into memory may not be what is stored.
        positions = nil
        try? await Task.sleep(for: .seconds(1))
    }

    private func takeLines() async throws -> Bool {
        let known = try await knownPositions()
        let reading = try await host.log(after: known, limit: Self.batch)
        progress.note(remaining: reading.remaining, vanished: reading.vanished.count)
        guard !reading.positions.isEmpty else { return false }
        let batch = LineBatch(reading, known: known)
        let (hostText, context, phase) = (host.id.text, try await context(of: batch.lines), phase)
        let stored = try await database.write(.telemetry) { transaction -> (added: Int, phase: DaemonPhase)? in
            guard try transaction.capture.logPositions(host: hostText) == Set(known) else { return nil }
            let traces = try transaction.traces(of: batch.lines, host: hostText)
            var intake = LineIntake(context, phase: phase, traces: traces, in: transaction)
            let added = try intake.take(batch.lines, batch.lookahead)
            try transaction.capture.save(batch.positions, gone: batch.gone, host: hostText, now: context.now)
            try transaction.capture.setState([intake.phase.rawValue], of: "daemon", host: hostText)
            return (added.count, intake.phase)
        }
        guard let stored else {
            // Another program was faster.
            positions = nil
            return true
        }
        positions = batch.after(known)
        self.phase = stored.phase
        if stored.added > 0 { progress.pulse.beat() }
        if batch.lines.contains(where: \.message.isBan) { await records.expect() }
        if reading.remaining == 0 { try await tellMirror(batch.lines) }
        return reading.remaining > 0 || batch.isCut
    }

    /// Looks now and then: what is missing today may be mended tomorrow.
    private func lookForBlindSpots() async {
        guard now() >= nextLook else { return }
        // A daemon that is silent is not asked again for each batch.
        nextLook = now() + Self.lookInterval / 6
        guard let spots = try? await host.blindSpots() else { return }
        nextLook = now() + Self.lookInterval
        awaitsLines = !spots.contains(where: \.hidesBans)
        board.note(blindSpots: spots)
        await mirror.follow(events: spots.isEmpty)
        await listen()
    }

    /// Has the bans in force tell where no line does. A log that is away for a moment, while it is rotated, is awaited.
    private func listen() async {
        let since = awaitsLines ? nil : hiddenSince ?? now()
        if since != nil, hiddenSince == nil { nextLook = now() + Self.absence }
        hiddenSince = since
        guard since.map({ now() >= $0 + Self.absence }) ?? true, lease.isHeld else { return }
        do {
            try await mirror.listen(toSocket: since != nil)
        } catch {
            nextLook = now() + Self.absence
            logger.debug("what tells of bans was not stored", metadata: ["error": "\(error)"])
        }
    }

    /// Bans that ended; those that were made are told with their times, by their records.
    private func tellMirror(_ lines: [LogObservation]) async throws {
        var changes: [JailName: MirrorChange] = [:]
        for line in lines {
            guard let jail = line.jail else { continue }
            switch line.message {
            case .unban(let id), .repeal(let id): changes[jail, default: MirrorChange()].ended.append(id.text)
            case .ban(let id), .restore(let id): changes[jail]?.ended.removeAll { $0.utf8.elementsEqual(id.text.utf8) }
            default: break
            }
        }
        try await mirror.advance(changes)
    }

    private func takeRecords(awaitsLines: Bool) async throws {
        do {
            if try await records.takeIn(awaitsLines: awaitsLines) { progress.pulse.beat() }
        } catch let error as HostError {
            // A database that is locked or damaged costs what only it tells, and no line waits for it.
            progress.note(trouble: error.words)
            logger.debug("the daemon's records cannot be read", metadata: ["error": "\(error)"])
        }
    }

    /// The positions as they are stored.
    private func knownPositions() async throws -> [LogPosition] {
        if let positions { return positions }
        let hostText = host.id.text
        let (stored, phase) = try await database.read { transaction in
            (
                try transaction.capture.positions(host: hostText).map { LogPosition($0) },
                try transaction.capture.state("daemon", host: hostText)?.first.flatMap { DaemonPhase(rawValue: $0) }
            )
        }
        positions = stored
        self.phase = phase ?? .unknown
        return stored
    }

    /// What helps to judge the lines, asked of the host beforehand: no transaction waits for a daemon.
    private func context(of lines: [LogObservation]) async throws -> LineIntake.Context {
        let moment = now()
        let recentFrom = (moment - Self.recent) * 1000
        var unbanned: [JailName: Set<BanID>] = [:]
        for line in lines where line.time >= recentFrom {
            if let jail = line.jail, case .unban(let id) = line.message { unbanned[jail, default: []].insert(id) }
        }
        var context = LineIntake.Context(
            host: host.id, standing: nil, recentFrom: recentFrom, jailTimes: [:], now: moment)
        context.keptFrom = retention.beginning(now: moment).map { $0 * 1000 } ?? .min
        context.origins = origins.origins(of: lines.lazy.compactMap { $0.message.id?.text })
        for (jail, ids) in unbanned {
            guard let rows = try? await host.standingBans(of: Array(ids), in: jail) else { continue }
            if context.standing == nil { context.standing = [:] }
            context.standing?[jail] = rows
        }
        if lines.contains(where: \.message.isUnban) { context.jailTimes = await jailTimes() }
        return context
    }

    private func jailTimes() async -> [JailName: BanTime] {
        if let known = knownTimes, now() < known.until { return known.times }
        var times: [JailName: BanTime] = [:]
        for jail in board.status.jails.map(\.name) where board.status.state == .up {
            times[jail] = try? await host.banTime(of: jail)
        }
        knownTimes = (times, now() + Self.lookInterval)
        return times
    }
}

extension LogMessage {
    /// Whether the daemon keeps a record of it.
    var isBan: Bool {
        switch self {
        case .ban, .restore, .increase: true
        default: false
        }
    }

    /// Whom it tells of; nil for a jail or the daemon.
    var id: BanID? {
        switch self {
        case .found(let id, _), .attempt(let id), .ban(let id), .restore(let id), .reban(let id), .unban(let id),
            .repeal(let id), .ignore(let id, _):
            id
        default: nil
        }
    }

    /// Whether it has to be judged why a ban ended.
    var isUnban: Bool {
        if case .unban = self { true } else { false }
    }
}

extension BlindSpot {
    /// Whether the log tells of no bans.
    fileprivate var hidesBans: Bool {
        switch self {
        case .logTarget, .logUnreadable, .journal: true
        case .logLevel(let level): level != "NOTICE"
        case .journalGap, .noDatabase, .databaseUnreadable: false
        }
    }
}
