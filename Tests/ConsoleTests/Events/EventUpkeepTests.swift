import Fail2ban
import Foundation
import Host
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Console

/// Events are kept for as long as the setting says.
struct EventUpkeepTests {
    private static let day: Int64 = 86_400
    /// The moment of the tests, in days since the epoch.
    private static let today: Int64 = 20_000

    /// An event at noon of each of some days ago.
    private static func pad(daysAgo: [Int64]) async throws -> Pad {
        let pad = try Pad()
        let events = daysAgo.map {
            EventRecord(
                host: "local", at: (today - $0) * day + day / 2, kind: .found, source: .socket, jail: "a",
                banID: "192.0.2.1")
        }
        _ = try await pad.database.write(.telemetry) { try $0.events.append(events) }
        return pad
    }

    private static func upkeep(
        _ pad: Pad, days: Int, hour: Int, lease: any Lease = HeldLease(),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { _ in }
    ) -> EventUpkeep {
        EventUpkeep(
            pad.database, lease: lease, retention: EventRetention(days: days), now: { today * day + day / 2 },
            hourOfDay: { _ in hour }, sleep: sleep, logger: .dropping)
    }

    /// How many days ago the events were that are left.
    private static func left(_ pad: Pad) async throws -> [Int64] {
        try await pad.events().map { today - $0.at / day }
    }

    private struct LostLease: Lease {
        var isHeld: Bool { false }
    }

    @Test(.shows("ASVS-14.2.4")) func `at night what is too old goes, and what is not stays`() async throws {
        let pad = try await Self.pad(daysAgo: [31, 30, 29, 0])
        #expect(try await Self.upkeep(pad, days: 30, hour: 4).round() == nil)
        #expect(try await Self.left(pad) == [31, 30, 29, 0])
        let outcome = try await Self.upkeep(pad, days: 30, hour: 3).round()
        #expect(outcome?.removed == 1 && outcome?.isDone == true)
        #expect(try await Self.left(pad) == [30, 29, 0])
        #expect(try await Self.upkeep(pad, days: 30, hour: 3).round() == nil)
    }

    @Test func `where nights were missed it does not wait for one`() async throws {
        let pad = try await Self.pad(daysAgo: [40, 31, 0])
        #expect(try await Self.upkeep(pad, days: 30, hour: 15).round()?.removed == 2)
        #expect(try await Self.left(pad) == [0])
    }

    @Test func `nothing goes that is kept for good, and nothing by a server without the lease`() async throws {
        let pad = try await Self.pad(daysAgo: [9000, 0])
        #expect(try await Self.upkeep(pad, days: 0, hour: 3).round() == nil)
        #expect(try await Self.upkeep(pad, days: 30, hour: 3, lease: LostLease()).round() == nil)
        #expect(try await Self.left(pad) == [9000, 0])
    }

    @Test func `it ends between two batches when it is cancelled`() async throws {
        let pad = try await Self.pad(daysAgo: Array(repeating: 100, count: 400))
        let (pauses, pause) = AsyncStream.makeStream(of: Void.self)
        let upkeep = Self.upkeep(pad, days: 30, hour: 3) { _ in
            pause.yield()
            try await Task.sleep(for: .seconds(600))
        }
        let task = Task { await upkeep.run() }
        var paused = pauses.makeAsyncIterator()
        await paused.next()
        task.cancel()
        await task.value
        #expect(try await Self.left(pad).count == 200)
    }

    @Test func `a look that fails is not the last`() async throws {
        let pad = try await Self.pad(daysAgo: [100])
        await pad.database.close()
        let looks = Mutex(0)
        let upkeep = Self.upkeep(pad, days: 30, hour: 3) { _ in
            let count = looks.withLock {
                $0 += 1
                return $0
            }
            if count == 3 { throw CancellationError() }
        }
        await upkeep.run()
        #expect(looks.withLock { $0 } == 3)
    }

    @Test func `the hour is that of the machine's clock`() {
        let moment: Int64 = 1_700_000_000
        let parts = Calendar.current.dateComponents([.hour], from: Date(timeIntervalSince1970: Double(moment)))
        #expect(localHour(moment) == parts.hour)
        #expect(localHour(moment + 3600) == (localHour(moment) + 1) % 24)
        // A year that no calendar of the system holds.
        #expect(localHour(.max) == 0)
    }

    @Test func `lines that are too old make no event, and tell of the daemon all the same`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(1, nil, .daemonStarting(version: "1.1.0"))
        script.say(2, "a", .found(.eve, failedAt: nil))
        script.say(3, "a", .ban(.eve))
        script.say(4, "a", .alreadyBanned(.eve))
        script.say(5, nil, .daemonStarting(version: "1.1.0"))
        var context = LineIntake.Context(
            host: .local, standing: nil, recentFrom: 0, jailTimes: [:], now: 1_000_100)
        context.keptFrom = 1_000_004_000
        let (lines, asked) = (script.lines, context)
        _ = try await pad.database.write(.telemetry) { transaction in
            let traces = try transaction.traces(of: lines, host: "local")
            var intake = LineIntake(asked, phase: .unknown, traces: traces, in: transaction)
            return try intake.take(lines, StopLookahead(lines))
        }
        #expect(try await pad.told() == ["daemon:vanished"])
    }

    @Test func `what is too old does not come back, neither from the log nor from the daemon's records`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")], retention: EventRetention(days: 30))
        world.fail2ban.attack(from: "192.0.2.1", on: "one")
        #expect(try await eventually { try world.banned() == ["192.0.2.1"] })
        let isRecorded = { try await !world.host.recordedBans(since: 0, limit: 10).isEmpty }
        #expect(try await eventually { try await isRecorded() }, "the daemon wrote no record")
        world.clock.advance(31 * Self.day)
        try await world.drain()
        #expect(try await world.database.read { try !$0.capture.positions(host: "local").isEmpty })
        #expect(try await world.database.read { try $0.events.latestID() } == 0)
    }
}
