import Testing

@testable import Console

/// A breaker whose time a test moves.
private final class Moved {
    let start = ContinuousClock.now
    var machine: BreakerMachine
    var now: ContinuousClock.Instant
    var chance = 0.5

    init(_ rules: BreakerRules = BreakerRules()) {
        machine = BreakerMachine(rules: rules, origin: start)
        now = start
    }

    var state: BreakerState { machine.state(at: now) }

    func pass(_ time: Duration) { now += time }

    func begin() -> BreakerMachine.Permit? { machine.admit(at: now) }

    /// One call that ends at once; gives whether it was let through.
    @discardableResult
    func call(_ verdict: BreakerMachine.Verdict) -> Bool {
        guard let permit = machine.admit(at: now) else { return false }
        machine.report(permit, verdict, at: now, chance: chance)
        return true
    }

    func sign(isFailure: Bool) { machine.note(sign: isFailure, at: now, chance: chance) }
    func open() { for _ in 0..<5 { call(.failure) } }
}

@Suite struct BreakerMachineTests {
    @Test func `five failures in a row open it, and a success between begins anew`() {
        let breaker = Moved()
        for _ in 0..<4 { breaker.call(.failure) }
        breaker.call(.success)
        for _ in 0..<4 { breaker.call(.failure) }
        #expect(breaker.state == .closed)
        breaker.call(.nothing)
        #expect(breaker.state == .closed && breaker.machine.failures == 4)
        breaker.call(.failure)
        #expect(breaker.state == .open && !breaker.call(.success))
        #expect(breaker.machine.wait(at: breaker.now) == .seconds(5))
    }

    @Test func `half of twenty calls within ten seconds open it, and those of before do not count`() {
        let breaker = Moved()
        for _ in 0..<9 {
            breaker.call(.failure)
            breaker.call(.success)
        }
        breaker.call(.success)
        #expect(breaker.state == .closed)
        breaker.call(.failure)
        #expect(breaker.state == .open)
        let slow = Moved()
        for _ in 0..<40 {
            slow.call(.failure)
            slow.call(.success)
            slow.pass(.seconds(2))
        }
        #expect(slow.state == .closed)
    }

    @Test func `two trials, one at a time, close it; one that fails opens it for twice as long`() throws {
        let breaker = Moved()
        breaker.open()
        breaker.pass(.milliseconds(4999))
        #expect(breaker.state == .open && !breaker.call(.success))
        breaker.pass(.milliseconds(1))
        #expect(breaker.state == .halfOpen)
        let trial = try #require(breaker.begin())
        #expect(breaker.begin() == nil && breaker.machine.wait(at: breaker.now) == .seconds(1))
        breaker.machine.report(trial, .failure, at: breaker.now, chance: 0.5)
        #expect(breaker.state == .open && breaker.machine.wait(at: breaker.now) == .seconds(10))
        breaker.pass(.seconds(10))
        #expect(breaker.call(.success) && breaker.state == .halfOpen)
        #expect(breaker.call(.nothing) && breaker.state == .halfOpen)
        #expect(breaker.call(.success) && breaker.state == .closed && breaker.machine.failures == 0)
        breaker.open()
        #expect(breaker.machine.wait(at: breaker.now) == .seconds(5))
    }

    @Test func `what a call tells that began before the breaker turned does not count`() throws {
        let breaker = Moved()
        let late = try #require(breaker.begin())
        breaker.open()
        breaker.machine.report(late, .success, at: breaker.now, chance: 0.5)
        #expect(breaker.state == .open && breaker.machine.underWay == 0)
        breaker.pass(.seconds(5))
        let lost = try #require(breaker.begin())
        breaker.pass(.seconds(60))
        // A trial that tells nothing for a minute stands in nobody's way.
        #expect(breaker.call(.success) && breaker.call(.success) && breaker.state == .closed)
        breaker.machine.report(lost, .failure, at: breaker.now, chance: 0.5)
        #expect(breaker.state == .closed && breaker.machine.failures == 0)
    }

    @Test func `a lost trial that speaks after all while another is under way changes nothing`() throws {
        let breaker = Moved()
        breaker.open()
        breaker.pass(.seconds(5))
        let lost = try #require(breaker.begin())
        breaker.pass(.seconds(61))
        let next = try #require(breaker.begin())
        breaker.machine.report(lost, .failure, at: breaker.now, chance: 0.5)
        #expect(breaker.state == .halfOpen)
        breaker.machine.report(next, .success, at: breaker.now, chance: 0.5)
        #expect(breaker.call(.success) && breaker.state == .closed)
    }

