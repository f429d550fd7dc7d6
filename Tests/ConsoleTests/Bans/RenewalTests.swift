import Fail2ban
import Glibc
import Host
import Storage
import TestSupport
import Testing

@testable import Console

/// Bans that are to last longer than the jail's own time, on the real daemon.
@Suite(.serialized) struct RenewalTests {
    private static let short = ["bantime": "9"]

    /// Each look renews, since BanGUI's clock is moved between them: nothing depends on how long a look takes.
    @Test(arguments: Fail2banRelease.all)
    func `over several renewals, and a restart of BanGUI, a ban is in force all the time and is made once`(
        release: Fail2banRelease
    ) async throws {
        let growing = TestJail("two", Self.short.merging(["bantime.increment": "true"]) { $1 })
        let world = try await GuardedWorld.start([TestJail("one", Self.short), growing], release: release)
        try await world.ban(["192.0.2.1"], in: ["one", "two"], for: "1h")
        try await world.ban(["192.0.2.2"], for: "permanent")
        try await world.ban(["192.0.2.3"])
        let ids = ["192.0.2.1", "192.0.2.2"].map { BanID(reading: $0) }
        #expect(try await world.staysInForce(ids) { world.toldRenewals >= 2 })
        let later = try await world.restarted()
        // The daemon has ended what was banned for its own time.
        #expect(try await later.staysInForce(ids) { !world.lines(" Unban ").isEmpty && world.toldRenewals >= 4 })
        #expect(world.lines(" Ban 192.0.2.1").count == 2)
        #expect(world.lines(" Ban 192.0.2.2").count == 1)
        #expect(world.lines(" Unban ").map { $0.suffix(9) } == ["192.0.2.3"])
        #expect(world.fail2ban.actions(of: "two") == ["ban 192.0.2.1"])
        #expect(try await world.entry("192.0.2.1", in: "two")?.count == 1)
        #expect(try world.recidiveMatches() == 4)
        #expect(try await world.entry("192.0.2.2")?.end == .never)
        #expect(try await world.plans().count == 2)
    }

    @Test func `a renewed ban that someone lifts stays lifted, also while BanGUI is down`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        try await world.settle()
        try await world.ban(["192.0.2.1", "192.0.2.2"], for: "1h")
        try await world.looksUntilRenewed(["192.0.2.1", "192.0.2.2"])
        try world.fail2ban.client(["set", "one", "unbanip", "192.0.2.1"])
        #expect(try await world.looks { try await world.plans().keys.sorted() == ["192.0.2.2"] })
        try world.fail2ban.client(["set", "one", "unbanip", "192.0.2.2"])
        let later = try await world.restarted()
        #expect(try await later.looks { try await later.plans().isEmpty })
        #expect(try later.banned() == [])
        #expect(world.lines(" Ban ").count == 2)
    }

    /// fail2ban's database keeps the first end, which has passed then.
    @Test func `a renewed ban that a restart of fail2ban lost is made again`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        try await world.settle()
        try await world.ban(["192.0.2.1"], for: "1h")
        try await world.looksUntilRenewed(["192.0.2.1"])
        try await world.passFirstEnd(of: "192.0.2.1")
        try await world.fail2ban.restart()
        #expect(try await world.looks { try world.banned() == ["192.0.2.1"] })
        #expect(try await world.plans().count == 1)
        #expect(world.lines("] Ban ").count == 2)
    }

    @Test func `a renewal that fail2ban lost while BanGUI was down is not taken for lifted`() async throws {
        let world = try await GuardedWorld.start()
        try await world.settle()
        try await world.ban(["192.0.2.1"], for: "2h")
        try await world.expectOnRecord("192.0.2.1")
        let moment = world.clock.now()
        let renewal = BanRenewal(renewedAt: moment - 60, endsAt: moment + 540)
        try await world.database.write { transaction in
            try transaction.banRenewals.note(renewal, host: "local", jail: "one", ids: ["192.0.2.1"])
        }
        world.fail2ban.kill9()
        #expect(unlink(world.fail2ban.databasePath) == 0)
        try await world.fail2ban.launch()
        let later = try await world.restarted()
        #expect(try await later.looks { try later.banned() == ["192.0.2.1"] })
        #expect(try await later.plans().count == 1)
    }

    @Test func `a renewed ban that a restart of its jail lost is made again`() async throws {
        let world = try await GuardedWorld.start([TestJail("one")])
        try await world.settle()
        try await world.ban(["192.0.2.1"], for: "1h")
        try await world.looksUntilRenewed(["192.0.2.1"])
        try await world.passFirstEnd(of: "192.0.2.1")
        try world.fail2ban.client(["reload", "--restart", "one"])
        #expect(try world.banned() == [])
        #expect(try await world.looks { try world.banned() == ["192.0.2.1"] })
        #expect(try await world.plans().count == 1)
    }

    @Test func `what fail2ban ended while BanGUI was down is banned again`() async throws {
        let world = try await GuardedWorld.start([TestJail("one", ["bantime": "2"])])
        try await world.ban(["192.0.2.1"], for: "1h")
        await world.look()
        #expect(await eventually { world.fail2ban.actions(of: "one").contains("unban 192.0.2.1") })
        // What is banned again then stays so for long enough to be seen.
        try world.fail2ban.client(["set", "one", "bantime", "600"])
        let later = try await world.restarted()
        #expect(try await later.looks { try later.banned() == ["192.0.2.1"] })
        #expect(try await later.plans().count == 1)
    }

    @Test func `in a jail whose list has no times of its own a ban is renewed once, not at every look`() async throws {
        let disturbance = Disturbance()
        let world = try await GuardedWorld.start([TestJail("one", ["action": ""])]) {
            DisturbedHost(ProtectedHost($0, []), disturbance)
        }
        let many = try (0..<2100).map { try BanID(typed: "10.0.\($0 / 256).\($0 % 256)") }
        _ = try await world.host.ban(many, in: one)
        try await world.ban(["192.0.2.1"], for: "2h")
        try await world.expectOnRecord("192.0.2.1")
        let before = disturbance.bans
        await world.look()
        #expect(disturbance.bans == before)
        // Of 600 s more than two thirds have passed.
        world.clock.advance(401)
        for _ in 0..<5 {
            await world.look()
            await world.guarding.mirror.distrust(one)
        }
        #expect(disturbance.bans == before + 1)
        world.clock.advance(401)
        await world.look()
        #expect(disturbance.bans == before + 2)
    }

    @Test func `a ban is renewed a third of the jail's time before its end, at most an hour, at least two seconds`() {
        #expect(PlannedEndKeeper.margin(.seconds(600)) == 200)
        #expect(PlannedEndKeeper.margin(.seconds(10)) == 3)
        #expect(PlannedEndKeeper.margin(.seconds(1)) == 2)
        #expect(PlannedEndKeeper.margin(.seconds(604_800)) == 3600)
        #expect(PlannedEndKeeper.margin(.permanent) == 3600)
    }
}

