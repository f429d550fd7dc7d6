/// One run of a background task, as it is stored.
public struct TaskRunRecord: Hashable, Sendable {
    /// How a run stands; the words are stored.
    public enum Result: String, CaseIterable, Sendable {
        /// It was asked for and nobody began it yet.
        case asked
        case running
        /// It did something.
        case done
        /// There was nothing to do.
        case nothing
        case failed
        /// It ended before its work did: the server stopped or went away.
        case interrupted

        /// Whether nothing more comes of it.
        public var isFinal: Bool { self != .asked && self != .running }
    }

    /// Its number, never given again.
    public var id: Int64
    /// The stable name of the task.
    public var task: String
    /// The server that does it; empty until one does.
    public var server: String
    /// Why it ran: a word of the caller.
    public var cause: String
    /// The account that asked for it; nil where none did.
    public var actorID: Int64?
    /// Who asked for it; nil where nobody did.
    public var actorName: String?
    /// When it was asked for (UTC epoch seconds, as all times); nil where nobody did.
    public var askedAt: Int64?
    /// When it began; nil where it did not.
    public var beganAt: Int64?
    /// When it ended; nil where it did not.
    public var endedAt: Int64?
    /// How long it took; nil where that is not known.
    public var milliseconds: Int64?
    /// How it stands.
    public var result: Result
    /// What it did, in words.
    public var what: String?
    /// Why it failed or ended early, in words.
    public var error: String?

    /// Takes each part as it is.
    public init(
        id: Int64 = 0, task: String, server: String = "", cause: String, actorID: Int64? = nil,
        actorName: String? = nil, askedAt: Int64? = nil, beganAt: Int64? = nil, endedAt: Int64? = nil,
        milliseconds: Int64? = nil, result: Result, what: String? = nil, error: String? = nil
    ) {
        self.id = id
        self.task = task
        self.server = server
        self.cause = cause
        self.actorID = actorID
        self.actorName = actorName
        self.askedAt = askedAt
        self.beganAt = beganAt
        self.endedAt = endedAt
        self.milliseconds = milliseconds
        self.result = result
        self.what = what
        self.error = error
    }
}

/// When a server last looked at a task and had no run to record: there was nothing to do, or it is done all the time.
public struct TaskLook: Hashable, Sendable {
    /// The stable name of the task.
    public var task: String
    /// The server that looked.
    public var server: String
    /// UTC epoch seconds.
    public var at: Int64
    /// How long it took.
    public var milliseconds: Int64
    /// What it did, in words; nil where there was nothing to do.
    public var what: String?

    /// Takes each part as it is.
    public init(task: String, server: String, at: Int64, milliseconds: Int64, what: String? = nil) {
        self.task = task
        self.server = server
        self.at = at
        self.milliseconds = milliseconds
        self.what = what
    }
}

extension TaskRunRecord {
    /// The columns that `init(_:)` reads.
    static let columns = """
        run_id, task, server, cause, actor_id, actor_name, asked_at, began_at, ended_at, milliseconds, result, what, error
        """

    init(_ row: any Row) {
        self.init(
            id: row.integer(0), task: row.text(1), server: row.text(2), cause: row.text(3),
            actorID: row.optionalInteger(4), actorName: row.optionalText(5), askedAt: row.optionalInteger(6),
            beganAt: row.optionalInteger(7), endedAt: row.optionalInteger(8), milliseconds: row.optionalInteger(9),
            // A word that a later BanGUI wrote tells of a run that is over.
            result: Result(rawValue: row.text(10)) ?? .done, what: row.optionalText(11),
            error: row.optionalText(12))
    }
}
