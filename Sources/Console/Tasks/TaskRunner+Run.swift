internal import Logging
internal import Storage
internal import Synchronization

/// A run that is to begin.
struct TaskPlan: Sendable {
    let name: TaskName
    let cause: TaskRun.Cause
    /// The number of the run that someone asked for.
    var asked: Int64?
}

/// How a run ended, until the database has it.
struct Ending: Sendable {
    /// Nil for one that was not on record when it began.
    var id: Int64?
    var record: TaskRunRecord
    /// Whether it is to leave no trace: nobody asked, and there was nothing to do.
    var isForgotten = false
}

extension TaskRunner {
    /// Looks whether there is something to do, does it and puts on record what came of it.
    func perform(_ plan: TaskPlan) async {
        guard let task = tasks[plan.name] else { return }
        let start = uptime()
        var record = TaskRunRecord(
            task: plan.name.rawValue, server: server, cause: plan.cause.rawValue, beganAt: now(), result: .running)
        var id: Int64?
        do {
            guard try await isWanted(plan, task, since: start) else { return }
            guard let begun = try await begin(plan, record) else { return rest(plan.name, for: nil) }
            id = begun.id
            if let id { state.withLock { _ = $0.own.insert(id) } }
            board.change(plan.name) { $0.running = .init(id: begun.id, since: record.beganAt ?? 0) }
            if id != nil { pulse.beat() }
            let outcome = try await task.run(context(of: plan))
            record.result = outcome.isWhole ? (outcome.hasDone ? .done : .nothing) : .interrupted
            record.what = outcome.what
            if !outcome.isWhole { record.error = cutOffReason }
        } catch {
            let isCutOff = error is CancellationError || Task.isCancelled
            record.result = isCutOff ? .interrupted : .failed
            record.error = isCutOff ? cutOffReason : Self.words(error)
        }
        record.endedAt = now()
        record.milliseconds = Int64((uptime() - start) / .milliseconds(1))
        // Its end must be put on record although this task may be cancelled.
        let (ended, number) = (record, id)
        await Task { await finish(plan, ended, number) }.value
    }

    private var cutOffReason: String { Task.isCancelled ? "The server stopped." : "Another server took over." }

    /// Whether a run is to begin.
    private func isWanted(
        _ plan: TaskPlan, _ task: BackgroundTask, since start: ContinuousClock.Instant
    ) async throws -> Bool {
        switch plan.cause {
        case .person: return true
        case .change:
            // Nothing but this question was asked: the time for the next run stays.
            guard (try? await task.isCalledFor?()) == true else {
                rest(plan.name, for: nil)
                return false
            }
            return true
        case .schedule:
            let isCutOff = board[plan.name]?.isCutOff ?? false
            let moment = now()
            switch try await task.look(TaskMoment(now: moment, hour: hourOfDay(moment), isCutOff: isCutOff)) {
            case .work: return true
            case .tooEarly: rest(plan.name, for: task.schedule())
            case .nothing:
                let milliseconds = Int64((uptime() - start) / .milliseconds(1))
                board.change(plan.name) { $0.noteSuccess(nil, at: moment, milliseconds) }
                rest(plan.name, for: task.schedule())
            }
            return false
        }
    }

    /// Puts on record that a run begins; nil where another server has begun it.
    private func begin(_ plan: TaskPlan, _ record: TaskRunRecord) async throws -> (id: Int64?, Void)? {
        if let asked = plan.asked {
            let (server, moment) = (server, now())
            let isOurs = try await database.write(.telemetry) {
                try $0.taskRuns.begin(id: asked, server: server, at: moment)
            }
            return isOurs ? (asked, ()) : nil
        }
        guard !plan.name.isRoutine else { return (nil, ()) }
        return (try await database.write(.telemetry) { try $0.taskRuns.insert(record) }, ())
    }

    private func context(of plan: TaskPlan) -> TaskContext {
        let lease = plan.name.reach == .once ? lease : nil
        return TaskContext(
            isAsked: plan.cause == .person, mayGoOn: { !Task.isCancelled && lease?.isHeld != false },
            tell: { [self] words in
                board.change(plan.name) { $0.running?.progress = words }
                let uptime = uptime()
                let isTime = state.withLock { state in
                    if let last = state.beaten, uptime - last < Self.tick { return false }
                    state.beaten = uptime
                    return true
                }
                if isTime { pulse.beat() }
            })
    }

