import Fail2ban
import Host
import Storage
import TestSupport
import Testing

@testable import Console

@Suite(.serialized) struct ConfirmationTests {
    private let list = (1...11).map { "192.0.2.\($0)" }

    @Test func `a range and a long list wait for a confirmation, single addresses and what is kept do not`()
        async throws
    {
        let world = try await GuardedWorld.start()
        #expect(try await world.ban(Array(list.prefix(10))).confirmBy == nil)
        #expect(try await world.ban(list.map { "2001:db8::\($0.suffix(1))\($0.count)" }).confirmBy != nil)
        #expect(try await world.ban(["198.51.100.0/24"]).confirmBy != nil)
        #expect(try await world.ban(["198.51.101.0/24"], keep: true).confirmBy == nil)
        #expect(try await world.ban(["198.51.100.0/32"]).confirmBy == nil)
        #expect(try await world.bans.trials().waiting.count == 2)
    }

    @Test(.shows("ASVS-2.3.1")) func `unconfirmed it is undone after a minute, and a confirmation then is too late`()
        async throws
    {
        let world = try await GuardedWorld.start()
        let record = try await world.ban(["198.51.100.0/24"], in: ["one", "two"])
        world.clock.advance(30)
        try await world.bans.revertUnconfirmed()
        #expect(try world.banned() == ["198.51.100.0/24"])
        world.clock.advance(31)
        await #expect(throws: OperationError.tooLate) { try await world.bans.confirm(record.id) }
        try await world.bans.revertUnconfirmed()
        #expect(try world.banned() == [])
        #expect(try world.banned("two") == [])
        #expect(try await world.bans.operation(record.id).isUndone)
        await #expect(throws: OperationError.tooLate) { try await world.bans.confirm(record.id) }
        await #expect(throws: OperationError.tooLate) { try await world.bans.undo(record.id, by: .ada) }
        try await world.bans.revertUnconfirmed()
        #expect(try await world.database.read { try $0.operations.latest(limit: 10) }.count == 2)
    }

    @Test func `confirmed it stays`() async throws {
        let world = try await GuardedWorld.start()
        let record = try await world.ban(["198.51.100.0/24"])
        #expect(try await world.bans.confirm(record.id).confirmBy == nil)
        world.clock.advance(61)
        try await world.bans.revertUnconfirmed()
        #expect(try world.banned() == ["198.51.100.0/24"])
        await #expect(throws: OperationError.tooLate) { try await world.bans.confirm(record.id) }
    }

    @Test func `after a crash it is undone at the next start`() async throws {
        let world = try await GuardedWorld.start()
        try await world.ban(["198.51.100.0/24"])
        world.clock.advance(3600)
        let later = try await world.restarted()
        let reverter = Task { await UnconfirmedReverter(bans: later.bans).run() }
        #expect(try await eventually { try later.banned() == [] })
        reverter.cancel()
        await reverter.value
    }

    @Test func `in a jail that was stopped it is undone as soon as the jail runs`() async throws {
        let world = try await GuardedWorld.start()
        try await world.settle()
        try await world.ban(["198.51.100.0/24"])
        try await world.expectOnRecord("198.51.100.0/24")
        _ = try await world.jails.stop(one, by: .ada)
        world.clock.advance(61)
        try await world.bans.revertUnconfirmed()
        _ = try await world.jails.start(one, by: .ada)
        #expect(try await world.looks { try await world.plans().isEmpty })
        #expect(try world.banned() == [])
    }

    @Test func `while fail2ban is away it waits, and others are not held up`() async throws {
        let world = try await GuardedWorld.start()
        let record = try await world.ban(["198.51.100.0/24"])
        try await world.expectOnRecord("198.51.100.0/24")
        world.fail2ban.kill9()
        world.clock.advance(61)
        try await world.bans.revertUnconfirmed()
        #expect(try await !world.bans.operation(record.id).isUndone)
        try await world.fail2ban.launch()
        _ = await eventually { (try? world.banned()) == ["198.51.100.0/24"] }
        try await world.bans.revertUnconfirmed()
        #expect(try world.banned() == [])
        #expect(try await world.bans.operation(record.id).isUndone)
    }

