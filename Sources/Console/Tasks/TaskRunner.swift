public import Logging
public import ServiceLifecycle
public import Storage
internal import Synchronization

/// Does the background tasks when they are due or someone asks: never two runs of one task at a time, each beside the others,
/// so that a slow one or a failing one holds nobody up.
///
/// A run that is put on record is so before it begins, so that one that was cut off is known: whoever has the lease next marks
/// it as interrupted, and does it again as its schedule says.
public final class TaskRunner: Service, Sendable {
    struct State {
        /// Whether this server does what is done once.
        var isLeading = false
        /// Whether what another life of this server left was looked through.
        var isTidy = false
        /// Whether someone may have asked for a run.
        var mayBeAsked = true
        /// Whether the database tells of what others commit.
        var isTold = false
        var mark = ""
        /// Runs of this server that are not over.
        var own: Set<Int64> = []
        /// Ends that the database did not take yet.
        var endings: [Ending] = []
        var looksStored: ContinuousClock.Instant?
        var callsAsked: ContinuousClock.Instant?
        var beaten: ContinuousClock.Instant?
    }

    /// Between two looks at what is due, and at what was asked for.
    static let tick: Duration = .seconds(1)
    /// Between two questions whether a task is called for before its time.
    static let callInterval: Duration = .seconds(3)
    /// Between two times at which the last looks are stored.
    static let lookInterval: Duration = .seconds(600)

    /// What is known of the tasks here.
    public let board: TaskBoard
    /// What this server is called in the history.
    public let server: String
    let tasks: [TaskName: BackgroundTask]
    let database: any Database
    let lease: any Lease
    let pulse: Pulse
    let now: @Sendable () -> Int64
    let uptime: @Sendable () -> ContinuousClock.Instant
    let hourOfDay: @Sendable (Int64) -> Int
    let logger: Logger
    /// Beats when someone asked for a run.
    let wake = Pulse()
    let state = Mutex(State())

    /// - Parameters:
    ///   - server: what this server is called in the history; another one than any other on the database.
    ///   - lease: of several servers, the one that has it does what is done once.
    ///   - pulse: beats when a run on record begins, comes further or ends.
    ///   - now: UTC epoch seconds.
    ///   - uptime: the time that has passed by a clock that nobody sets.
    ///   - hourOfDay: the hour of a moment, 0…23.
    public init(
        _ tasks: [BackgroundTask], database: any Database, server: String, lease: any Lease = HeldLease(), pulse: Pulse,
        now: @escaping @Sendable () -> Int64,
        uptime: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        hourOfDay: @escaping @Sendable (Int64) -> Int = localHour, logger: Logger
    ) {
        board = TaskBoard(tasks)
        self.tasks = Dictionary(tasks.map { ($0.name, $0) }) { first, _ in first }
        self.database = database
        self.server = server
        self.lease = lease
        self.pulse = pulse
        self.now = now
        self.uptime = uptime
        self.hourOfDay = hourOfDay
        self.logger = logger
        for task in tasks {
            let delay = task.beginsLater ? task.schedule().interval : 0
            board.change(task.name) { state in
                state.due = uptime() + .seconds(delay)
                if task.name.reach == .eachServer { state.nextAt = now() + delay }
            }
        }
    }

