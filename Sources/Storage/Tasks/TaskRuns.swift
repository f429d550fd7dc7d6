extension Transaction {
    /// Runs of background tasks.
    public var taskRuns: TaskRuns { TaskRuns(transaction: self) }
}

/// Runs of background tasks and when each was last looked at, in one transaction. All times are UTC epoch seconds.
public struct TaskRuns {
    let transaction: any Transaction

    /// Adds a run and gives its number; that of the record is passed over.
    public func insert(_ run: TaskRunRecord) throws -> Int64 {
        let id = try transaction.first(
            """
            INSERT INTO task_runs (task, server, cause, actor_id, actor_name, asked_at, began_at, ended_at,
                milliseconds, result, what, error)
            VALUES (:task, :server, :cause, :actor, :actorName, :asked, :began, :ended, :milliseconds, :result, :what,
                :error) RETURNING run_id
            """,
            [
                "task": .text(run.task), "server": .text(run.server), "cause": .text(run.cause),
                "actor": .optional(run.actorID), "actorName": .optional(run.actorName),
                "asked": .optional(run.askedAt), "began": .optional(run.beganAt), "ended": .optional(run.endedAt),
                "milliseconds": .optional(run.milliseconds), "result": .text(run.result.rawValue),
                "what": .optional(run.what), "error": .optional(run.error),
            ]
        ) { $0.integer(0) }
        guard let id else { throw StorageError.failed("an inserted row gave no number") }
        return id
    }

    /// Notes that a server begins a run that was asked for; false where it is not asked for any more.
    public func begin(id: Int64, server: String, at moment: Int64) throws -> Bool {
        try transaction.execute(
            """
            UPDATE task_runs SET result = 'running', server = :server, began_at = :at
            WHERE run_id = :id AND result = 'asked'
            """, ["id": .integer(id), "server": .text(server), "at": .integer(moment)]) > 0
    }

    /// Notes the end of a run that is running; false where it is not, since it was taken for interrupted.
    public func end(
        id: Int64, _ result: TaskRunRecord.Result, at moment: Int64, milliseconds: Int64, what: String?, error: String?
    ) throws -> Bool {
        try transaction.execute(
            """
            UPDATE task_runs SET result = :result, ended_at = :at, milliseconds = :milliseconds, what = :what,
                error = :error
            WHERE run_id = :id AND result = 'running'
            """,
            [
                "id": .integer(id), "result": .text(result.rawValue), "at": .integer(moment),
                "milliseconds": .integer(milliseconds), "what": .optional(what), "error": .optional(error),
            ]) > 0
    }

    /// Notes that a run will not come to its end, or never begins.
    public func interrupt(id: Int64, at moment: Int64, error: String) throws {
        try transaction.execute(
            """
            UPDATE task_runs SET result = 'interrupted', ended_at = :at, error = :error
            WHERE run_id = :id AND result IN ('asked', 'running')
            """, ["id": .integer(id), "at": .integer(moment), "error": .text(error)])
    }

    /// Forgets a run.
    public func forget(id: Int64) throws {
        try transaction.execute("DELETE FROM task_runs WHERE run_id = :id", ["id": .integer(id)])
    }

    /// The runs that are asked for or running, in the order of their numbers.
    public func open() throws -> [TaskRunRecord] {
        try transaction.rows(
            """
            SELECT \(TaskRunRecord.columns) FROM task_runs WHERE result IN ('asked', 'running') ORDER BY run_id
            """
        ) { TaskRunRecord($0) }
    }

    /// The run of a number.
    public func find(id: Int64) throws -> TaskRunRecord? {
        try transaction.first(
            "SELECT \(TaskRunRecord.columns) FROM task_runs WHERE run_id = :id", ["id": .integer(id)]
        ) { TaskRunRecord($0) }
    }

    /// The runs of a task, the latest first.
    ///
    /// - Parameter before: the number that begins the page; nil for the latest.
    public func page(of task: String, before: Int64?, limit: Int) throws -> [TaskRunRecord] {
        try transaction.rows(
            """
            SELECT \(TaskRunRecord.columns) FROM task_runs WHERE task = :task AND run_id < :before
            ORDER BY run_id DESC LIMIT :limit
            """,
            ["task": .text(task), "before": .integer(before ?? .max), "limit": .integer(Int64(limit))]
        ) { TaskRunRecord($0) }
    }

    /// The last run of a task with one of some results.
    public func last(of task: String, _ results: [TaskRunRecord.Result]) throws -> TaskRunRecord? {
        let words = results.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try transaction.first(
            """
            SELECT \(TaskRunRecord.columns) FROM task_runs WHERE task = :task AND result IN (\(words))
            ORDER BY run_id DESC LIMIT 1
            """, ["task": .text(task)]
        ) { TaskRunRecord($0) }
    }

    /// Forgets the runs of a task that are over and ended before a moment, or that have `count` later ones.
    @discardableResult
    public func prune(_ task: String, keeping count: Int, since moment: Int64) throws -> Int {
        try transaction.execute(
            """
            DELETE FROM task_runs WHERE task = :task AND result NOT IN ('asked', 'running')
            AND (ended_at < :moment OR run_id <= (
                SELECT run_id FROM task_runs WHERE task = :task ORDER BY run_id DESC LIMIT 1 OFFSET :count))
            """, ["task": .text(task), "moment": .integer(moment), "count": .integer(Int64(count))])
    }

    /// A text that is another one once a run was added, begun or ended.
    public func mark() throws -> String {
        try transaction.first(
            """
            SELECT COALESCE(MAX(run_id), 0), COALESCE(MAX(ended_at), 0), COUNT(began_at), COUNT(ended_at)
            FROM task_runs
            """
        ) { "\($0.integer(0)) \($0.integer(1)) \($0.integer(2)) \($0.integer(3))" } ?? ""
    }

    /// Notes when tasks were last looked at.
    public func note(_ looks: [TaskLook]) throws {
        try transaction.executeMany(
            """
            INSERT INTO task_looks (task, server, looked_at, milliseconds, what)
            VALUES (:task, :server, :at, :milliseconds, :what)
            ON CONFLICT (task, server) DO UPDATE SET looked_at = excluded.looked_at,
                milliseconds = excluded.milliseconds, what = excluded.what
            """, ["task", "server", "at", "milliseconds", "what"],
            values: looks.flatMap {
                [.text($0.task), .text($0.server), .integer($0.at), .integer($0.milliseconds), .optional($0.what)]
            })
    }

    /// When tasks were last looked at, by every server that did.
    public func looks() throws -> [TaskLook] {
        try transaction.rows(
            "SELECT task, server, looked_at, milliseconds, what FROM task_looks ORDER BY task, server"
        ) {
            TaskLook(
                task: $0.text(0), server: $0.text(1), at: $0.integer(2), milliseconds: $0.integer(3),
                what: $0.optionalText(4))
        }
    }

    /// Forgets what servers that are gone looked at last.
    public func forgetLooks(before moment: Int64) throws {
        try transaction.execute("DELETE FROM task_looks WHERE looked_at < :moment", ["moment": .integer(moment)])
    }
}
