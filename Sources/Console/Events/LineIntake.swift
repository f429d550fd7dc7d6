import Fail2ban
import Host
import Storage

/// Makes events of the lines of a daemon's log, in order, within one transaction.
struct LineIntake {
    /// What is known beside the lines, read before the transaction.
    struct Context: Sendable {
        var host: HostID
        /// What the daemon would restore, of the ids that recent lines unban; nil where that cannot be read.
        var standing: [JailName: [BanID: StandingBan]]?
        /// Lines before this moment (UTC epoch milliseconds) are too old for `standing` to tell about them.
        var recentFrom: Int64
        /// Ban times of the running jails.
        var jailTimes: [JailName: BanTime]
        /// The moment, in UTC epoch seconds.
        var now: Int64
        /// Lines before this moment (UTC epoch milliseconds) make no events: these would be too old to be kept.
        var keptFrom = Int64.min
        /// Where the addresses of the lines are, by their texts.
        var origins: [String: EventOrigin] = [:]
    }

    private let context: Context
    private let events: Events
    private let operations: Operations
    private let traces: OperationTraces
    /// The events to come, which have no ids yet.
    private var drafts: [EventRecord] = []
    /// The newest ban among them, by jail and id.
    private var bans: [Subject: Int] = [:]
    private var unbans: [Subject: Int] = [:]
    private(set) var phase: DaemonPhase

    private struct Subject: Hashable {
        var jail: JailName
        var id: BanID
    }

    /// Begins a batch; `phase` is what the lines before it said.
    init(_ context: Context, phase: DaemonPhase, traces: OperationTraces, in transaction: any Transaction) {
        self.context = context
        self.phase = phase
        self.traces = traces
        events = transaction.events
        operations = transaction.operations
    }

    /// Takes lines in and gives the events that are new, stored.
    mutating func take(_ lines: [LogObservation], _ lookahead: StopLookahead) throws -> [EventRecord] {
        drafts.reserveCapacity(lines.count)
        for (place, line) in lines.enumerated() {
            if line.time >= context.keptFrom { try take(line, isPartOfStop: lookahead.isPartOfStop(place)) }
            phase.note(line.message)
        }
        for place in drafts.indices { drafts[place].origin = drafts[place].banID.flatMap { context.origins[$0] } }
        return try events.append(drafts)
    }

    private mutating func take(_ line: LogObservation, isPartOfStop: Bool) throws {
        switch line.message {
        case .found(let id, _): draft(line, .found, id)
        case .attempt(let id): draft(line, .attempt, id)
        case .ban(let id): try ban(line, .ban, id)
        case .restore(let id): try ban(line, .restore, id)
        case .reban(let id): draft(line, .reban, id)
        case .unban(let id): try unban(line, id, isPartOfStop)
        case .repeal(let id): try repeal(line, id)
        case .ignore(let id, let reason): draft(line, .ignore, id, note: reason)
        case .jailStarted: draft(line, .jail, nil, why: .started)
        case .jailStopped: draft(line, .jail, nil, why: .stopped)
        case .daemonStarting(let version):
            draft(line, .daemon, nil, why: phase.endedInSilence ? .vanished : .started, note: version)
        case .daemonStopping: draft(line, .daemon, nil, why: .stopped)
        case .increase, .alreadyBanned, .banFailed, .unbanFailed: try amend(line)
        case .foundAgain, .flush, .daemonStopped: break
        }
    }

    /// Notes what a line tells as an event to come, and gives its place among them.
    @discardableResult
    private mutating func draft(
        _ line: LogObservation, _ kind: EventKind, _ id: BanID?, why: EventReason? = nil, note: String? = nil
    ) -> Int {
        var event = EventRecord(line, kind, id, host: context.host)
        event.why = why
        event.note = note
        drafts.append(event)
        return drafts.count - 1
    }

    private mutating func ban(_ line: LogObservation, _ kind: EventKind, _ id: BanID) throws {
        guard let jail = line.jail else { return }
        var event = EventRecord(line, kind, id, host: context.host)
        if kind == .ban,
            let cause = traces.cause(of: ["ban", "undo"], jail: jail.text, banID: id.text, at: event.at)
        {
            event.why = .hand
            event.operationID = cause.operationID
        }
        let subject = Subject(jail: jail, id: id)
        if let known = try late(subject).ban(event, after: unbans[subject].map { drafts[$0] }) {
            try events.amend(event.takingOver(known))
            bans[subject] = nil
            return
        }
        drafts.append(event)
        bans[subject] = drafts.count - 1
    }

    private func late(_ subject: Subject) -> LateLine {
        LateLine(host: context.host, jail: subject.jail, id: subject.id, events: events)
    }

