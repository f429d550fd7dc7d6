import Host
import Logging
import Synchronization
import Testing

@testable import Console

/// Clocks that stand still but for what a test lets pass.
final class StillClock: Sendable {
    private let start = ContinuousClock.now
    private let passed = Mutex(Duration.zero)

    var uptime: @Sendable () -> ContinuousClock.Instant { { self.start + self.passed.withLock { $0 } } }
    var now: @Sendable () -> Int64 { { 1_800_000_000 + self.passed.withLock { $0.components.seconds } } }
    func rest(_ time: Duration) { passed.withLock { $0 += time } }
    func advance(_ seconds: Int64) { rest(.seconds(seconds)) }
}

/// Breakers under clocks that a test moves.
final class BreakerWorld: Sendable {
    let clock = StillClock()
    let told = Mutex<[BreakerChange]>([])

    var surroundings: BreakerSurroundings {
        BreakerSurroundings(
            uptime: clock.uptime, now: clock.now, chance: { 0.5 },
            tell: { change in
                self.told.withLock { $0.append(change) }
            })
    }

    var changes: [BreakerChange] { told.withLock { $0 } }
}

private struct Boom: Error {}

@Suite struct BreakerTests {
    private func fail(_ breaker: Breaker, _ cause: BreakerCause = .other("it broke")) throws {
        for _ in 0..<5 { breaker.report(try breaker.admit(), .failure(cause)) }
    }

    @Test func `it tells why and for how long it refuses, and each turn once`() throws {
        let world = BreakerWorld()
        let breaker = Breaker("list.example", world.surroundings)
        #expect(breaker.refusal == nil && breaker.report.cause == nil && breaker.report.brokenSince == nil)
        try fail(breaker)
        #expect(throws: BreakerRefusal(name: "list.example", cause: .other("it broke"), wait: .seconds(5))) {
            try breaker.admit()
        }
        let broken = breaker.report
        #expect(broken.state == .open && broken.failures == 5 && broken.opened == 1 && broken.rejected == 1)
        #expect(broken.nextTryAt == broken.since + 5 && broken.brokenSince == broken.since)
        world.clock.advance(6)
        #expect(breaker.refusal == nil && breaker.report.state == .halfOpen)
        breaker.report(try breaker.admit(), .success)
        breaker.report(try breaker.admit(), .success)
        let whole = breaker.report
        #expect(whole.state == .closed && whole.cause == nil && whole.brokenSince == nil && whole.nextTryAt == nil)
        #expect(world.changes.map(\.report.state) == [.open, .halfOpen, .closed])
        #expect(world.changes.map(\.before) == [.closed, .open, .halfOpen])
        #expect(world.changes[1].report.brokenSince == broken.since)
    }

    @Test func `a slow success is a failure, unless it may take long`() throws {
        let world = BreakerWorld()
        let breaker = Breaker("slow", world.surroundings)
        for mayTakeLong in [true, false] {
            for _ in 0..<5 {
                let permit = try breaker.admit()
                world.clock.rest(.milliseconds(2001))
                breaker.report(permit, .success, mayTakeLong: mayTakeLong)
            }
            #expect(breaker.report.state == (mayTakeLong ? .closed : .open))
        }
        #expect(breaker.report.cause == .slow)
    }

    @Test func `of many at once only one tries while it is half-open`() async throws {
        let world = BreakerWorld()
        let breaker = Breaker("busy", world.surroundings)
        try fail(breaker)
        world.clock.rest(.seconds(6))
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 { group.addTask { (try? breaker.admit()) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 1 && breaker.report.rejected == 99)
        #expect(breaker.refusal == BreakerRefusal(name: "busy", cause: .other("it broke"), wait: .seconds(1)))
    }

    @Test func `a call gives its result or its error, and what it told counts`() async throws {
        let world = BreakerWorld()
        let breaker = Breaker("call", world.surroundings)
        #expect(try await breaker.run({ 7 }, judge: { _ in .nothing }) == 7)
        for _ in 0..<5 {
            await #expect(throws: Boom.self) {
                try await breaker.run({ throw Boom() }, judge: { _ in .failure(.other("boom")) })
            }
        }
        await #expect(throws: BreakerRefusal.self) {
            try await breaker.run({ Issue.record("it was called") }, judge: { _ in .nothing })
        }
    }

    @Test func `signs of life open and close it`() {
        let breaker = Breaker("daemon", BreakerWorld().surroundings)
        for _ in 0..<5 { breaker.note(sign: .host(.timedOut)) }
        #expect(breaker.refusal?.cause == .host(.timedOut))
        breaker.note(sign: nil)
        #expect(breaker.refusal == nil && breaker.report.cause == nil)
    }

    @Test func `a name has one breaker while it is used, and there are never too many`() throws {
        let world = BreakerWorld()
        let breakers = Breakers(world.surroundings)
        let first = breakers.breaker("first")
        #expect(breakers.breaker("first") === first && breakers.breaker("second") !== first)
        try fail(first)
        world.clock.advance(1000)
        // Who is closed and unused for long goes; who is broken stays.
        _ = breakers.breaker("third")
        #expect(breakers.all.map(\.name) == ["fail2ban", "database", "database_writes", "first", "third"])
        for number in 0..<300 { try? fail(breakers.breaker("host \(number)")) }
        #expect(breakers.all.count == 3 + Breakers.mostOthers + 1)
        let shared = breakers.breaker("one too many")
        #expect(shared.name == Breakers.shared && breakers.breaker("another") === shared)
        #expect(breakers.breaker("first") === first)
        #expect(breakers.reports.count == breakers.all.count)
    }

    @Test func `room is made by the one that was not used for longest`() {
        let world = BreakerWorld()
        let breakers = Breakers(world.surroundings)
        for number in 0..<Breakers.mostOthers {
            _ = breakers.breaker("host \(number)")
            world.clock.rest(.milliseconds(1))
        }
        let kept = breakers.breaker("host 1")
        _ = breakers.breaker("new")
        #expect(breakers.all.count == 3 + Breakers.mostOthers && breakers.breaker("host 1") === kept)
        #expect(!breakers.all.contains { $0.name == "host 0" })
    }

    @Test func `each turn is a line of the log, and opening and closing move the pages`() throws {
        let log = Lines()
        let (pulse, clock) = (Pulse(), StillClock())
        let breakers = Breakers(
            pulse: pulse, logger: Logger(label: "test") { _ in log }, now: clock.now)
        let before = pulse.count
        for _ in 0..<6 { breakers.fail2ban.note(sign: .host(.timedOut)) }
        #expect(pulse.count == before + 1)
        breakers.fail2ban.note(sign: nil)
        #expect(pulse.count == before + 2)
        #expect(log.lines.withLock { $0 } == ["warning fail2ban open", "notice fail2ban closed"])
    }
}

/// A log that notes the breaker and its state.
private final class Lines: LogHandler {
    let lines = Mutex<[String]>([])
    var logLevel: Logger.Level {
        get { .info }
        set {}
    }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        let metadata = event.metadata ?? [:]
        lines.withLock { $0.append("\(event.level) \(metadata["breaker"] ?? "") \(metadata["state"] ?? "")") }
    }
}
