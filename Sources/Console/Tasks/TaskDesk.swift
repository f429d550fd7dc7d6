public import Storage

/// The background tasks as people and programs see them: how each stands, what it did, and a run now.
public struct TaskDesk: Sendable {
    /// Runs of a task that are kept at most.
    static let most = 200
    /// Seconds for which runs are kept.
    static let kept: Int64 = 90 * 86_400
    /// Seconds after which a run that was asked for and that no server began is not begun any more.
    static let patience: Int64 = 600
    /// Runs of a page.
    public static let pageLimit = 200

    /// Why a run that was asked for never began.
    static let unheard = "No server began it within ten minutes."

    let database: any Database
    let board: TaskBoard?
    let wake: Pulse?
    /// The server whose desk it is; empty for a desk beside the servers.
    let server: String
    let now: @Sendable () -> Int64

    /// The desk of a running server.
    public init(_ runner: TaskRunner) {
        (database, board, wake, server) = (runner.database, runner.board, runner.wake, runner.server)
        now = runner.now
    }

    /// A desk beside the servers: what it asks for, one of them does.
    public init(database: any Database, now: @escaping @Sendable () -> Int64) {
        (self.database, board, wake, server, self.now) = (database, nil, nil, "", now)
    }

    /// How every task stands, in the order of the list.
    public func all() async throws -> [TaskState] {
        let found = try await database.readBriefly { transaction in
            let open = try transaction.taskRuns.open()
            let looks = try transaction.taskRuns.looks()
            return try TaskName.allCases.map { try TaskFindings($0, open, looks, transaction.taskRuns) }
        }
        return found.map { TaskState($0, board?[$0.name]) }
    }

    /// How a task stands.
    public func state(of name: TaskName) async throws -> TaskState {
        let found = try await database.readBriefly { transaction in
            let runs = transaction.taskRuns
            return try TaskFindings(name, try runs.open(), try runs.looks(), runs)
        }
        return TaskState(found, board?[name])
    }

    /// The runs of a task, the latest first.
    ///
    /// - Parameter before: where the page begins; nil for the latest.
    public func runs(of name: TaskName, limit: Int, before: Int64? = nil) async throws -> TaskRunPage {
        let limit = min(max(limit, 1), Self.pageLimit)
        let records = try await database.readBriefly {
            try $0.taskRuns.page(of: name.rawValue, before: before, limit: limit + 1)
        }
        return TaskRunPage(
            runs: records.prefix(limit).compactMap { TaskRun($0) },
            next: records.count > limit ? records[limit - 1].id : nil)
    }

    /// A run of a task; nil where there is none of that number.
    public func run(_ id: Int64, of name: TaskName) async throws -> TaskRun? {
        let record = try await database.readBriefly { try $0.taskRuns.find(id: id) }
        return record.flatMap { TaskRun($0) }.flatMap { $0.task == name ? $0 : nil }
    }

    /// Asks for a run now. The server that does the task begins it within a second or two; of what each does for itself, this one.
    ///
    /// - Throws: `TaskError.isOpen` where it runs or was asked for already; `StorageError`.
    public func ask(for name: TaskName, by author: Author) async throws -> TaskRun {
        let moment = now()
        let asked = name.reach == .eachServer ? server : ""
        let record: TaskRunRecord = try await database.write { transaction in
            let runs = transaction.taskRuns
            if let open = try runs.open().first(where: { $0.task == name.rawValue }) {
                // One that no server ever began does not keep the task from running for good.
                guard open.result == .asked, moment - (open.askedAt ?? 0) > Self.patience else {
                    throw TaskError.isOpen(open.id)
                }
                try runs.interrupt(id: open.id, at: moment, error: Self.unheard)
            }
            var record = TaskRunRecord(
                task: name.rawValue, server: asked, cause: TaskRun.Cause.person.rawValue, actorID: author.userID,
                actorName: author.name, askedAt: moment, result: .asked)
            record.id = try runs.insert(record)
            try transaction.note(AuditEvent(.task, subject: name.rawValue), by: author, at: moment)
            return record
        }
        wake?.beat()
        guard let run = TaskRun(record) else { throw TaskError.isOpen(record.id) }
        return run
    }
}

/// Why a run cannot be asked for.
public enum TaskError: Error, Hashable, CustomStringConvertible, Sendable {
    /// The run of this number is not over.
    case isOpen(Int64)

    /// In words.
    public var description: String { "It runs already, or is about to." }
}

/// What the database tells of a task.
struct TaskFindings: Sendable {
    let name: TaskName
    let open: TaskRunRecord?
    let last: TaskRunRecord?
    let success: TaskRunRecord?
    let look: TaskLook?

    init(_ name: TaskName, _ open: [TaskRunRecord], _ looks: [TaskLook], _ runs: TaskRuns) throws {
        self.name = name
        self.open = open.first { $0.task == name.rawValue }
        last = try runs.last(of: name.rawValue, TaskRunRecord.Result.allCases.filter(\.isFinal))
        success = try runs.last(of: name.rawValue, [.done, .nothing])
        look = looks.filter { $0.task == name.rawValue }.max { $0.at < $1.at }
    }
}

/// How a task stands. All times are UTC epoch seconds.
public struct TaskState: Sendable {
    /// Its name.
    public let name: TaskName
    /// When it is done.
    public let schedule: TaskSchedule
    /// When it is looked at next; nil where that is another server's to say.
    public let nextAt: Int64?
    /// The run that is asked for or under way, on any server.
    public let open: TaskRun?
    /// How far the run has come that is under way on this server, in English.
    public let progress: String?
    /// The last run on record that is over.
    public let last: TaskRun?
    /// When it was last looked at or done: what is done all the time, and looks that found nothing, are not on record.
    public let lastAt: Int64?
    /// How long that took.
    public let lastMilliseconds: Int64?
    /// How it ended.
    public let lastResult: TaskRun.Result?
    /// What it did, in English.
    public let lastWhat: String?
    /// When it last ended well.
    public let lastSuccessAt: Int64?
    /// Why its last run failed, in English; nil where it did not.
    public let failure: String?

    init(_ found: TaskFindings, _ here: TaskBoard.State?) {
        name = found.name
        schedule = here?.schedule ?? found.name.usualSchedule
        nextAt = here?.nextAt
        open = found.open.flatMap { TaskRun($0) }
        progress = here?.running?.progress
        let last = found.last.flatMap { TaskRun($0) }
        self.last = last
        var look = found.look.map { (at: $0.at, milliseconds: $0.milliseconds, what: $0.what) }
        if let here, here.failure == nil, let at = here.lastAt, at >= look?.at ?? 0 {
            look = (at, here.lastMilliseconds ?? 0, here.lastWhat)
        }
        // Of the same second, what is on record tells more.
        if let look, look.at > last?.at ?? 0 {
            (lastAt, lastMilliseconds, lastWhat) = (look.at, look.milliseconds, look.what)
            lastResult = look.what == nil ? .nothing : .done
        } else {
            (lastAt, lastMilliseconds, lastWhat) = (last?.at, last?.milliseconds, last?.what)
            lastResult = last?.result
        }
        lastSuccessAt = [look?.at, found.success?.endedAt].compactMap { $0 }.max()
        failure = here?.failure ?? (lastResult == .failed ? last?.error ?? "" : nil)
    }
}
