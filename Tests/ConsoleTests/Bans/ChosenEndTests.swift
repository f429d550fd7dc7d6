import Fail2ban
import Glibc
import Host
import Storage
import TestSupport
import Testing

@testable import Console

/// Ends that a person chose, beside the time that the jail has.
@Suite(.serialized) struct ChosenEndTests {
    @Test func `an end before the jail's own is kept by unbanning then`() async throws {
        let world = try await GuardedWorld.start()
        try await world.settle()
        try await world.ban(["192.0.2.1"], for: "5m")
        try await world.ban(["192.0.2.2"])
        #expect(try await world.entry("192.0.2.1")?.endsBy == .bangui)
        world.clock.advance(240)
        await world.look()
        #expect(try world.banned() == ["192.0.2.1", "192.0.2.2"])
        world.clock.advance(61)
        #expect(try await world.looks { try world.banned() == ["192.0.2.2"] })
        #expect(try await world.plans().isEmpty)
        #expect(try await world.mirrored() == ["192.0.2.2"])
    }

    @Test func `a ban lifted through fail2ban-client stays lifted, at once or later`() async throws {
        let world = try await GuardedWorld.start()
        try await world.settle()
        try await world.ban(["192.0.2.1", "192.0.2.2"], for: "2h")
        // At once: its end was never read.
        try world.fail2ban.client(["set", "one", "unbanip", "192.0.2.1"])
        #expect(try await world.looks { try await world.plans().keys.sorted() == ["192.0.2.2"] })
        try world.fail2ban.client(["unban", "192.0.2.2"])
        #expect(try await world.looks { try await world.plans().isEmpty })
        #expect(try world.banned() == [])
        #expect(try await world.mirrored() == [])
    }

    @Test func `a jail time lowered at run time does not end what was to last longer`() async throws {
        let world = try await GuardedWorld.start()
        try await world.settle()
        try await world.ban(["192.0.2.1"], for: "2h")
        try await world.expectOnRecord("192.0.2.1")
        try world.fail2ban.client(["set", "one", "bantime", "1"])
        // fail2ban looks for ended bans when the next known end comes.
        try world.fail2ban.client(["set", "one", "banip", "192.0.2.9"])
        #expect(await eventually { world.fail2ban.actions(of: "one").contains("unban 192.0.2.1") })
        let again = await world.looks {
            world.fail2ban.actions(of: "one").filter { $0 == "ban 192.0.2.1" }.count >= 2
        }
        #expect(again)
        #expect(try await world.plans().count == 1)
    }

    @Test func `chosen ends outlive a restart of BanGUI, and what happened meanwhile is made up for`() async throws {
        let world = try await GuardedWorld.start()
        try await world.ban(["192.0.2.1", "192.0.2.2", "192.0.2.3"], for: "5m")
        try await world.ban(["192.0.2.3"], for: "2h")
        await world.look()
        try world.fail2ban.client(["set", "one", "unbanip", "192.0.2.2", "192.0.2.3"])
        world.clock.advance(301)
        let later = try await world.restarted()
        #expect(try await later.looks { try await later.plans().isEmpty })
        #expect(try later.banned() == [])
        #expect(world.fail2ban.actions(of: "one").filter { $0 == "ban 192.0.2.3" }.count == 1)
    }

    @Test func `a restart of fail2ban makes no needless bans and keeps the ends`() async throws {
        let world = try await GuardedWorld.start()
        try await world.settle()
        let many = (1...200).map { "192.0.2.\($0)" }
        try await world.ban(many, for: "2h", keep: true)
        try await world.expectOnRecord("192.0.2.200")
        try await world.fail2ban.restart()
        // Looked at while the bans come back one by one.
        for _ in 0..<40 {
            await world.look()
            try await Task.sleep(for: .milliseconds(20))
        }
        try await world.settle(isRestoring: true)
        try await world.settle(isRestoring: true)
        #expect(try world.banned() == Set(many))
        // The action of the last may still be under way.
        #expect(await eventually { world.fail2ban.actions(of: "one").count { $0.hasPrefix("ban ") } == 400 })
        for address in many {
            #expect(world.fail2ban.actions(of: "one").filter { $0 == "ban \(address)" }.count == 2)
        }
        #expect(try await world.plans().count == 200)
    }

    @Test func `a ban that a killed daemon lost is made again, because its end was promised`() async throws {
        let world = try await GuardedWorld.start()
        try await world.settle()
        try await world.ban(["192.0.2.1"], for: "2h")
        await world.look()
        world.fail2ban.kill9()
        #expect(unlink(world.fail2ban.databasePath) == 0)
        try await world.fail2ban.launch()
        #expect(try await world.looks { try world.banned() == ["192.0.2.1"] })
        #expect(try await world.plans().count == 1)
    }

    @Test func `the end of a stopped jail's ban waits until the jail runs`() async throws {
        let world = try await GuardedWorld.start()
        try await world.settle()
        try await world.ban(["192.0.2.1"], for: "5m")
        try await world.expectOnRecord("192.0.2.1")
        _ = try await world.jails.stop(one, by: .ada)
        world.clock.advance(301)
        await world.look()
        #expect(try await world.plans().count == 1)
        #expect(try await world.mirrored() == [])
        _ = try await world.jails.start(one, by: .ada)
        #expect(try await world.looks { try await world.plans().isEmpty })
        #expect(try world.banned() == [])
    }

    @Test func `stopping and starting a jail bans nothing again by itself`() async throws {
        let world = try await GuardedWorld.start()
        try await world.settle()
        try await world.ban(["192.0.2.1"], for: "2h")
        try await world.expectOnRecord("192.0.2.1")
        try world.fail2ban.client(["stop", "one"])
        await world.look()
        try world.fail2ban.client(["reload", "--if-exists", "one"])
        try await world.settle(isRestoring: true)
        try await world.settle(isRestoring: true)
        #expect(await eventually { world.fail2ban.actions(of: "one").filter { $0 == "ban 192.0.2.1" }.count == 2 })
        #expect(try await world.plans().count == 1)
    }

    @Test func `a later choice replaces an earlier one, also for what was banned already`() async throws {
        let world = try await GuardedWorld.start()
        try await world.settle()
        try await world.ban(["192.0.2.1"], for: "5m")
        let second = try await world.ban(["192.0.2.1"], for: "1h")
        #expect(second.result == .already)
        world.clock.advance(301)
        await world.look()
        #expect(try world.banned() == ["192.0.2.1"])
        // Taken back, the first choice counts again, and its time has come.
        let undone = try await world.bans.undo(second.id, by: .ada)
        #expect(undone.result == .done)
        #expect(try await world.looks { try world.banned() == [] })
    }
}
