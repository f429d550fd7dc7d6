import Synchronization

/// The doctor of a running server: many who ask at the same time get one report.
public final class DoctorDesk: Sendable {
    private struct Look {
        let task: Task<DoctorReport, Never>
        let began: ContinuousClock.Instant
    }

    /// How old a report may be that nobody asked to be a new one: a look costs the daemon some twenty questions for each
    /// jail, and the database up to two seconds of reading.
    public static let age: Duration = .seconds(30)
    /// How old one may be that somebody asked to be new: a double click makes one look.
    public static let newAge: Duration = .seconds(1)

    private let scene: @Sendable () -> DoctorScene
    private let last = Mutex<Look?>(nil)

    /// Looks at what `scene` tells at that moment.
    public init(scene: @escaping @Sendable () -> DoctorScene) { self.scene = scene }

    /// The latest report, or a new one where that began longer ago than `age`.
    public func report(notOlderThan age: Duration = DoctorDesk.age) async -> DoctorReport {
        let scene = scene
        let task = last.withLock { last in
            if let last, ContinuousClock.now - last.began < age { return last.task }
            let task = Task { await Doctor(scene()).report() }
            last = Look(task: task, began: .now)
            return task
        }
        return await task.value
    }
}
