import Fail2ban
import Foundation
import Host
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Console

/// How capture runs beside another program with the same database, over a real daemon.
struct IntakeTests {
    @Test func `what happens comes by itself while capture runs, and it ends with its task`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        let running = Task { await world.guarding.intake.run() }
        world.fail2ban.attack(from: "192.0.2.1", on: "one", times: 2)
        #expect(try await eventually { try await world.told("found").count == 2 })
        // Once more, now that it waits for lines.
        world.fail2ban.attack(from: "192.0.2.1", on: "one", times: 1)
        #expect(try await eventually { try await world.told("ban").first?.recordedAt != nil })
        running.cancel()
        await running.value
        try await world.expectLineForLine()
    }

    @Test func `without the lease it takes nothing in and knows what cannot be seen, and with it all`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        let lease = SwitchedLease()
        let guarding = Guarding(
            host: world.host, database: world.database, lease: lease, policy: GuardPolicy(), pulse: Pulse(),
            now: world.clock.now, newID: { "only" }, logger: .dropping)
        _ = try world.fail2ban.client(["set", "loglevel", "ERROR"])
        _ = try world.fail2ban.client(["set", "loglevel", "NOTICE"])
        let running = Task { await guarding.intake.run() }
        #expect(await eventually { guarding.board.status.blindSpots == [.logLevel("NOTICE")] })
        #expect(try await world.told("daemon").isEmpty)
        lease.isHeld = true
        #expect(try await eventually { try await world.told("daemon").count == 1 })
        running.cancel()
        await running.value
    }

    @Test func `whoever finds the positions moved by another gives way, and nothing is known twice`() async throws {
        let world = try await GuardedWorld.start([TestJail("one", ["maxretry": "100"])])
        let other = try await world.restarted()
        try await world.drain()
        try await other.drain()
        for round in 1...5 {
            world.fail2ban.attack(from: "192.0.2.1", on: "one", times: 3)
            try await world.expectLines("[one] Found 192.0.2.1", round * 3)
            // Each has read up to where it was the last to do so.
            for one in round % 2 == 0 ? [world, other] : [other, world] { try await one.drain() }
        }
        try await world.expectLineForLine()
        try await other.expectLineForLine()
        #expect(try await world.told("found").count == 15)
    }

    @Test func `while it is not known where the log is the reason is told, and then it goes on by itself`() async throws
    {
        let world = try await GuardedWorld.start([TestJail("one")])
        world.fail2ban.stop()
        try FileManager.default.removeItem(atPath: world.fail2ban.configurationDirectory)
        // One that has never met the daemon.
        let guarding = Guarding(
            host: ProtectedHost(LocalHost(world.fail2ban), []), database: world.database, policy: GuardPolicy(),
            pulse: Pulse(), now: world.clock.now, newID: { "only" }, logger: .dropping)
        let running = Task { await guarding.intake.run() }
        #expect(await eventually { guarding.history.progress.trouble != nil })
        try world.fail2ban.configure([TestJail("one")])
        try await world.fail2ban.launch()
        #expect(await eventually { guarding.history.progress.trouble == nil })
        running.cancel()
        await running.value
        try await world.expectLineForLine()
    }

    @Test(.shows("ABUSE-10")) func `a database that fails for a while delays events and loses none`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        let database = FaultyDatabase(world.database)
        let guarding = Guarding(
            host: world.host, database: database, policy: GuardPolicy(), pulse: Pulse(), now: world.clock.now,
            newID: { "only" }, logger: .dropping)
        database.fail(with: StorageError.failed("disk I/O error"))
        let running = Task { await guarding.intake.run() }
        #expect(await eventually { guarding.history.progress.trouble == "The database could not store events." })
        world.fail2ban.attack(from: "192.0.2.1", on: "one")
        try await world.expectLines("[one] Ban 192.0.2.1")
        database.fail(with: nil)
        #expect(try await eventually { try await world.told("ban").count == 1 })
        #expect(guarding.history.progress.trouble == nil)
        running.cancel()
        await running.value
        try await world.expectLineForLine()
    }

    @Test func `before the first look nothing is behind, and what was once to be read counts as a whole`() {
        let board = IntakeBoard()
        #expect(board.progress.remaining == nil && !board.progress.isCatchingUp)
        board.note(remaining: 9 << 20, vanished: 1)
        #expect(board.progress.isCatchingUp)
        board.note(trouble: "no")
        #expect(board.progress.trouble == "no")
        board.note(remaining: 4 << 20, vanished: 0)
        #expect(
            board.progress
                == IntakeProgress(remaining: 4 << 20, total: 9 << 20, vanished: 0, trouble: nil))
        #expect(!board.progress.isCatchingUp)
    }

    @Test func `a fresh record waits for its line, and is told without it when none has come`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        try await world.drain()
        try world.record(
            "('one', '10.1.0.1', start + 3000, 600, 1, '{}'), ('one', '10.1.0.2', start + 3000, -1, 1, '{}')")
        world.clock.advance(1)
        world.fail2ban.attack(from: "192.0.2.1", on: "one")
        try await world.expectLines("[one] Ban 192.0.2.1")
        try await world.drain()
        #expect(try await world.recorded().isEmpty)
        world.clock.advance(RecordPairing.patience + RecordIntake.interval)
        try await world.drain()
        #expect(try await world.recorded().sorted() == ["10.1.0.1", "10.1.0.2"])
    }

    @Test func `more records of one second than one reading takes do not hide what comes after`() async throws {
        let world = try await GuardedWorld.start([TestJail("one", ["action": ""])])
        let count = RecordIntake.limit + 50
        try world.record(
            """
            *[("one", f"10.0.{n // 250}.{n % 250}", start, 600, 1, "{}") for n in range(\(count))],
            *[("one", f"10.1.0.{n}", start + 5 + n, 600, 1, "{}") for n in range(10)]
            """)
        for _ in 0..<2 {
            try await world.drain()
            world.clock.advance(RecordIntake.interval)
        }
        let ids = try await world.recorded()
        #expect(Set(ids).count == ids.count && ids.count >= RecordIntake.limit + 10)
        #expect((0..<10).allSatisfy { ids.contains("10.1.0.\($0)") })
    }
}

extension GuardedWorld {
    /// Writes rows into the daemon's own table of bans, as Python has them; `start` was 50 minutes ago.
    fileprivate func record(_ rows: String) throws {
        let program = """
            import sqlite3, sys, time
            connection = sqlite3.connect(sys.argv[1], timeout=60)
            start = int(time.time()) - 3000
            connection.executemany("INSERT INTO bans VALUES (?, ?, ?, ?, ?, ?)", [\(rows)])
            connection.commit()
            """
        let run = try runProgram(["/usr/bin/python3", "-c", program, fail2ban.databasePath])
        #expect(run.status == 0, "\(run.errors)")
    }

    /// The ids of the bans that only the daemon's records tell of.
    fileprivate func recorded() async throws -> [String] {
        try await database.read { transaction in
            try transaction.events.after(id: 0, limit: 10_000, filter: EventFilter(kinds: [.ban])).events
                .filter { $0.source == .database }.compactMap(\.banID)
        }
    }
}

/// A lease that a test gives and takes.
private final class SwitchedLease: Lease {
    private let held = Mutex(false)
    var isHeld: Bool {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}