    private mutating func unban(_ line: LogObservation, _ id: BanID, _ isPartOfStop: Bool) throws {
        guard let jail = line.jail else { return }
        var event = EventRecord(line, .unban, id, host: context.host)
        let cause = traces.cause(of: ["unban", "undo"], jail: jail.text, banID: id.text, at: event.at)
        var evidence = UnbanJudge.Evidence(at: event.at)
        evidence.ban = try lastBan(jail, id, through: event.at)
        evidence.isOwnDoing = cause != nil
        evidence.chosenEnd = try evidence.ban?.operationID.flatMap { try operations.chosenEnd(of: $0) }
            .map { $0.at + $0.duration }
        evidence.isStopping = isPartOfStop || phase == .stopping
        evidence.standing = standing(jail, id, at: line.time)
        evidence.jailTime = context.jailTimes[jail]
        (event.kind, event.why) = UnbanJudge.judge(evidence)
        event.operationID = event.kind == .unban ? cause?.operationID : nil
        try lift(event, Subject(jail: jail, id: id), after: evidence.ban)
    }

    private mutating func repeal(_ line: LogObservation, _ id: BanID) throws {
        guard let jail = line.jail else { return }
        var event = EventRecord(line, .repeal, id, host: context.host)
        event.why = .stopping
        try lift(event, Subject(jail: jail, id: id), after: lastBan(jail, id, through: event.at))
    }

    private mutating func lift(_ event: EventRecord, _ subject: Subject, after ban: EventRecord?) throws {
        if let known = try late(subject).lift(event, after: ban) {
            try events.amend(event.takingOver(known))
            unbans[subject] = nil
            return
        }
        drafts.append(event)
        unbans[subject] = drafts.count - 1
    }

    private func standing(_ jail: JailName, _ id: BanID, at moment: Int64) -> UnbanJudge.Standing? {
        guard moment >= context.recentFrom, let rows = context.standing?[jail] else { return nil }
        return rows[id].map { .row($0) } ?? .erased
    }

    /// What a line adds to the ban or unban before it.
    private mutating func amend(_ line: LogObservation) throws {
        guard let jail = line.jail else { return }
        switch line.message {
        case .increase(let id, let count, let seconds):
            try change(bans, jail, id, line) { ban in
                ban.count = Int64(count)
                ban.banTime = seconds
            }
        case .alreadyBanned(let id): try change(bans, jail, id, line) { $0.repeats += 1 }
        case .banFailed(let id, let reason):
            try change(bans, jail, id, line) { ban in
                ban.isEnforced = false
                ban.note = reason
            }
        case .unbanFailed(let id, let reason):
            // The line of the unban stands just before it, as a rule in the same batch.
            guard let place = unbans[Subject(jail: jail, id: id)] else { return }
            drafts[place].note = reason
        default: break
        }
    }

    private mutating func change(
        _ places: [Subject: Int], _ jail: JailName, _ id: BanID, _ line: LogObservation,
        _ body: (inout EventRecord) -> Void
    ) throws {
        if let place = places[Subject(jail: jail, id: id)] { return body(&drafts[place]) }
        guard var ban = try lastBan(jail, id, through: line.time / 1000) else { return }
        body(&ban)
        try events.amend(ban)
    }

    private func lastBan(_ jail: JailName, _ id: BanID, through moment: Int64) throws -> EventRecord? {
        if let place = bans[Subject(jail: jail, id: id)] { return drafts[place] }
        return try events.lastBan(host: context.host.text, jail: jail.text, id: id.text, through: moment)
    }
}

extension EventRecord {
    /// The event that a line tells of.
    init(_ line: LogObservation, _ kind: EventKind, _ id: BanID?, host: HostID) {
        let (second, millisecond) = (line.time.floored(1000), line.time - line.time.floored(1000) * 1000)
        self.init(
            host: host.text, at: second, millisecond: millisecond, kind: kind, source: .log, jail: line.jail?.text,
            banID: id?.text)
        utcOffset = Int64(line.utcOffset)
        place = EventPlace(generation: line.generation, offset: line.offset)
        note(id)
    }

    /// Notes whose addresses these are.
    mutating func note(_ id: BanID?) {
        first = id?.network?.first.sortable
        last = id?.network?.last.sortable
    }

    /// This event of a line in place of one that another source told of, with what that knew. Why a ban ended could be
    /// judged better then, but for a stop, of which the lines tell.
    func takingOver(_ known: EventRecord) -> EventRecord {
        var event = self
        if kind == .unban, known.why != nil { (event.kind, event.why) = (known.kind, known.why) }
        event.operationID = operationID ?? known.operationID
        event.id = known.id
        event.banTime = known.banTime
        event.count = known.count
        event.failures = known.failures
        event.recordedAt = known.recordedAt
        event.why = why ?? known.why
        return event
    }
}

extension Int64 {
    /// The quotient, rounded down.
    fileprivate func floored(_ divisor: Int64) -> Int64 { (self - (self % divisor + divisor) % divisor) / divisor }
}
