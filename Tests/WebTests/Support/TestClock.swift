import Glibc
import Synchronization

/// A clock that runs as the system's does, so that it agrees with a real fail2ban, and that a test moves ahead or stops.
final class TestClock: Sendable {
    private struct Hands {
        var ahead: Int64 = 0
        var stoppedAt: Int64?
    }

    private let hands = Mutex(Hands())

    var now: @Sendable () -> Int64 { { self.hands.withLock { ($0.stoppedAt ?? Int64(time(nil))) + $0.ahead } } }
    func advance(_ seconds: Int64) { hands.withLock { $0.ahead += seconds } }

    /// Has it stand still, for a test to which a second more or less matters.
    func stop() { hands.withLock { $0.stoppedAt = $0.stoppedAt ?? Int64(time(nil)) } }
}
