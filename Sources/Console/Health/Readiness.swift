public import Host
import Synchronization

/// Whether the console can do its work, asked by machines many times a second.
///
/// The database is asked on a connection of its own; fail2ban's state is what its own connection last told. One look
/// holds for a second, for all who ask.
public final class Readiness: Sendable {
    /// What was found of one part.
    public struct Part: Equatable, Sendable {
        /// How it is.
        public enum Status: String, Sendable { case ok, warn, fail }

        /// Its stable name.
        public var name: String
        /// How it is.
        public var status: Status
        /// Why, for those who may know.
        public var detail: String
        /// Why fail2ban is not up; nil for any other part.
        public var cause: HostError?

        /// Takes each part as it is.
        public init(name: String, status: Status, detail: String, cause: HostError? = nil) {
            self.name = name
            self.status = status
            self.detail = detail
            self.cause = cause
        }
    }

    /// How long a look holds, and how long the database may take to answer before it counts as not ready.
    static let age: Duration = .seconds(1)

    private let isDatabaseUp: @Sendable () async -> Bool
    private let status: @Sendable () -> DaemonStatus
    private let tasks: @Sendable () -> [(name: TaskName, reason: String)]
    private let loops: @Sendable () -> [LoopReading]
    private let directory: DataDirectory
    private let last = Mutex<(task: Task<[Part], Never>, began: ContinuousClock.Instant)?>(nil)

    init(
        directory: DataDirectory, status: @escaping @Sendable () -> DaemonStatus,
        tasks: @escaping @Sendable () -> [(name: TaskName, reason: String)] = { [] },
        loops: @escaping @Sendable () -> [LoopReading] = { [] },
        isDatabaseUp: @escaping @Sendable () async -> Bool
    ) {
        self.directory = directory
        self.status = status
        self.tasks = tasks
        self.loops = loops
        self.isDatabaseUp = isDatabaseUp
    }

    /// What was found within the last second.
    public func parts() async -> [Part] {
        let task = last.withLock { last in
            if let last, ContinuousClock.now - last.began < Self.age { return last.task }
            let task = Task { await look() }
            last = (task, .now)
            return task
        }
        return await task.value
    }

    private func look() async -> [Part] {
        // A read that hangs cannot be called back: it is left behind, not waited for.
        let isUp = await Deadline.run(Self.age, else: false, isDatabaseUp)
        let daemon = status()
        let volume = await Deadline.run(Self.age, else: nil) { [directory] in Volume(holding: directory.path) }
        var parts = [
            Part(name: "database", status: isUp ? .ok : .fail, detail: isUp ? "" : "The database does not answer."),
            Part(
                name: "fail2ban", status: daemon.state == .up ? .ok : .warn, detail: "",
                cause: daemon.state == .up ? nil : daemon.cause),
            Part(
                name: "space", status: volume.map(\.isFull) == false ? .ok : .warn,
                detail: volume.map { "Left where the data directory is: \(DoctorWords.bytes($0.freeBytes))." }
                    ?? "The file system of the data directory does not answer."),
        ]
        let failing = tasks()
        if !failing.isEmpty {
            let words = failing.map { "\($0.name.rawValue): \($0.reason)" }
            parts.append(Part(name: "tasks", status: .warn, detail: words.joined(separator: " ")))
        }
        // Behind an agent that is not to be had, nobody knows how fail2ban is.
        if case .agent(_)? = daemon.cause {
            parts.append(Part(name: "agent", status: .warn, detail: "", cause: daemon.cause))
        }
        let silent = loops()
        if !silent.isEmpty {
            let names = silent.map(\.loop.name).joined(separator: ", ")
            parts.append(Part(name: "loops", status: .warn, detail: "These parts of the server stand still: \(names)."))
        }
        return parts
    }
}
