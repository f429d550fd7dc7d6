import Fail2ban
import Host
import Storage

/// Makes events of what is in force otherwise than before, where no line of a log tells: within the transaction that
/// changes the mirror, so that each difference is told once.
struct SocketIntake {
    /// Two looks at the bans of one jail, and what is known beside them.
    struct Sight: Sendable {
        var host: HostID
        var jail: JailName
        /// The earlier look, in UTC epoch seconds.
        var since: Int64
        /// The later one.
        var at: Int64
        /// Whether the jail or the daemon started anew between them.
        var isReturning = false
        /// What the daemon would restore of the ids in question; nil where that cannot be read.
        var standing: [BanID: StandingBan]?
        /// The ban time of the jail at the later look; nil where unknown.
        var jailTime: BanTime?
        /// BanGUI's own doing; nil where it is not.
        var doing: Doing?
    }

    /// What BanGUI does.
    enum Doing: Sendable {
        case operation(String)
        /// It ends a ban at the end that was chosen.
        case chosenEnd
    }

    private let sight: Sight
    private let events: Events
    private let operations: Operations
    private let traces: OperationTraces
    private var drafts: [EventRecord] = []
    private var lifts: [BanID: EventRecord] = [:]

    /// Begins with a pair of looks.
    init(_ sight: Sight, in transaction: any Transaction) throws {
        self.sight = sight
        events = transaction.events
        operations = transaction.operations
        traces = OperationTraces(
            try transaction.operations.traces(
                host: sight.host.text, from: sight.since - OperationTraces.longest,
                through: sight.at + OperationTraces.rounding))
    }

    /// Takes in what the mirror did not have so, and gives the events that are new, stored.
    mutating func take(_ difference: BanDifference) throws -> [EventRecord] {
        lifts = try recentLifts()
        for replacement in difference.replaced where replacement.isLater(than: sight) {
            try lift(replacement.before, before: replacement.after.bannedAt)
            try ban(replacement.after, isOld: false)
        }
        for row in difference.gone { try lift(row, before: nil) }
        let isOld = difference.isFirst || sight.isReturning
        for row in difference.added { try ban(row, isOld: isOld) }
        return try events.append(drafts)
    }

    /// A ban that is not in force any more; another is since `limit`.
    private mutating func lift(_ row: BanRecord, before limit: Int64?) throws {
        let id = BanID(reading: row.id)
        let last = try lastBan(id, through: limit.map { $0 - 1 } ?? sight.at + UnbanJudge.tolerance)
        if let told = lifts[id], isTold(told, of: row, last) { return }
        var evidence = UnbanJudge.Evidence(at: limit.map { min($0, sight.at) } ?? sight.at)
        evidence.ban = EventRecord(endOf: row) ?? last
        evidence.chosenEnd = try last?.operationID.flatMap { try operations.chosenEnd(of: $0) }
            .map { $0.at + $0.duration }
        evidence.isStopping = sight.isReturning
        evidence.standing = limit == nil ? sight.standing.map { $0[id].map { .row($0) } ?? .erased } : nil
        evidence.jailTime = sight.jailTime
        var event = draft(.unban, id)
        event.at = evidence.at
        event.operationID = limit == nil ? operationID(["unban", "undo"], id) : nil
        evidence.isOwnDoing = event.operationID != nil
        (event.kind, event.why) = UnbanJudge.judgeAbsence(evidence)
        if case .chosenEnd = sight.doing { (event.kind, event.why) = (.unban, .expired) }
        if event.why == .expired, let end = evidence.ban?.knownEnd, end >= sight.since - UnbanJudge.tolerance {
            (event.at, event.since) = (min(max(end, sight.since), evidence.at), nil)
        }
        drafts.append(event)
    }

    /// A ban that is in force now; `isOld` where one of before may have come back with its jail.
    private mutating func ban(_ row: BanRecord, isOld: Bool) throws {
        let id = BanID(reading: row.id)
        let start = row.bannedAt.flatMap { $0 <= sight.at + UnbanJudge.tolerance ? $0 : nil }
        let last = try lastBan(id, through: sight.at + UnbanJudge.tolerance)
        let isSame = last.map { $0.isBan(since: start) } ?? false
        let isRecent = last.map { $0.at >= sight.since - UnbanJudge.tolerance } ?? false
        if let last, isSame || isRecent {
            // One that came back after its jail had stopped, perhaps long ago, needs no look at what was between.
            let isOver = try isSame && !isRecent && isOld || hasLift(id, after: last)
            guard isOver else { return }
            if isSame, isOld { return drafts.append(draft(.restore, id)) }
        } else if isOld, start.map({ $0 < sight.since - UnbanJudge.tolerance }) ?? true {
            return drafts.append(draft(.restore, id))
        }
        drafts.append(try newBan(row, id, start: start))
    }

