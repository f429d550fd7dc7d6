/// Something that is done without anyone asking: what it is called, when it is due, and how it is done.
public struct BackgroundTask: Sendable {
    /// What a look before a scheduled run finds; it changes nothing.
    public enum Look: Sendable {
        /// There is something to do.
        case work
        /// There is nothing to do.
        case nothing
        /// There is something, and its time has not come.
        case tooEarly
    }

    /// Its stable name.
    public let name: TaskName
    /// When it is due, now.
    let schedule: @Sendable () -> TaskSchedule
    /// Whether it waits for its first time after the start.
    let beginsLater: Bool
    /// Whether it is done once more when the server stops.
    let isLastWord: Bool
    /// Looks whether there is something to do.
    let look: @Sendable (TaskMoment) async throws -> Look
    /// Asked every few seconds by the server that does it: whether it should not wait for its time.
    let isCalledFor: (@Sendable () async throws -> Bool)?
    /// Does it once.
    let run: @Sendable (TaskContext) async throws -> TaskOutcome

    /// Takes each part as it is.
    public init(
        _ name: TaskName, schedule: (@Sendable () -> TaskSchedule)? = nil, beginsLater: Bool = false,
        isLastWord: Bool = false, look: @escaping @Sendable (TaskMoment) async throws -> Look = { _ in .work },
        isCalledFor: (@Sendable () async throws -> Bool)? = nil,
        run: @escaping @Sendable (TaskContext) async throws -> TaskOutcome
    ) {
        self.name = name
        self.schedule = schedule ?? { name.usualSchedule }
        self.beginsLater = beginsLater
        self.isLastWord = isLastWord
        self.look = look
        self.isCalledFor = isCalledFor
        self.run = run
    }
}

/// When a task is looked at.
public struct TaskMoment: Sendable {
    /// UTC epoch seconds.
    public var now: Int64
    /// The hour of the machine's clock, 0…23.
    public var hour: Int
    /// Whether its last run was cut off, so that it is to go on whatever the hour.
    public var isCutOff: Bool

    /// Whether a schedule's hour has come.
    func isTime(of schedule: TaskSchedule) -> Bool {
        guard case .nightly(let hour) = schedule else { return true }
        return isCutOff || self.hour == hour
    }
}

/// What came of a run that did not fail.
public struct TaskOutcome: Hashable, Sendable {
    /// Whether there was anything to do.
    public var hasDone: Bool
    /// Whether all of it was done; a run that was told to stop may leave some.
    public var isWhole: Bool
    /// What was done, in an English sentence; nil for nothing.
    public var what: String?

    /// All was done.
    public static func done(_ what: String) -> TaskOutcome { TaskOutcome(hasDone: true, isWhole: true, what: what) }
    /// There was nothing to do.
    public static let nothing = TaskOutcome(hasDone: false, isWhole: true)
    /// Some is left.
    public static func unfinished(_ what: String?) -> TaskOutcome {
        TaskOutcome(hasDone: what != nil, isWhole: false, what: what)
    }
}

/// What a run may ask and tell while it is under way.
public struct TaskContext: Sendable {
    /// Whether a person asked for it, whatever the schedule says.
    public let isAsked: Bool
    private let mayGo: @Sendable () -> Bool
    private let tell: @Sendable (String) -> Void

    /// Takes each part as it is.
    public init(
        isAsked: Bool = false, mayGoOn: @escaping @Sendable () -> Bool = { !Task.isCancelled },
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.isAsked = isAsked
        mayGo = mayGoOn
        self.tell = tell
    }

    /// Whether it may go on: the server does not stop, and no other server has taken over.
    public var mayGoOn: Bool { mayGo() }

    /// Tells how far it has come, in an English sentence.
    public func progress(_ words: String) { tell(words) }
}

/// A run found what is wrong, rather than that it could not be done.
public struct TaskFault: Error, CustomStringConvertible {
    /// In words.
    public let description: String

    /// In words.
    public init(_ description: String) { self.description = description }
}
