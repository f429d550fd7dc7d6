import Synchronization

/// Says when what waits for a confirmation has waited long enough, by a clock that nobody can set back.
///
/// The stored end is by the wall clock, so that it holds over a restart too; beside it stands one by the time that has
/// passed. Whichever comes first counts, so that setting the clock stretches no trial beyond its window.
final class TrialClock: Sendable {
    private let ends = Mutex<[String: ContinuousClock.Instant]>([:])
    private let uptime: @Sendable () -> ContinuousClock.Instant

    /// - Parameter uptime: the time that has passed, also while the machine slept.
    init(uptime: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.uptime = uptime
    }

    /// Notes that the trial of an operation begins now.
    func begin(_ id: String) {
        let end = uptime() + .seconds(Bans.confirmWindow)
        ends.withLock { $0[id] = end }
    }

    /// When a trial ends, in epoch seconds by a wall clock that says `moment`; not after `moment` where it is over.
    /// One that began in another process gets what is left by the wall clock, a whole window at most.
    func end(of id: String, storedAs confirmBy: Int64, at moment: Int64) -> Int64 {
        let now = uptime()
        let end = ends.withLock { ends in
            if let known = ends[id] { return known }
            let end = now + .seconds(min(confirmBy - moment, Bans.confirmWindow))
            ends[id] = end
            return end
        }
        let (seconds, parts) = (end - now).components
        return min(confirmBy, moment + seconds + (parts > 0 ? 1 : 0))
    }

    /// Forgets the trials that are over and not among `ids`.
    func forget(except ids: Set<String>) {
        let now = uptime()
        ends.withLock { ends in ends = ends.filter { $0.value > now || ids.contains($0.key) } }
    }
}
