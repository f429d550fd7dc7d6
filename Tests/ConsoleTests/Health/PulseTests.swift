import Testing

@testable import Console

@Suite struct PulseTests {
    @Test func `everyone who waits is woken by one beat`() async {
        let pulse = Pulse()
        let seen = pulse.count
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { await pulse.wait(beyond: seen, atMost: .seconds(600)) } }
            try? await Task.sleep(for: .milliseconds(50))
            pulse.beat()
            for await count in group { #expect(count == seen + 1) }
        }
    }

    @Test func `who missed a beat does not wait, and who waits in vain gets the old number`() async {
        let pulse = Pulse()
        let seen = pulse.count
        pulse.beat()
        let start = ContinuousClock.now
        #expect(await pulse.wait(beyond: seen, atMost: .seconds(600)) == seen + 1)
        #expect(await pulse.wait(beyond: seen + 1, atMost: .milliseconds(20)) == seen + 1)
        #expect(start.duration(to: .now) < .seconds(300))
    }

    @Test func `cancellation and the end of the console wake who waits`() async {
        let pulse = Pulse()
        let seen = pulse.count
        let start = ContinuousClock.now
        let cancelled = Task { await pulse.wait(beyond: seen, atMost: .seconds(600)) }
        cancelled.cancel()
        #expect(await cancelled.value == seen)
        let waiting = Task { await pulse.wait(beyond: seen, atMost: .seconds(600)) }
        try? await Task.sleep(for: .milliseconds(20))
        pulse.finish()
        #expect(await waiting.value == seen)
        #expect(pulse.isFinished)
        #expect(await pulse.wait(beyond: seen, atMost: .seconds(600)) == seen)
        #expect(start.duration(to: .now) < .seconds(300))
    }

    @Test func `who waits for several is woken by any of them`() async {
        let pulses = [Pulse(), Pulse(), Pulse()]
        let seen = pulses.map { (pulse: $0, count: $0.count) }
        let start = ContinuousClock.now
        let waiting = Task { await Pulse.wait(forAnyOf: seen, atMost: .seconds(600)) }
        try? await Task.sleep(for: .milliseconds(20))
        pulses[1].beat()
        await waiting.value
        await Pulse.wait(forAnyOf: seen, atMost: .seconds(600))
        #expect(start.duration(to: .now) < .seconds(300))
    }
}
