public import Fail2ban
import Host
import Logging
public import ServiceLifecycle
import Storage

/// Keeps the database's picture of the bans in force true to the daemon.
///
/// Counters are asked every second, which costs the daemon next to nothing; a jail's list is read only when its
/// counters moved, and large lists at most for a twentieth of the time, since fail2ban answers nobody meanwhile.
public actor BanMirror: Service {
    struct Known {
        var counters: JailCounters
        var nextReading: ContinuousClock.Instant
        var resync: ContinuousClock.Instant
        /// Bans of the jail that the mirror has.
        var mirrored: Int
        /// Since when that differs from what the daemon counts; nil while it does not.
        var differsSince: ContinuousClock.Instant?
        /// When the list was last known to be as it was read (UTC epoch seconds).
        var seenAt: Int64
    }

    /// From so many bans on, what one reading leaves behind is worth giving back: some ten megabytes.
    static let hugeList = 10_000
    /// Between two looks at the counters.
    static let interval: Duration = .seconds(1)
    /// A jail is read again after this long though its counters stand still, for changes that they do not show.
    static let resyncInterval: Duration = .seconds(60)
    /// Seconds after which the time of the last look is stored again; it is when the looks end, too.
    static let seenInterval: Int64 = 60
    /// The same for a long list that follows events.
    static let followedResync: Duration = .seconds(900)
    /// How long the length of a followed list may differ from the daemon's count: lines and records come within seconds.
    static let patience: Duration = .seconds(5)
    /// Pause after reading a list, as a multiple of the time that it took.
    static let pauseFactor = 20
    /// The longest such pause: on a machine that is short of time a reading takes seconds, and a picture that is
    /// minutes old helps nobody.
    static let longestPause: Duration = .seconds(30)

    /// Bans up to which a list is read without a pause after it: at 1,000 it takes the daemon 17 ms.
    static let smallList = 1000

    let host: any Host
    let database: any Database
    private let lease: any Lease
    let board: StatusBoard
    private let plannedEnds: PlannedEndKeeper
    let places: BanPlaceKeeper
    let lock: OperationLock
    let now: @Sendable () -> Int64
    private let uptime: @Sendable () -> ContinuousClock.Instant
    private let logger: Logger
    var known: [JailName: Known] = [:]
    private(set) var daemonStart: Int64?
    private var running: Set<JailName>?
    private var hasReadMuch = false
    /// Whether lines and records tell of every change.
    var followsEvents = false
    var settling = SettlingJails()
    private var lastSeen: Int64?
    private var notedSeen: Int64?
    /// When the last look began that came to its end (UTC epoch seconds).
    var lookedAt: Int64?
    /// What was told lately by differences while the log was there to tell of them, for the case that it was not.
    var recentDifferences: [SeenDifference] = []
    /// Whether events were made of differences since this was last asked.
    var hasToldEvents = false
    /// What was last known of bans with a planned end that a jail lacks and that cannot be judged before it settles.
    private var unjudged: [JailName: [String: BanRecord]] = [:]

    /// Mirrors `host` into `database` while `lease` is held, and tells `board` in any case; shares `lock` with whoever changes bans, so that no list
    /// read before a change is stored after it.
    init(
        host: any Host, database: any Database, lease: any Lease, board: StatusBoard, plannedEnds: PlannedEndKeeper,
        places: BanPlaceKeeper, lock: OperationLock, now: @escaping @Sendable () -> Int64,
        uptime: @escaping @Sendable () -> ContinuousClock.Instant, logger: Logger
    ) {
        self.host = host
        self.database = database
        self.lease = lease
        self.board = board
        self.plannedEnds = plannedEnds
        self.places = places
        self.lock = lock
        self.now = now
        self.uptime = uptime
        self.logger = logger
    }

    /// Mirrors until the task is cancelled or the service group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                LoopBoard.beat()
                await self.look()
                await self.lookAtPlaces()
                try? await Task.sleep(for: Self.interval)
            }
        }
        await noteSeen()
    }

    /// Looks once: counters, then the lists of the jails that need it.
    func look() async {
        do {
            let start = now()
            try await lookAtDaemon()
            let counters = try await host.counters()
            let settled = settling.note(counters, at: uptime())
            board.note(counters.sorted { $0.name < $1.name }, returning: settling.returning, at: now())
            // Another server keeps the picture; what was known here of it is no longer sure.
            guard lease.isHeld else { return known = [:] }
            try await forgetJails(except: counters.map(\.name))
            for jail in settled { known[jail]?.resync = uptime() }
            // Whoever comes after this program is to know that it saw the jails back.
            if !settled.isEmpty { notedSeen = nil }
            if followsEvents, counters.contains(where: { $0.banned > Self.smallList }) { try await countMirrored() }
            for jail in counters where jail.name.isReachable {
                LoopBoard.beat()
                if isDue(jail) {
                    try await readAlone(jail)
                } else if known[jail.name]?.counters.hasSameBans(as: jail) == true {
                    known[jail.name]?.seenAt = start
                }
            }
            giveBackMemory()
            try await plannedEnds.renew(in: Set(counters.map(\.name)))
            if try await plannedEnds.settle(in: settling.settled) { hasToldEvents = true }
            (lookedAt, lastSeen) = (start, now())
            if now() - (notedSeen ?? 0) >= Self.seenInterval { await noteSeen() }
        } catch {
            await noteSeen()
            logger.debug("fail2ban could not be mirrored", metadata: ["error": "\(error)"])
        }
    }

    /// Has every ban have a place by the data of now.
    func lookAtPlaces() async {
        guard lease.isHeld, await places.look() else { return }
        board.pulse.beat()
    }

    /// Stores when the picture was true last, for those who see it while fail2ban is down.
    private func noteSeen() async {
        guard let seen = lastSeen, seen != notedSeen else { return }
        let hostText = host.id.text
        do {
            try await database.write(.telemetry) { try $0.bans.noteSeen(host: hostText, at: seen) }
            notedSeen = seen
        } catch {
            logger.debug("the time of the last look was not stored", metadata: ["error": "\(error)"])
        }
    }

    /// Gives back what large lists took, after the last of their rows was let go of.
    private func giveBackMemory() {
        guard hasReadMuch else { return }
        hasReadMuch = false
        ProcessMemory.giveBack()
    }

    /// Has the jail read at the next look whatever its counters say.
    public func distrust(_ jail: JailName) {
        known[jail] = nil
    }

    /// Whether what a jail bans now can be judged: it has come to rest, or does not run.
    func canJudge(_ jail: JailName) -> Bool {
        running.map { !$0.contains(jail) || settling.settled.contains(jail) } ?? false
    }

    private func lookAtDaemon() async throws {
        let daemon = try await host.daemon()
        board.note(daemon)
        if daemon.startedAt != daemonStart {
            if daemonStart != nil { settling.beginAgain() }
            daemonStart = daemon.startedAt
            known = [:]
        }
    }

    private func isDue(_ jail: JailCounters) -> Bool {
        guard let known = known[jail.name] else { return true }
        let now = uptime()
        guard now >= known.nextReading else { return false }
        if jail.banned > Self.smallList, followsEvents { return isDueThoughFollowed(jail, known, now) }
        return now >= known.resync || !known.counters.hasSameBans(as: jail)
    }

    /// Learns how long the mirror's lists are: a person's bans and events have changed them.
    private func countMirrored() async throws {
        let hostText = host.id.text
        for (jail, total) in try await database.readBriefly({ try $0.bans.totals(host: hostText) }) {
            known[JailName(existing: jail)]?.mirrored = total
        }
    }

    /// A long list follows what lines and records tell. It is read again where it has another length than the daemon
    /// counts, for longer than these need to arrive.
    private func isDueThoughFollowed(
        _ jail: JailCounters, _ known: Known, _ now: ContinuousClock.Instant
    ) -> Bool {
        guard known.mirrored != jail.banned else {
            self.known[jail.name]?.differsSince = nil
            return now >= known.resync
        }
        let since = known.differsSince ?? now
        self.known[jail.name]?.differsSince = since
        return now - since >= Self.patience
    }

    /// Reads one jail while nobody changes bans; what is wrong with it alone does not hold up the others.
    private func readAlone(_ jail: JailCounters) async throws {
        do {
            try await lock.whileHeld { try await read(jail) }
        } catch let error as HostError where error.concernsOneJail {
            logger.debug("a jail could not be mirrored", metadata: ["jail": "\(jail.name)", "error": "\(error)"])
        }
    }

    private func read(_ jail: JailCounters) async throws {
        var moment = now()
        let start = uptime()
        var records = try await records(of: jail.name)
        let taken = records.count > Self.smallList ? uptime() - start : .zero
        if try await bannedAgain(records, in: jail.name) {
            moment = now()
            records = try await self.records(of: jail.name)
        }
        guard try await store(records, of: jail, at: moment) else { return }
        hasReadMuch = hasReadMuch || records.count > Self.hugeList
        let isFollowed = records.count > Self.smallList && followsEvents
        known[jail.name] = Known(
            counters: jail, nextReading: uptime() + min(taken * Self.pauseFactor, Self.longestPause),
            resync: uptime() + (isFollowed ? Self.followedResync : Self.resyncInterval), mirrored: records.count,
            seenAt: moment)
        board.pulse.beat()
    }

    /// Judges what a jail lacks of the bans with a planned end, once it has settled.
    private func bannedAgain(_ records: [BanRecord], in jail: JailName) async throws -> Bool {
        let rows = try await plannedEnds.lastRows(of: jail, missingFrom: records)
        let last = unjudged[jail, default: [:]].merging(rows) { earlier, _ in earlier }
        guard settling.settled.contains(jail) else {
            unjudged[jail] = last
            return false
        }
        let isBannedAgain = try await plannedEnds.compare(
            records, of: jail, last: settling.judge(jail) ? [:] : last, since: daemonStart)
        unjudged[jail] = nil
        return isBannedAgain
    }

    private func records(of jail: JailName) async throws -> [BanRecord] {
        let snapshot = try await host.bans(in: jail)
        let records = snapshot.bans.map { BanRecord($0, host: host.id, jail: jail) }
        guard !snapshot.timesAreInForce else { return records }
        let renewals = try await plannedEnds.renewals(in: jail)
        guard !renewals.isEmpty else { return records }
        return records.map { $0.renewed(renewals[$0.id], since: daemonStart) }
    }

    private func forgetJails(except names: [JailName]) async throws {
        guard running.map({ $0.isSubset(of: names) }) != true else {
            running = Set(names)
            return
        }
        known = known.filter { names.contains($0.key) }
        unjudged = unjudged.filter { names.contains($0.key) }
        try await removeJails(except: names)
        running = Set(names)
        board.pulse.beat()
    }
}

extension HostError {
    /// Whether the daemon answers, and only this jail cannot be read or changed.
    var concernsOneJail: Bool {
        switch self {
        case .noSuchJail, .refused, .protocolViolation, .unreadable, .notAllowed: true
        case .unreachable, .timedOut, .busy, .unknownOutcome, .closed, .agent: false
        }
    }
}

extension BanRecord {
    /// The row of a ban that a host told.
    init(_ ban: HostBan, host: HostID, jail: JailName) {
        let id = ban.id.text
        self.init(
            host: host.text, jail: jail.text, id: id, first: ban.id.network?.first.sortable,
            last: ban.id.network?.last.sortable, bannedAt: ban.bannedAt,
            endsAt: ban.bannedAt.flatMap { start in ban.time.flatMap { $0.end(from: start) } },
            isPermanent: ban.time == .permanent, count: ban.count.map(Int64.init), isEnforced: true, note: nil)
    }
}
