internal import Fail2ban
internal import Geo
internal import Outbound
internal import Storage
internal import Synchronization

/// Asks a service about the addresses that wait in `GeoOnline`, a hundred at a time and no more often than it allows; keeps what it
/// told, and gives it to the events that waited for it.
final class GeoAsking: Sendable {
    private struct State {
        var isLoaded = false
        /// Before this moment the service is not asked.
        var next: ContinuousClock.Instant?
        /// How often it refused in a row to be asked so often.
        var refusals = 0
        /// What had been learned when events were last given their origins.
        var walked: Int64 = 0
    }

    /// A run waits that long for the moment at which the service may be asked again, and leaves longer waits to the next.
    static let patience: Duration = .seconds(10)
    /// So many refusals in a row are a fault.
    static let refusals = 3
    /// Answers and sights of one transaction.
    static let batch = 500

    private let online: GeoOnline
    private let database: any Database
    private let outbound: Outbound
    private let api: IPAPI
    private let walk: GeoWalk
    private let pulse: Pulse?
    private let uptime: @Sendable () -> ContinuousClock.Instant
    private let sleep: @Sendable (Duration) async throws -> Void
    private let state = Mutex(State())

    init(
        _ online: GeoOnline, database: any Database, outbound: Outbound, api: IPAPI = IPAPI(), walk: GeoWalk,
        pulse: Pulse? = nil,
        uptime: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.online = online
        self.database = database
        self.outbound = outbound
        self.api = api
        self.walk = walk
        self.pulse = pulse
        self.uptime = uptime
        self.sleep = sleep
    }

    /// Whether there is something to do.
    func look() -> BackgroundTask.Look {
        guard online.isOn else { return .nothing }
        if !state.withLock({ $0.isLoaded }) || online.hasErrands { return .work }
        guard online.hasQuestions else { return .nothing }
        return wait > Self.patience ? .tooEarly : .work
    }

    /// Does all that can be done now.
    ///
    /// - Throws: `TaskFault` where the service cannot be asked, `StorageError`.
    func run(_ context: TaskContext) async throws -> TaskOutcome {
        guard online.isOn else {
            guard context.isAsked else { return .nothing }
            throw TaskFault(online.source?.fault?.reason ?? "geo_online names no service.")
        }
        var count = 0
        repeat {
            try await load()
            try await readCache()
            guard let asked = try await ask() else { break }
            count += asked
            try await save()
            try await fill(context)
            context.progress("Asked about \(count) addresses so far.")
        } while context.mayGoOn && online.isOn && online.hasQuestions && wait <= Self.patience
        try await save()
        try await fill(context)
        return count == 0 ? .nothing : .done("Asked \(online.service.rawValue) about \(count) addresses.")
    }

    /// How long the service is left alone still.
    private var wait: Duration {
        let uptime = uptime()
        return state.withLock { state in state.next.map { max(.zero, $0 - uptime) } ?? .zero }
    }

    /// Remembers the addresses that were seen last, once.
    private func load() async throws {
        guard !state.withLock({ $0.isLoaded }) else { return }
        online.load(try await database.read { try $0.geoCache.recent(limit: GeoOnline.capacity / 2) })
        state.withLock { $0.isLoaded = true }
    }

    /// What the database knows is not asked: an earlier life of this server, or another, has asked it.
    private func readCache() async throws {
        let wanted = online.takeWanted()
        guard !wanted.isEmpty else { return }
        do {
            let keys = wanted.map(\.sortable)
            online.settle(wanted, try await database.read { try $0.geoCache.find(keys) })
        } catch {
            online.bringBack(wanted: wanted)
            throw error
        }
    }

    private func save() async throws {
        let unsaved = online.takeUnsaved()
        for start in stride(from: 0, to: unsaved.answers.count, by: Self.batch) {
            let answers = Array(unsaved.answers[start...].prefix(Self.batch))
            do {
                try await database.write(.telemetry) { try $0.geoCache.keep(answers) }
            } catch {
                online.bringBack(GeoOnline.Unsaved(answers: Array(unsaved.answers[start...])))
                throw error
            }
        }
        let seen = unsaved.seen.map { (address: $0.key.sortable, seen: $0.value) }
        for start in stride(from: 0, to: seen.count, by: Self.batch) {
            let some = Array(seen[start...].prefix(Self.batch))
            try await database.write(.telemetry) { try $0.geoCache.touch(some) }
        }
    }

    /// Asks once about as many as one request takes; gives how many, nil where the run is to end.
    private func ask() async throws -> Int? {
        let wait = wait
        guard online.hasQuestions, wait <= Self.patience else { return 0 }
        if wait > .zero { do { try await sleep(wait) } catch { return nil } }
        let addresses = online.takeDue(IPAPI.most)
        let sink = MemorySink()
        do {
            leaveAlone(for: IPAPI.pace)
            let answer = try await outbound.send(api.request(addresses), into: sink)
            leaveAlone(for: IPAPI.rest(answer.fields))
            online.learn(Array(zip(addresses, try IPAPI.places(sink.bytes, of: addresses))))
            state.withLock { $0.refusals = 0 }
            return addresses.count
        } catch {
            online.bringBack(due: addresses)
            guard try isToBeTold(error) else { return 0 }
            let fault = GeoFault(
                reason: "\(online.service.rawValue) cannot be asked: \(error)",
                remedy: "What it told before is used. It is asked again by itself, an hour later at most.")
            online.note(fault: fault)
            throw TaskFault(fault.reason)
        }
    }

    /// Whether something that went wrong is a fault, and no more than a word of patience.
    private func isToBeTold(_ error: any Error) throws -> Bool {
        guard let failure = error as? OutboundFailure else { return true }
        switch failure.cause {
        case .cancelled: throw CancellationError()
        case .leftAlone(let time): leaveAlone(for: time)
        case .status(429, _):
            leaveAlone(for: max(IPAPI.pace, min(failure.retryAfter ?? IPAPI.refused, IPAPI.longestRest)))
            return state.withLock { state in
                state.refusals += 1
                return state.refusals >= Self.refusals
            }
        default: break
        }
        return true
    }

    private func leaveAlone(for time: Duration) {
        let moment = uptime() + time
        state.withLock { $0.next = moment }
    }

    /// Gives events what was learned for them, where they are not too many; the task `geo-places` has the others.
    private func fill(_ context: TaskContext) async throws {
        let learned = online.learned
        guard state.withLock({ $0.walked != learned }) else { return }
        if try await walk.isShort() { _ = try await walk.run(while: { context.mayGoOn }) { _ in } }
        state.withLock { $0.walked = learned }
        pulse?.beat()
    }
}
