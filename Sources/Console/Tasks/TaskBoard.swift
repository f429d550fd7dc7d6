internal import Storage
internal import Synchronization

/// What a running server knows of its tasks without asking the database.
public final class TaskBoard: Sendable {
    /// What is known of one task.
    public struct State: Sendable {
        /// When it is done.
        public var schedule: TaskSchedule
        /// When it is looked at next (UTC epoch seconds); nil where another server does.
        public var nextAt: Int64?
        /// The run that is under way here.
        public var running: Running?
        /// When it last ended here, or there was nothing to do (UTC epoch seconds).
        public var lastAt: Int64?
        /// When it last ended well here, or there was nothing to do (UTC epoch seconds).
        public var lastSuccessAt: Int64?
        /// How long the last took.
        public var lastMilliseconds: Int64?
        /// What it did, in English; nil for nothing.
        public var lastWhat: String?
        /// Why the last failed, in English; nil where it did not.
        public var failure: String?
        /// How many failed here since the start.
        public var failures = 0
        /// How many failed one after the other.
        var failuresInRow = 0
        /// Whether a look or a run is under way.
        var isTaken = false
        var isCutOff = false
        var isStored = true
        var due: ContinuousClock.Instant?
    }

    /// A run that is under way.
    public struct Running: Hashable, Sendable {
        /// Its number; nil where it is not put on record.
        public var id: Int64?
        /// UTC epoch seconds.
        public var since: Int64
        /// How far it has come, in English.
        public var progress: String?
    }

    private let held: Mutex<[TaskName: State]>
    /// Tasks that this server does, in order.
    public let names: [TaskName]

    /// Nothing has run yet.
    public init(_ tasks: [BackgroundTask]) {
        names = tasks.map(\.name)
        held = Mutex(
            Dictionary(tasks.map { ($0.name, State(schedule: $0.schedule())) }) { first, _ in first })
    }

    /// What is known of each task.
    public var states: [TaskName: State] { held.withLock { $0 } }

    /// What is known of a task; nil for one that this server does not do.
    public subscript(name: TaskName) -> State? { held.withLock { $0[name] } }

    /// The tasks whose last run here failed, with the reason.
    public var failing: [(name: TaskName, reason: String)] {
        let states = states
        return names.compactMap { name in states[name]?.failure.map { (name, $0) } }
    }

    func change(_ name: TaskName, _ body: (inout State) -> Void) {
        held.withLock { states in
            guard var state = states[name] else { return }
            body(&state)
            states[name] = state
        }
    }

    /// Takes a task for a look or a run, unless one is under way.
    func take(_ name: TaskName) -> Bool {
        held.withLock { states in
            guard let state = states[name], !state.isTaken else { return false }
            states[name]?.isTaken = true
            return true
        }
    }

    /// Takes the looks that were not stored yet.
    func takeLooks(server: String) -> [TaskLook] {
        held.withLock { states in
            names.compactMap { name in
                guard let state = states[name], !state.isStored, let at = state.lastAt else { return nil }
                states[name]?.isStored = true
                return TaskLook(
                    task: name.rawValue, server: server, at: at, milliseconds: state.lastMilliseconds ?? 0,
                    what: state.lastWhat)
            }
        }
    }
}
