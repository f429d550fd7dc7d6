import Host
import Storage
import Testing

@testable import Console

@Suite struct RecoveryPolicyTests {
    private let policy = RecoveryPolicy()
    private let dead = RecoveryPolicy.Sight.absent(since: 1000, ending: .died)

    @Test func `what died is started after the grace, and what ended in order never`() {
        #expect(policy.step(.present, StoredRecoveryState(), at: 1000) == .rest)
        #expect(policy.step(dead, StoredRecoveryState(), at: 1009) == .wait(until: 1010))
        #expect(policy.step(dead, StoredRecoveryState(), at: 1010) == .start)
        for ending in [DaemonEnding.stopped, .unknown] {
            let sight = RecoveryPolicy.Sight.absent(since: 1000, ending: ending)
            #expect(policy.step(sight, StoredRecoveryState(), at: 1_000_000) == .leave)
        }
    }

    @Test func `pauses double up to their bound, and the third start within the window is the last`() {
        var state = StoredRecoveryState()
        var pauses: [Int64] = []
        for start in 0..<7 {
            let moment = Int64(10_000 + start * 1200)
            state = policy.ended(policy.begun(state, isAutomatic: true, at: moment), at: moment)
            pauses.append((state.cooldownUntil ?? 0) - moment)
        }
        #expect(pauses == [60, 120, 240, 480, 900, 900, 900])
        state = StoredRecoveryState()
        for moment in [Int64(2000), 2200, 2400] {
            #expect(policy.step(dead, state, at: moment) == .start)
            state = policy.begun(state, isAutomatic: true, at: moment)
            #expect(policy.step(dead, state, at: moment + 5) == .watch(since: moment))
            state = policy.ended(state, at: moment + 5)
            #expect(policy.step(dead, state, at: moment + 6) == .cool(until: state.cooldownUntil ?? 0))
        }
        #expect(policy.startsInWindow(state, at: 2700) == 3)
        #expect(policy.step(dead, state, at: 2700) == .block)
        state = policy.blocked(state, at: 2700)
        // Blocked it stays, however long, and though fail2ban came back by itself.
        #expect(policy.step(dead, state, at: 1_000_000) == .stayBlocked(since: 2700))
        #expect(policy.step(.present, state, at: 1_000_000) == .stayBlocked(since: 2700))
        #expect(policy.step(dead, policy.overridden(state), at: 2701) == .start)
    }

    @Test func `a start by a person is none of those that are counted`() {
        let state = policy.ended(policy.begun(StoredRecoveryState(), isAutomatic: false, at: 2000), at: 2003)
        #expect(state == StoredRecoveryState())
    }

    @Test func `a start that nobody ended was cut off`() {
        let state = policy.begun(StoredRecoveryState(), isAutomatic: true, at: 2000)
        #expect(policy.step(dead, state, at: 2119) == .watch(since: 2000))
        #expect(policy.step(dead, state, at: 2120) == .cool(until: 2180))
    }

    @Test func `a clock that was set back stretches no pause, and forgets no start`() {
        var state = policy.begun(StoredRecoveryState(), isAutomatic: true, at: 1_000_000)
        state = policy.ended(state, at: 1_000_003)
        let sight = RecoveryPolicy.Sight.absent(since: 1_000_010, ending: .died)
        #expect(policy.step(sight, state, at: 5000) == .wait(until: 5010))
        let normal = policy.normal(state, at: 5000)
        #expect(normal == StoredRecoveryState(starts: [5000], cooldownUntil: 5060))
        #expect(policy.startsInWindow(normal, at: 5059) == 1)
        #expect(policy.step(dead, normal, at: 5061) == .start)
    }

    /// Anything may happen in any order: a daemon that dies, stops or comes back, people that start it and override, clocks that jump.
    @Test(arguments: 0..<200) func `whatever happens, starts keep their distance and their number`(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var (state, now, sight) = (StoredRecoveryState(), Int64(1_000_000), RecoveryPolicy.Sight.present)
        var (passed, starts, lastEnd) = (Int64(0), [Int64](), Int64?.none)
        for _ in 0..<2000 {
            let seconds = Int64.random(in: 0...90, using: &random)
            passed += seconds
            now += seconds
            switch Int.random(in: 0..<40, using: &random) {
            case 0: sight = .present
            case 1: sight = .absent(since: now, ending: .stopped)
            case 2...6: sight = .absent(since: now, ending: .died)
            case 7: now -= Int64.random(in: 0...100_000, using: &random)
            case 8 where state.blockedAt != nil:
                state = policy.overridden(state)
                (starts, lastEnd) = ([], nil)
            default: break
            }
            // The program keeps what it found.
            state = policy.normal(state, at: now)
            switch policy.step(sight, state, at: now) {
            case .start:
                guard case .absent(_, .died) = sight else {
                    Issue.record("started \(sight)")
                    return
                }
                if let lastEnd { #expect(passed - lastEnd >= policy.cooldown) }
                state = policy.begun(state, isAutomatic: true, at: now)
                starts.append(passed)
                #expect(starts.count { $0 > passed - policy.window } <= policy.limit)
                state = policy.ended(state, at: now)
                lastEnd = passed
            case .block: state = policy.blocked(state, at: now)
            default: break
            }
        }
    }

    @Test func `an end is judged by the log, and where that cannot tell by the socket`() {
        let gone = HostError.unreachable(.notRunning(path: "/s"))
        let left = HostError.unreachable(.staleSocket(path: "/s"))
        #expect(DaemonEnding(left, phase: .running) == .died)
        #expect(DaemonEnding(gone, phase: .running) == .died)
        for phase in [DaemonPhase.stopping, .stopped] {
            #expect(DaemonEnding(left, phase: phase) == .stopped)
            #expect(DaemonEnding(gone, phase: phase) == .stopped)
        }
        #expect(DaemonEnding(left, phase: nil) == .died)
        #expect(DaemonEnding(gone, phase: nil) == .unknown)
        let others: [HostError?] = [
            nil, .timedOut, .busy, .closed, .unreachable(.saturated(path: "/s")),
            .unreachable(.noPermission(path: "/s")), .agent(.silent(path: "/a")),
        ]
        for cause in others { #expect(DaemonEnding(cause, phase: .running) == nil) }
    }
}
