import Testing
import TestSupport

@Suite struct RealFail2banTests {
    @Test(arguments: Fail2banRelease.all) func `a private daemon starts, bans, restarts with its bans and stops`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one"), .notEnforcing("two")], release: release)
        #expect(try fail2ban.client(["status"]).output.contains("one, two"))
        fail2ban.attack(from: "192.0.2.7", on: "one")
        #expect(await eventually { fail2ban.actions(of: "one").contains("ban 192.0.2.7") })
        fail2ban.kill9()
        #expect(fail2ban.pid == nil)
        try await fail2ban.launch()
        #expect(try await eventually { try fail2ban.client(["get", "one", "banip"]).output.contains("192.0.2.7") })
        fail2ban.stop()
        #expect(fail2ban.pid == nil)
    }
}