    /// Notes what came of a run, here and in the database, and when the next is due.
    private func finish(_ plan: TaskPlan, _ record: TaskRunRecord, _ id: Int64?) async {
        let at = record.endedAt ?? now()
        board.change(plan.name) { state in
            state.running = nil
            state.isCutOff = record.result == .interrupted
            switch record.result {
            case .failed: state.noteFailure(record.error ?? "", at: at, record.milliseconds ?? 0)
            case .interrupted: break
            default: state.noteSuccess(record.what, at: at, record.milliseconds ?? 0)
            }
        }
        if record.result == .failed {
            logger.warning(
                "a task failed", metadata: ["task": "\(plan.name.rawValue)", "error": "\(record.error ?? "")"])
        } else if let what = record.what, !plan.name.isRoutine {
            logger.info("a task was done", metadata: ["task": "\(plan.name.rawValue)", "what": "\(what)"])
        }
        let isOnRecord = id != nil || record.result == .failed
        if isOnRecord {
            let isForgotten = record.result == .nothing && plan.cause != .person
            state.withLock { $0.endings.append(Ending(id: id, record: record, isForgotten: isForgotten)) }
            await storeEndings()
            pulse.beat()
        }
        // Whoever asked meanwhile could not be served.
        state.withLock { $0.mayBeAsked = true }
        rest(plan.name, for: tasks[plan.name]?.schedule() ?? plan.name.usualSchedule)
    }

    /// Lets go of a task until it is due again; nil leaves the time as it is.
    private func rest(_ name: TaskName, for schedule: TaskSchedule?) {
        let (uptime, now) = (uptime(), now())
        board.change(name) { state in
            state.isTaken = false
            guard let schedule else { return }
            state.schedule = schedule
            let pause = state.isCutOff ? 1 : Self.pause(schedule.interval, afterFailures: state.failuresInRow)
            state.due = uptime + .seconds(pause)
            state.nextAt = now + pause
            if case .nightly(let hour) = schedule, !state.isCutOff, state.failuresInRow == 0 {
                state.nextAt = nextLocal(hour: hour, after: now)
            }
        }
    }

    /// Seconds until the next run, longer with each failure in a row, up to an hour.
    static func pause(_ interval: Int64, afterFailures count: Int) -> Int64 {
        guard count > 0 else { return interval }
        return max(interval, min(max(interval, 30) << Int64(min(count - 1, 12)), 3600))
    }

    /// Has the database know the ends that it does not.
    func storeEndings() async {
        let endings = state.withLock { state in
            defer { state.endings = [] }
            return state.endings
        }
        guard !endings.isEmpty else { return }
        let oldest = now() - TaskDesk.kept
        do {
            try await database.write(.telemetry) { transaction in
                for ending in endings { try transaction.taskRuns.store(ending, oldest: oldest) }
            }
            state.withLock { $0.own.subtract(endings.compactMap(\.id)) }
        } catch {
            state.withLock { $0.endings = endings + $0.endings }
            logger.debug("the end of a task was not stored", metadata: ["error": "\(error)"])
        }
    }

    func interrupt(_ id: Int64, _ reason: String) async throws {
        let moment = now()
        try await database.write(.telemetry) { try $0.taskRuns.interrupt(id: id, at: moment, error: reason) }
        pulse.beat()
    }

    /// Why something failed, for people.
    private static func words(_ error: any Error) -> String {
        switch StoreFailure(error) {
        case .busy: "The database is busy."
        case .full: "The disk of the database is full."
        case .unreachable: "The server of the database cannot be reached."
        case .closed: "The database is closed."
        default: "\(error)"
        }
    }
}

extension TaskBoard.State {
    fileprivate mutating func noteSuccess(_ what: String?, at moment: Int64, _ milliseconds: Int64) {
        (lastAt, lastSuccessAt, lastMilliseconds, lastWhat) = (moment, moment, milliseconds, what)
        (failure, failuresInRow, isStored, isCutOff) = (nil, 0, false, false)
    }

    fileprivate mutating func noteFailure(_ reason: String, at moment: Int64, _ milliseconds: Int64) {
        (lastAt, lastMilliseconds, lastWhat, failure) = (moment, milliseconds, nil, reason)
        failures += 1
        failuresInRow += 1
    }
}

extension TaskRuns {
    fileprivate func store(_ ending: Ending, oldest: Int64) throws {
        let record = ending.record
        if let id = ending.id {
            if ending.isForgotten {
                try forget(id: id)
            } else {
                _ = try end(
                    id: id, record.result, at: record.endedAt ?? 0, milliseconds: record.milliseconds ?? 0,
                    what: record.what, error: record.error)
            }
        } else {
            _ = try insert(record)
        }
        try prune(record.task, keeping: TaskDesk.most, since: oldest)
    }
}
