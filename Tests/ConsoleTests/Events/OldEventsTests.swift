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
struct OldEventsTests {
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

    private static func runner(
        _ pad: Pad, days: Int, hour: Int, lease: any Lease = HeldLease(),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { _ in }
    ) -> TaskRunner {
        let now: @Sendable () -> Int64 = { today * day + day / 2 }
        return TaskRunner(
            [.oldEvents(pad.database, retention: EventRetention(days: days), now: now, sleep: sleep)],
            database: pad.database, server: "one", lease: lease, pulse: Pulse(), now: now, hourOfDay: { _ in hour },
            logger: .dropping)
    }

    /// Looks once, and gives what the run did.
    private static func round(_ runner: TaskRunner) async -> String? {
        await runner.round()
        return runner.board[.oldEvents]?.lastWhat
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
        #expect(await Self.round(Self.runner(pad, days: 30, hour: 4)) == nil)
        #expect(try await Self.left(pad) == [31, 30, 29, 0])
        #expect(await Self.round(Self.runner(pad, days: 30, hour: 3)) == "Removed 1 events.")
        #expect(try await Self.left(pad) == [30, 29, 0])
        let third = Self.runner(pad, days: 30, hour: 3)
        #expect(await Self.round(third) == nil)
        #expect(third.board[.oldEvents]?.lastAt != nil, "it was looked at")
    }

    @Test func `where nights were missed it does not wait for one`() async throws {
        let pad = try await Self.pad(daysAgo: [40, 31, 0])
        #expect(await Self.round(Self.runner(pad, days: 30, hour: 15)) == "Removed 2 events.")
        #expect(try await Self.left(pad) == [0])
    }

    @Test func `nothing goes that is kept for good, and nothing by a server without the lease`() async throws {
        let pad = try await Self.pad(daysAgo: [9000, 0])
        #expect(await Self.round(Self.runner(pad, days: 0, hour: 3)) == nil)
        #expect(await Self.round(Self.runner(pad, days: 30, hour: 3, lease: LostLease())) == nil)
        #expect(try await Self.left(pad) == [9000, 0])
    }

    @Test func `who asks for it need not wait for the night`() async throws {
        let pad = try await Self.pad(daysAgo: [31, 0])
        let runner = Self.runner(pad, days: 30, hour: 15)
        #expect(await Self.round(runner) == nil)
        _ = try await TaskDesk(runner).ask(for: .oldEvents, by: .ada)
        #expect(await Self.round(runner) == "Removed 1 events.")
        #expect(try await Self.left(pad) == [0])
    }

    @Test func `it ends between two batches when it is cancelled, and goes on at the next start`() async throws {
        let pad = try await Self.pad(daysAgo: Array(repeating: 100, count: 400))
        let (pauses, pause) = AsyncStream.makeStream(of: Void.self)
        let runner = Self.runner(pad, days: 30, hour: 3) { _ in
            pause.yield()
            try await Task.sleep(for: .seconds(600))
        }
        let task = Task { await runner.run() }
        var paused = pauses.makeAsyncIterator()
        await paused.next()
        #expect(runner.board[.oldEvents]?.running?.progress == "Removed 200 events so far.")
        task.cancel()
        await task.value
        #expect(try await Self.left(pad).count == 200)
        let last = try await pad.database.read { try $0.taskRuns.last(of: "old-events", [.interrupted]) }
        #expect(last?.what == "Removed 200 events." && last?.error == "The server stopped.")
        #expect(await Self.round(Self.runner(pad, days: 30, hour: 15)) == "Removed 200 events.")
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
