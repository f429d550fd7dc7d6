import Fail2ban
import Host
import Storage

/// Reads the daemon's own records of bans a window at a time: `rowid` is no cursor, since an unban erases rows and their
/// numbers are used again.
actor RecordIntake {
    /// Seconds by which a record may be written after its `timeofban`: fail2ban reads old lines of its logs too, up to a
    /// findtime back, and its writer lags under load.
    static let lag: Int64 = 900
    /// Seconds between two looks at the whole window where nothing points to a new record.
    static let interval: Int64 = 30
    /// Records of one reading: the daemon's database is locked for some milliseconds.
    static let limit = 2000

    private let host: any Host
    private let database: any Database
    private let now: @Sendable () -> Int64
    /// The next look, and from which `timeofban` on.
    private var due: (at: Int64, since: Int64) = (.min, .min)
    /// Looks that a line about a ban asks for, since its record may come a little later.
    private var expected = 0
    private let mirror: BanMirror
    /// What was known at the last looks: the same minute is read again and again, and must not keep the database busy.
    private var settled: Set<RecordedBan.Key> = []
    /// Records to remember at most, some 4 MB: as many as come in the window under a heavy attack.
    private static let memory = 20_000

    /// Records of the next transaction.
    private var size = BatchSize(first: 20, aim: .milliseconds(50), in: 20...2000)
    private let retention: EventRetention
    private let origins: OriginFinder

    init(
        host: any Host, database: any Database, mirror: BanMirror, retention: EventRetention = .forGood,
        origins: OriginFinder = .none, now: @escaping @Sendable () -> Int64
    ) {
        self.retention = retention
        self.origins = origins
        self.host = host
        self.mirror = mirror
        self.database = database
        self.now = now
    }

    /// Has the next looks read the records at once: a line told of a ban.
    func expect() { expected = 5 }

    /// Takes in what is due and gives whether events came of it.
    func takeIn(awaitsLines: Bool) async throws -> Bool {
        let moment = now()
        guard expected > 0 || moment >= due.at else { return false }
        var since = try await beginning(moment)
        var hasNew = false
        var openSince: Int64?
        while true {
            let records = try await host.recordedBans(since: since, limit: Self.limit)
            let result = try await take(records, now: moment, awaitsLines: awaitsLines)
            try await tellMirror(result.known, now: moment)
            hasNew = hasNew || !result.added.isEmpty || result.amended > 0
            openSince = openSince ?? result.waiting.map(\.bannedAt).min()
            guard records.count == Self.limit, let last = records.last?.bannedAt else { break }
            // As many in one second would not be passed otherwise; what is skipped is found by the log.
            since = last > since ? last : since + 1
        }
        expected = max(expected - 1, 0)
        let isWhole = moment >= due.at
        due = (isWhole ? moment + Self.interval : due.at, min(openSince ?? .max, moment - 60))
        return hasNew
    }

    private func tellMirror(_ records: [RecordedBan], now moment: Int64) async throws {
        var changes: [JailName: MirrorChange] = [:]
        for record in records {
            // What has ended is none, and of an unknown time only the daemon knows the end.
            guard let time = record.time, time.end(from: record.bannedAt).map({ $0 > moment }) ?? true else { continue }
            let ban = HostBan(id: record.id, bannedAt: record.bannedAt, time: time, count: record.count)
            changes[record.jail, default: MirrorChange()].banned.append(
                BanRecord(ban, host: host.id, jail: record.jail))
        }
        try await mirror.advance(changes)
    }

    /// From which `timeofban` on to read: everything at first, the window at times, else what is new; never what is too
    /// old to be kept, which would come back as often as it is removed.
    private func beginning(_ moment: Int64) async throws -> Int64 {
        let kept = retention.beginning(now: moment) ?? 0
        if due.at == .min { return max(kept, 0) }
        return max(moment >= due.at ? min(due.since, moment - Self.lag) : due.since, kept)
    }

    /// Stores what some records tell, in one transaction; gives how long that held the writer too.
    private func store(
        _ records: [RecordedBan], now moment: Int64, awaitsLines: Bool
    ) async throws -> (RecordPairing.Result, held: Duration) {
        let times = records.map(\.bannedAt)
        guard let first = times.min(), let last = times.max() else { return (RecordPairing.Result(), .zero) }
        let (id, origins) = (host.id, origins)
        let (result, began) = try await database.write(.telemetry) { transaction in
            let began = ContinuousClock.now
            let traces = try transaction.operations.traces(
                host: id.text, from: first - OperationTraces.longest, through: last + OperationTraces.rounding)
            let pairing = RecordPairing(
                host: id, traces: OperationTraces(traces), now: moment, awaitsLines: awaitsLines,
                events: transaction.events, origins: origins)
            return (try pairing.take(records), began)
        }
        return (result, .now - began)
    }

    private func take(_ records: [RecordedBan], now moment: Int64, awaitsLines: Bool) async throws
        -> RecordPairing.Result
    {
        let open = Set(records.lazy.map(\.key).filter { !self.settled.contains($0) }.map(\.subject))
        // The other records of an id tell which line is whose.
        let records = records.filter { open.contains($0.key.subject) }
        var result = RecordPairing.Result()
        var rest = RecordSlices(records)
        while let slice = rest.next(size.count) {
            let (done, held) = try await store(slice, now: moment, awaitsLines: awaitsLines)
            result.join(done)
            size.adapt(to: held)
        }
        guard !records.isEmpty else { return result }
        settled = settled.count + records.count > Self.memory ? [] : settled.filter { $0.bannedAt >= moment - Self.lag }
        settled.formUnion(records.map(\.key))
        settled.subtract(result.waiting.map(\.key))
        return result
    }
}
