import Glibc
import Synchronization

/// A clock that runs as the system's does, so that it agrees with a real fail2ban, and that a test moves ahead.
final class TestClock: Sendable {
    private let ahead = Mutex<Int64>(0)

    var now: @Sendable () -> Int64 { { Int64(time(nil)) + self.ahead.withLock { $0 } } }
    func advance(_ seconds: Int64) { ahead.withLock { $0 += seconds } }
}