    private mutating func newBan(_ row: BanRecord, _ id: BanID, start: Int64?) throws -> EventRecord {
        var event = draft(.ban, id)
        event.operationID = operationID(["ban", "undo"], id)
        event.why = event.operationID == nil ? nil : .hand
        event.count = row.count
        // An operation knows its own beginning only.
        let isTime = sight.doing == nil && start.map { $0 >= sight.since - RecordIntake.lag } ?? false
        if let start, isTime || sight.standing?[id]?.bannedAt == start {
            (event.at, event.since) = (min(start, sight.at), nil)
        }
        event.banTime = row.isPermanent ? -1 : row.endsAt.flatMap { end in row.bannedAt.map { end - $0 } }
        return event
    }

    private func draft(_ kind: EventKind, _ id: BanID) -> EventRecord {
        var event = EventRecord(
            host: sight.host.text, at: sight.at, kind: kind, source: .socket, jail: sight.jail.text, banID: id.text)
        event.since = sight.since < sight.at ? sight.since : nil
        event.note(id)
        return event
    }

    private func operationID(_ kinds: Set<String>, _ id: BanID) -> String? {
        if case .operation(let operation) = sight.doing { return operation }
        return traces.cause(
            of: kinds, jail: sight.jail.text, banID: id.text, from: sight.since, through: sight.at)?.operationID
    }

    private func lastBan(_ id: BanID, through moment: Int64) throws -> EventRecord? {
        try events.lastBan(host: sight.host.text, jail: sight.jail.text, id: id.text, through: moment)
    }
}

extension SocketIntake {
    /// The latest unban or repeal of each id since the earlier look, whoever told of it.
    private func recentLifts() throws -> [BanID: EventRecord] {
        var lifts: [BanID: EventRecord] = [:]
        var query = EventQuery(
            filter: EventFilter(host: sight.host.text, jails: [sight.jail.text], kinds: [.unban, .repeal]),
            from: sight.since - UnbanJudge.tolerance, limit: 500)
        repeat {
            let page = try events.page(query)
            for event in page.events {
                guard let id = event.banID.map({ BanID(reading: $0) }), lifts[id] == nil else { continue }
                lifts[id] = event
            }
            query.cursor = page.next
        } while query.cursor != nil
        return lifts
    }

    /// Whether an unban that is known is the end of this ban; `last` is the latest ban of its id.
    private func isTold(_ lift: EventRecord, of row: BanRecord, _ last: EventRecord?) -> Bool {
        if let last { return last.precedes(lift) }
        return row.bannedAt.map { lift.at >= $0 } ?? true
    }

    private func hasLift(_ id: BanID, after ban: EventRecord) throws -> Bool {
        let filter = EventFilter(
            host: sight.host.text, jails: [sight.jail.text], kinds: [.unban, .repeal], match: .text(id.text))
        let page = try events.page(EventQuery(filter: filter, from: ban.at, limit: 50))
        return page.events.contains { ban.precedes($0) } || drafts.contains { $0.banID == ban.banID && $0.at > ban.at }
    }
}

extension BanDifference.Replacement {
    /// Whether the ban began since the earlier look. A time that was read in another zone is not a later one.
    fileprivate func isLater(than sight: SocketIntake.Sight) -> Bool {
        guard let began = after.bannedAt else { return false }
        return began >= sight.since - OperationTraces.longest && began <= sight.at + UnbanJudge.tolerance
    }
}

extension EventRecord {
    /// What the mirror knows of a ban, as far as it tells the end; nil where it does not.
    fileprivate init?(endOf row: BanRecord) {
        guard let start = row.bannedAt, row.isPermanent || row.endsAt != nil else { return nil }
        self.init(host: row.host, at: start, kind: .ban, source: .socket, jail: row.jail, banID: row.id)
        banTime = row.isPermanent ? -1 : row.endsAt.map { $0 - start }
    }

    /// Whether this ban may be the one that began at `start`. A line stands after it.
    fileprivate func isBan(since start: Int64?) -> Bool {
        guard let start else { return false }
        if abs((recordedAt ?? at) - start) <= UnbanJudge.tolerance { return true }
        return recordedAt == nil && source != .database && start <= at && start >= (since ?? at) - RecordIntake.lag
    }
}
