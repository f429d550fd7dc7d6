import Logging
import Storage
import Synchronization

@testable import Console

/// A lease that a test gives and takes.
final class TestLease: Lease {
    private let held: Mutex<Bool>

    init(_ isHeld: Bool = true) { held = Mutex(isHeld) }

    var isHeld: Bool { held.withLock { $0 } }
    func set(_ isHeld: Bool) { held.withLock { $0 = isHeld } }
}

/// Counts how often something was done.
final class TestCount: Sendable {
    private let count = Mutex(0)

    @discardableResult
    func add() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
    var value: Int { count.withLock { $0 } }
}

/// A task runner over a real database, with clocks that a test moves.
final class TaskWorld: Sendable {
    let folder: TemporaryFolder
    let database: SQLiteDatabase
    let clock = ShiftedClock()
    let lease = TestLease()
    private let hour = Mutex(12)

    init() throws {
        folder = try TemporaryFolder()
        database = try SQLiteDatabase(path: folder.file("bangui.sqlite"))
    }

    func setHour(_ value: Int) { hour.withLock { $0 = value } }

    func runner(
        _ tasks: [BackgroundTask], database other: (any Database)? = nil, server: String = "one",
        lease: (any Lease)? = nil, pulse: Pulse = Pulse()
    ) -> TaskRunner {
        TaskRunner(
            tasks, database: other ?? database, server: server, lease: lease ?? self.lease, pulse: pulse,
            now: clock.now, uptime: clock.uptime, hourOfDay: { [self] _ in hour.withLock { $0 } }, logger: .dropping)
    }

    /// The runs of a task on record, the latest first.
    func runs(of name: TaskName) async throws -> [TaskRunRecord] {
        try await database.read { try $0.taskRuns.page(of: name.rawValue, before: nil, limit: 1000) }
    }

    /// Runs that are on record, each with its result, the latest first.
    func results(of name: TaskName) async throws -> [TaskRunRecord.Result] { try await runs(of: name).map(\.result) }
}

/// A place at which runs wait until a test lets them go on.
final class TestGate: Sendable {
    private let arrivals = AsyncStream.makeStream(of: Void.self)

    /// Waits here until the task is cancelled.
    func hold() async throws {
        arrivals.continuation.yield()
        try await Task.sleep(for: .seconds(600))
    }

    /// Waits until someone waits here.
    func arrival() async {
        for await _ in arrivals.stream { return }
    }
}