    @Test func `missing signs of life open it, and the next one closes it at once`() {
        let breaker = Moved()
        for _ in 0..<4 { breaker.sign(isFailure: true) }
        breaker.sign(isFailure: false)
        for _ in 0..<4 { breaker.sign(isFailure: true) }
        #expect(breaker.state == .closed && breaker.machine.failures == 4)
        breaker.sign(isFailure: true)
        #expect(breaker.state == .open)
        breaker.sign(isFailure: false)
        #expect(breaker.state == .closed)
    }

    @Test func `a sign of life closes only what signs found broken`() {
        let breaker = Moved()
        breaker.open()
        breaker.sign(isFailure: false)
        #expect(breaker.state == .open)
        breaker.sign(isFailure: true)
        breaker.sign(isFailure: false)
        #expect(breaker.state == .closed)
    }

    @Test func `who is at work on a call may miss signs of life`() throws {
        let breaker = Moved()
        let permit = try #require(breaker.begin())
        for _ in 0..<50 { breaker.sign(isFailure: true) }
        #expect(breaker.state == .closed)
        breaker.machine.report(permit, .success, at: breaker.now, chance: 0.5)
        // A look that is under way is no work.
        #expect(breaker.machine.admit(at: breaker.now, isWork: false) != nil)
        for _ in 0..<5 { breaker.sign(isFailure: true) }
        #expect(breaker.state == .open)
    }

    @Test(arguments: [0.0, 0.25, 0.999, -3, 7])
    func `openings double up to a bound, and chance spreads them by half`(chance: Double) {
        let rules = BreakerRules()
        var last = Duration.zero
        for round in 0..<60 {
            let time = rules.openTime(round: round, chance: chance)
            let middle = min(Duration.seconds(5) * (1 << max(0, min(round - 1, 8))), .seconds(300))
            #expect(time >= middle * 0.5 && time <= middle * 1.5 && time >= last)
            last = time
        }
    }

    /// Whatever happens: calls go through freely only while it is closed, one at a time while it is half-open, and none
    /// while it is open; it opens by failures only and never for longer than the bound.
    @Test(arguments: 0..<200)
    func `no order of events breaks its promises`(seed: UInt64) {
        var random = SeededGenerator(seed: seed &* 7919 &+ 1)
        let breaker = Moved(seed.isMultiple(of: 2) ? BreakerRules() : .nearby)
        var out: [BreakerMachine.Permit] = []
        for _ in 0..<600 {
            breaker.chance = Double.random(in: 0..<1, using: &random)
            let before = breaker.state
            switch Int.random(in: 0..<10, using: &random) {
            case 0...3:
                let wait = breaker.machine.wait(at: breaker.now)
                if let permit = breaker.begin() {
                    #expect(before != .open && wait == nil)
                    if before == .halfOpen {
                        #expect(breaker.begin() == nil)
                    } else {
                        #expect(breaker.state == .closed)
                    }
                    out.append(permit)
                } else {
                    #expect(before != .closed && (wait ?? .zero) > .zero)
                    #expect((wait ?? .zero) <= breaker.machine.rules.longestOpen * 1.5)
                }
            case 4...7 where !out.isEmpty:
                let permit = out.remove(at: Int.random(in: 0..<out.count, using: &random))
                let verdict: BreakerMachine.Verdict =
                    [.failure, .failure, .success, .nothing].randomElement(using: &random) ?? .nothing
                breaker.machine.report(permit, verdict, at: breaker.now, chance: breaker.chance)
                if breaker.state != before {
                    #expect(verdict != .nothing && before != .open)
                    #expect((breaker.state == .open) == (verdict == .failure))
                }
            case 8: breaker.sign(isFailure: Bool.random(using: &random))
            default: breaker.pass(.milliseconds(Int.random(in: 0...4000, using: &random)))
            }
            #expect(breaker.machine.underWay == out.count)
        }
        // Whatever was: what is well is used again.
        for permit in out { breaker.machine.report(permit, .nothing, at: breaker.now, chance: 0.5) }
        breaker.pass(.seconds(451))
        for _ in 0..<2 { #expect(breaker.call(.success)) }
        #expect(breaker.state == .closed)
    }
}
