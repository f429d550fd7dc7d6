import Fail2ban
import Host
import TestSupport
import Testing

@testable import Console

@Suite struct EnforcementTests {
    @Test func `a ban whose action fails says so, with the daemon's words, as long as it is that ban`() async throws {
        let world = try await GuardedWorld.start([.notEnforcing("one"), TestJail("two")])
        let record = try await world.ban(["192.0.2.1", "192.0.2.0/24"], in: ["one", "two"])
        #expect(record.results() == ["192.0.2.1": .notEnforced, "192.0.2.0/24": .notEnforced])
        #expect(record.results(in: "two") == ["192.0.2.1": .done, "192.0.2.0/24": .done])
        let words = "fails: Error banning 192.0.2.1"
        #expect(record.items.first { $0.jail == "one" && $0.subject == "192.0.2.1" }?.detail == words)
        #expect(try await world.entry("192.0.2.1")?.notEnforced == words)
        // The mirror's own readings keep it, also when the daemon's database has told more.
        for _ in 0..<2 {
            await world.guarding.mirror.distrust(one)
            await world.look()
            #expect(try await world.entry("192.0.2.1")?.notEnforced == words)
        }
        try await world.expectOnRecord("192.0.2.1")
        await world.guarding.mirror.distrust(one)
        await world.look()
        #expect(try await world.entry("192.0.2.1")?.notEnforced == words)
        #expect(try await world.entry("192.0.2.1")?.bannedAt != nil)
        #expect(try await world.entry("192.0.2.1", in: "two")?.notEnforced == nil)
        // Unbanned it is gone with the mark; it can be undone like any ban.
        _ = try await world.bans.undo(record.id, by: .ada)
        #expect(try world.banned() == [])
    }
}