    @Test func `an address that is no longer ignored waits likewise`() async throws {
        let world = try await GuardedWorld.start([TestJail("one", ["ignoreip": "192.0.2.0/24 localhost"])])
        let record = try await world.jails.change(.unignore("192.0.2.0/24"), of: one, by: .ada)
        #expect(record.confirmBy != nil)
        #expect(try await world.host.settings(of: one).ignored == ["localhost"])
        world.clock.advance(61)
        try await world.bans.revertUnconfirmed()
        #expect(try await Set(world.host.settings(of: one).ignored) == ["192.0.2.0/24", "localhost"])
        let kept = try await world.jails.change(.unignore("192.0.2.0/24"), of: one, keep: true, by: .ada)
        #expect(kept.confirmBy == nil)
        // A host name cannot be put back, so nothing is promised.
        let name = try await world.jails.change(.unignore("localhost"), of: one, by: .ada)
        #expect(name.confirmBy == nil)
        #expect(name.undoUntil == nil)
    }

    @Test(.shows("ABUSE-36")) func `a clock set back does not stretch the minute, before a restart or after`()
        async throws
    {
        let world = try await GuardedWorld.start()
        let record = try await world.ban(["198.51.100.0/24"])
        world.clock.setBack(3600)
        #expect(try await world.bans.trials().waiting.map { $0.confirmBy! - world.clock.now() }.allSatisfy { $0 <= 60 })
        let later = try await world.restarted()
        try await later.bans.revertUnconfirmed()
        #expect(try world.banned() == ["198.51.100.0/24"])
        world.clock.advance(61)
        await #expect(throws: OperationError.tooLate) { try await world.bans.confirm(record.id) }
        #expect(try await world.bans.trials().waiting.isEmpty)
        try await later.bans.revertUnconfirmed()
        #expect(try world.banned() == [])
    }

    @Test func `an unban taken back waits likewise where it bans a range again`() async throws {
        let world = try await GuardedWorld.start()
        try await world.ban(["198.51.100.0/24"], for: "2h", keep: true)
        let undone = try await world.bans.undo(world.unban(["198.51.100.0/24"]).id, by: .ada)
        #expect(undone.confirmBy != nil && undone.takesBack == nil)
        #expect(try await world.bans.trials().waiting.map(\.takesBack) == [.unban])
        #expect(try world.banned() == ["198.51.100.0/24"])
        world.clock.advance(61)
        try await world.bans.revertUnconfirmed()
        #expect(try world.banned() == [])
        #expect(try await world.plans().isEmpty)
        #expect(try await world.bans.operation(undone.id).isUndone)
        // Confirmed it stays, and until then it can be taken back by hand.
        try await world.ban(["198.51.100.0/24"], keep: true)
        let kept = try await world.bans.undo(world.unban(["198.51.100.0/24"]).id, by: .ada)
        _ = try await world.bans.confirm(kept.id)
        world.clock.advance(61)
        try await world.bans.revertUnconfirmed()
        #expect(try world.banned() == ["198.51.100.0/24"])
        _ = try await world.bans.undo(kept.id, by: .ada)
        #expect(try world.banned() == [])
        // A single address is no risk.
        try await world.ban(["192.0.2.1"])
        let single = try await world.bans.undo(world.unban(["192.0.2.1"]).id, by: .ada)
        #expect(single.confirmBy == nil && single.undoUntil == nil)
    }

    @Test func `an ignored address taken off its list by an undo waits likewise`() async throws {
        let world = try await GuardedWorld.start()
        let id = try BanID(typed: "192.0.2.7")
        let record = try await world.jails.change(.ignore(id), of: one, by: .ada)
        let undone = try await world.bans.undo(record.id, by: .ada)
        #expect(undone.confirmBy != nil)
        #expect(try await world.host.settings(of: one).ignored == [])
        world.clock.advance(61)
        try await world.bans.revertUnconfirmed()
        #expect(try await world.host.settings(of: one).ignored == ["192.0.2.7"])
    }
}
