import Console
import Storage

/// Background tasks from the command line, on the database of a data directory.
struct TaskAccess {
    /// Seconds for which a server is waited for to begin.
    private static let patience: Int64 = 15

    private let place: Place
    private var hasServer = false
    private var isShared = false
    private var directory = ""

    init(_ place: Place) { self.place = place }

    /// Runs `body` with the tasks of a system that was set up.
    func with<Result>(_ body: (TaskDesk, TaskAccess) async throws -> Result) async throws -> Result {
        let start = try await Start.joined(try place.sources())
        guard let (configuration, database) = try await start.open() else {
            throw Failure(.configuration, "\(start.directory.path): nothing is set up here, so there are no tasks.")
        }
        var access = self
        access.hasServer = ServeLock.server(in: start.directory) != nil
        access.directory = start.directory.path
        if case .server = configuration.database { access.isShared = true }
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(TaskDesk(database: database, now: Clock.now), access))
        } catch {
            result = .failure(error)
        }
        await database.close()
        return try result.get()
    }

    static func find(_ name: String) throws -> TaskName {
        guard let task = TaskName(rawValue: name) else {
            throw Failure(.notFound, "There is no task “\(name)”; see: bangui task list")
        }
        return task
    }

    /// Refuses where no server would ever begin; on a shared database another machine's may.
    func expectServer() throws {
        guard !hasServer else { return }
        guard isShared else {
            throw Failure(
                .tryAgain, "No server runs on \(directory), and only a running one does tasks. Start it: bangui serve")
        }
        Output.note("no server runs on \(directory); one on another machine may do it")
    }

    static func ask(_ desk: TaskDesk, _ task: TaskName) async throws -> TaskRun {
        do {
            return try await desk.ask(for: task, by: .commandLine)
        } catch let error as TaskError {
            throw Failure(.conflict, "\(error)")
        }
    }

    /// Waits for the end of a run.
    static func wait(for asked: TaskRun, _ desk: TaskDesk) async throws -> TaskRun {
        while true {
            guard let run = try await desk.run(asked.id, of: asked.task) else {
                throw Failure(.failed, "The run \(asked.id) is not on record any more.")
            }
            if run.result.isFinal { return run }
            if run.result == .asked, Clock.now() - (asked.askedAt ?? 0) > patience {
                throw Failure(
                    .timedOut,
                    "No server has begun it within \(patience) seconds. It stays asked for; see: bangui task runs \(run.task.rawValue)"
                )
            }
            try await Task.sleep(for: .milliseconds(150))
        }
    }
}
