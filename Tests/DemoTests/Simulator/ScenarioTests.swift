import Testing

@testable import Demo

struct ScenarioTests {
    let start: Int64 = 1_700_000_000_000

    @Test func `the same seed gives the same day, another seed another one`() {
        #expect(day(seed: 1, minutes: 10) == day(seed: 1, minutes: 10))
        #expect(day(seed: 1, minutes: 10) != day(seed: 2, minutes: 10))
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `nobody's address is shown as an attacker`(seed: UInt64) {
        let ours = ["192.0.2.", "198.51.100.", "203.0.113.", "198.18.", "198.19.", "2001:db8:"]
        for attempt in day(seed: seed, minutes: 60) {
            #expect(ours.contains { attempt.address.hasPrefix($0) }, "\(attempt.address)")
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `the first ban is due within ten seconds and every service has one within twenty-five`(seed: UInt64) {
        let bans = bansDue(in: day(seed: seed, minutes: 1))
        #expect((bans.first?.at ?? .max) <= start + 8_000)
        for service in DemoService.allCases {
            let first = bans.first { $0.service == service }
            #expect((first?.at ?? .max) <= start + 25_000, "\(service)")
        }
    }

    @Test func `a few bans a minute follow, and the pace multiplies them`() {
        let slow = Double(bansDue(in: day(seed: 3, minutes: 240)).count) / 240
        let fast = Double(bansDue(in: day(seed: 3, minutes: 240, pace: 5)).count) / 240
        #expect((2...9).contains(slow), "\(slow)")
        #expect((3...7).contains(fast / slow), "\(fast / slow)")
    }

    @Test func `some are never banned, and the patient ones are among them`() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<50 {
            let plan = Personality.patient.plan(from: start, using: &random)
            #expect(plan.count > DemoJail.watching(.ssh).maxRetry)
            #expect(bansDue(in: plan).isEmpty)
            #expect(bansDue(in: Personality.knocker.plan(from: start, using: &random)).isEmpty)
        }
    }

    @Test func `a repeater is banned again after its ban has ended`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20 {
            let plan = Personality.repeater.plan(from: start, using: &random)
            #expect(bansDue(in: plan).count >= 4)
        }
    }

    @Test func `after the machine slept the plans move on and no flood follows`() {
        var scenario = Scenario(seed: 6, start: start, pace: 1)
        _ = scenario.advance(to: start + 20_000)
        #expect(scenario.advance(to: start + 86_400_000).count < 20)
    }

    private func day(seed: UInt64, minutes: Int64, pace: Double = 1) -> [Attempt] {
        var scenario = Scenario(seed: seed, start: start, pace: pace)
        return (1...minutes * 240).flatMap { scenario.advance(to: start + $0 * 250) }
    }

    /// A plain reading of the jails' rules: `maxRetry` failures within `findTime` and no ban running.
    private func bansDue(in attempts: [Attempt]) -> [Attempt] {
        var failures: [String: [Int64]] = [:]
        var ends: [String: Int64] = [:]
        var bans: [Attempt] = []
        for attempt in attempts.sorted(by: { $0.at < $1.at }) where attempt.kind == .failure {
            let jail = DemoJail.watching(attempt.service)
            let key = "\(jail.name) \(attempt.address)"
            guard attempt.at >= ends[key, default: 0] else { continue }
            let recent = failures[key, default: []].filter { attempt.at - $0 < Int64(jail.findTime) * 1000 }
            failures[key] = recent + [attempt.at]
            guard recent.count + 1 >= jail.maxRetry else { continue }
            failures[key] = []
            ends[key] = attempt.at + Int64(jail.banTime) * 1000
            bans.append(attempt)
        }
        return bans
    }
}
