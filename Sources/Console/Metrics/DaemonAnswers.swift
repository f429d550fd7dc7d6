internal import Synchronization

/// How long fail2ban took for its signs of life.
public final class DaemonAnswers: Sendable {
    private let held = Mutex((times: DurationHistogram(bounds: DurationHistogram.short), missing: Int64(0)))

    /// Those that came, by how long they took.
    public var times: DurationHistogram { held.withLock { $0.times } }
    /// How many did not come, or not in time.
    public var missing: Int64 { held.withLock { $0.missing } }

    func note(_ time: Duration) { held.withLock { $0.times.add(time) } }
    func noteMissing() { held.withLock { $0.missing += 1 } }
}
