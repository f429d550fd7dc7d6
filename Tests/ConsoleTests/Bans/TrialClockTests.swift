import Synchronization
import TestSupport
import Testing

@testable import Console

@Suite(.shows("ABUSE-36")) struct TrialClockTests {
    /// The time that has passed, moved by the test.
    private final class Uptime: Sendable {
        private let instant = Mutex(ContinuousClock.now)
        var now: @Sendable () -> ContinuousClock.Instant { { self.instant.withLock { $0 } } }
        func advance(_ time: Duration) { instant.withLock { $0 += time } }
    }

    @Test func `a trial ends after its window though the wall clock was set back`() {
        let uptime = Uptime()
        let trials = TrialClock(uptime: uptime.now)
        trials.begin("a")
        #expect(trials.end(of: "a", storedAs: 1060, at: 1000) == 1060)
        uptime.advance(.seconds(59.5))
        #expect(trials.end(of: "a", storedAs: 1060, at: 500) == 501)
        uptime.advance(.seconds(0.5))
        #expect(trials.end(of: "a", storedAs: 1060, at: 500) == 500)
        uptime.advance(.seconds(1000))
        #expect(trials.end(of: "a", storedAs: 1060, at: 100) <= 100)
    }

    @Test func `a wall clock that is past the stored end ends it at once`() {
        let trials = TrialClock(uptime: Uptime().now)
        trials.begin("a")
        #expect(trials.end(of: "a", storedAs: 1060, at: 1060) == 1060)
        #expect(trials.end(of: "a", storedAs: 1060, at: 9999) == 1060)
    }

    @Test func `a trial of an earlier process gets what was left, a window at most`() {
        let uptime = Uptime()
        let trials = TrialClock(uptime: uptime.now)
        #expect(trials.end(of: "a", storedAs: 1060, at: 1050) == 1060)
        #expect(trials.end(of: "late", storedAs: 1060, at: 5000) <= 5000)
        #expect(trials.end(of: "b", storedAs: 1060, at: 20) == 80)
        uptime.advance(.seconds(60))
        #expect(trials.end(of: "b", storedAs: 1060, at: 10) == 10)
    }

    @Test func `what still runs is not forgotten`() {
        let uptime = Uptime()
        let trials = TrialClock(uptime: uptime.now)
        trials.begin("a")
        trials.begin("b")
        trials.forget(except: [])
        uptime.advance(.seconds(60))
        trials.forget(except: ["b"])
        // One that was forgotten begins anew.
        #expect(trials.end(of: "a", storedAs: 1060, at: 1000) == 1060)
        #expect(trials.end(of: "b", storedAs: 1060, at: 1000) == 1000)
    }
}