    /// Works until the task is cancelled or the service group shuts down. Runs that are under way end between two of their steps, and
    /// what is to be done at the end is done.
    public func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.listen() }
                while !Task.isCancelled {
                    LoopBoard.beat()
                    let seen = self.wake.count
                    for plan in await self.plans() { group.addTask { await self.perform(plan) } }
                    await self.keepLooks()
                    _ = await self.wake.wait(beyond: seen, atMost: Self.tick)
                }
                group.cancelAll()
            }
        }
        // The last words must be said although this task may be cancelled.
        await Task { await farewell() }.value
    }

    /// One look at all that is due or asked for, and its end; for tests.
    func round() async {
        await withDiscardingTaskGroup { group in
            for plan in await self.plans() { group.addTask { await self.perform(plan) } }
        }
    }

    /// Hears of what other servers commit, where the database tells.
    private func listen() async {
        for await _ in database.changes() { state.withLock { ($0.mayBeAsked, $0.isTold) = (true, true) } }
    }

    /// What is to begin now; each is taken.
    func plans() async -> [TaskPlan] {
        await storeEndings()
        let isLeading = await lead()
        var plans = await asked(isLeading: isLeading)
        let isCallTime = isCallTime()
        let uptime = uptime()
        for name in board.names {
            guard let task = tasks[name], isLeading || name.reach == .eachServer, let state = board[name],
                !state.isTaken
            else { continue }
            if let due = state.due, due <= uptime {
                if board.take(name) { plans.append(TaskPlan(name: name, cause: .schedule)) }
            } else if isCallTime, task.isCalledFor != nil, state.failuresInRow == 0, board.take(name) {
                plans.append(TaskPlan(name: name, cause: .change))
            }
        }
        return plans
    }

    private func isCallTime() -> Bool {
        let uptime = uptime()
        return state.withLock { state in
            if let last = state.callsAsked, uptime - last < Self.callInterval { return false }
            state.callsAsked = uptime
            return true
        }
    }

    /// The runs that people asked for and that this server can begin now.
    private func asked(isLeading: Bool) async -> [TaskPlan] {
        guard await mayBeAsked() else { return [] }
        do {
            let open = try await database.read { try $0.taskRuns.open() }
            var plans: [TaskPlan] = []
            for run in open where run.result == .asked {
                guard let name = TaskName(rawValue: run.task), tasks[name] != nil,
                    isLeading || name.reach == .eachServer
                else { continue }
                guard now() - (run.askedAt ?? 0) <= TaskDesk.patience else {
                    try await interrupt(run.id, TaskDesk.unheard)
                    continue
                }
                // What each does for itself is done by the one that was asked, or by any where that was none.
                guard name.reach == .once || run.server.isEmpty || run.server == server else { continue }
                if board.take(name) {
                    plans.append(TaskPlan(name: name, cause: .person, asked: run.id))
                } else {
                    state.withLock { $0.mayBeAsked = true }
                }
            }
            return plans
        } catch {
            state.withLock { $0.mayBeAsked = true }
            logger.debug("it is not known which tasks were asked for", metadata: ["error": "\(error)"])
            return []
        }
    }

    /// Whether someone may have asked for a run since this was last asked. No thread is held while the database is waited for:
    /// requests need it.
    private func mayBeAsked() async -> Bool {
        let (isNews, isTold) = state.withLock { state in
            defer { state.mayBeAsked = false }
            return (state.mayBeAsked || !state.isTold, state.isTold)
        }
        guard isNews, isTold else { return isNews }
        // Another server's runs change pages that are open here.
        if let mark = try? await database.read({ try $0.taskRuns.mark() }) {
            let isOther = state.withLock { state in
                defer { state.mark = mark }
                return state.mark != mark
            }
            if isOther { pulse.beat() }
        }
        return true
    }

    /// Stores when tasks were last looked at, now and then.
    private func keepLooks(isLast: Bool = false) async {
        let uptime = uptime()
        let isTime = state.withLock { state in
            guard let last = state.looksStored else {
                state.looksStored = uptime
                return isLast
            }
            guard isLast || uptime - last >= Self.lookInterval else { return false }
            state.looksStored = uptime
            return true
        }
        guard isTime else { return }
        let looks = board.takeLooks(server: server)
        let oldest = now() - TaskDesk.kept
        guard !looks.isEmpty else { return }
        try? await database.write(.telemetry) { transaction in
            try transaction.taskRuns.note(looks)
            try transaction.taskRuns.forgetLooks(before: oldest)
        }
    }

    /// What is to be done at the end of this server.
    func farewell() async {
        for task in tasks.values where task.isLastWord {
            _ = try? await task.run(TaskContext(mayGoOn: { true }))
        }
        await storeEndings()
        await keepLooks(isLast: true)
    }
}