private let two = JailName(existing: "two")

extension GuardedWorld {
    /// The lines of the daemon's log that hold a text.
    fileprivate func lines(_ text: String) -> [Substring] {
        fail2ban.folder.read("fail2ban.log").split(separator: "\n").filter { $0.contains(text) }
    }

    /// How many renewals of its first id the daemon's log tells of in the second jail: those from three seconds after the
    /// ban on.
    fileprivate var toldRenewals: Int { lines("[two] 192.0.2.1 already banned").count }

    /// Looks until `isDone`, with a clock on which a ban of nine seconds is always about to end; false where one of the ids
    /// was not in force meanwhile, the first in the second jail too.
    fileprivate func staysInForce(_ ids: [BanID], until isDone: () -> Bool) async throws -> Bool {
        var isInForce = true
        let isRenewed = try await looks {
            let inOne = try await host.isBanned(ids, in: one)
            isInForce = try await host.isBanned([ids[0]], in: two) == [true] && inOne == [true, true] && isInForce
            try await Task.sleep(for: .milliseconds(300))
            clock.advance(6)
            return isDone()
        }
        return isInForce && isRenewed
    }

    /// Looks once two thirds of bans of ten minutes have passed, until they were renewed.
    fileprivate func looksUntilRenewed(_ ids: Set<String>) async throws {
        // With the times that the daemon tells.
        for id in ids { try await expectOnRecord(id) }
        clock.advance(401)
        let isRenewed = try await looks {
            try await Set(database.read { try $0.banRenewals.all(host: "local", jail: "one") }.keys) == ids
        }
        #expect(isRenewed, "not all of \(ids) were renewed")
    }

    /// Makes the daemon's record of a ban an hour older than it is.
    fileprivate func passFirstEnd(of id: String) async throws {
        let program = """
            import sqlite3, sys
            connection = sqlite3.connect(sys.argv[1], timeout=60)
            # What it counts, and what it puts back.
            for table in ("bans", "bips"):
                print(connection.execute(f"UPDATE {table} SET timeofban = timeofban - 3600 WHERE ip = ?", [sys.argv[2]]).rowcount)
            connection.commit()
            """
        // The daemon writes its record a little later.
        let isOlder = try await eventually {
            let run = try runProgram(["/usr/bin/python3", "-c", program, fail2ban.databasePath, id])
            return run.output == "1\n1\n"
        }
        #expect(isOlder, "the daemon has no record of \(id)")
    }

    /// How many lines of the daemon's log the stock jail `recidive` counts.
    fileprivate func recidiveMatches() throws -> Int? {
        let filter = fail2ban.tree.path + "/etc/fail2ban/filter.d/recidive.conf"
        let run = try runProgram(
            fail2ban.tree.program("fail2ban-regex") + [fail2ban.logPath, filter],
            environment: fail2ban.clientEnvironment)
        let summary = run.output.split(separator: "\n").first { $0.hasPrefix("Lines:") }
        return summary?.split(separator: ", ").first { $0.hasSuffix(" matched") }.flatMap { Int($0.dropLast(8)) }
    }
}
