internal import Storage

/// One run of a background task. All times are UTC epoch seconds.
public struct TaskRun: Hashable, Sendable {
    /// Why it ran.
    public enum Cause: String, CaseIterable, Sendable {
        /// It was due.
        case schedule
        /// Someone asked for it.
        case person
        /// So much had changed that it did not wait for its time.
        case change
    }

    /// How a run stands.
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

    /// Its number.
    public let id: Int64
    /// The task.
    public let task: TaskName
    /// The server that did it; empty where none began it.
    public let server: String
    /// Why it ran.
    public let cause: Cause
    /// Who asked for it; nil where nobody did.
    public let actor: String?
    /// When it was asked for; nil where nobody did.
    public let askedAt: Int64?
    /// When it began; nil where it did not.
    public let beganAt: Int64?
    /// When it ended; nil where it did not.
    public let endedAt: Int64?
    /// How long it took; nil where that is not known.
    public let milliseconds: Int64?
    /// How it stands.
    public let result: Result
    /// What it did, in English.
    public let what: String?
    /// Why it failed or ended early, in English.
    public let error: String?

    /// Nil for a task that this BanGUI does not know.
    init?(_ record: TaskRunRecord) {
        guard let task = TaskName(rawValue: record.task) else { return nil }
        self.task = task
        id = record.id
        server = record.server
        cause = Cause(rawValue: record.cause) ?? .schedule
        actor = record.actorName
        askedAt = record.askedAt
        beganAt = record.beganAt
        endedAt = record.endedAt
        milliseconds = record.milliseconds
        result = Result(rawValue: record.result.rawValue) ?? .done
        what = record.what
        error = record.error
    }

    /// The latest moment that is known of it.
    public var at: Int64 { endedAt ?? beganAt ?? askedAt ?? 0 }
}

/// A page of runs, the latest first.
public struct TaskRunPage: Sendable {
    /// The runs.
    public let runs: [TaskRun]
    /// Where the next page begins; nil on the last.
    public let next: Int64?
}
