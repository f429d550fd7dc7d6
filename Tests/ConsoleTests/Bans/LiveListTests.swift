import Fail2ban
import Host
import TestSupport
import Testing

@testable import Console

@Suite(.serialized) struct LiveListTests {
    @Test(arguments: Fail2banRelease.all)
    func `bans are told as fail2ban has them now, with chosen ends and failed actions, and nothing is stored`(
        release: Fail2banRelease
    ) async throws {
        let world = try await GuardedWorld.start([TestJail("one"), .notEnforcing("two")], release: release)
        try await world.ban(["192.0.2.1"], for: "2h")
        try await world.ban(["192.0.2.2"], in: ["two"])
        // Past BanGUI, and not looked at since.
        try world.fail2ban.client(["set", "one", "banip", "192.0.2.3"])
        let page = try await world.bans.inForce(in: [])
        let told = Dictionary(page.bans.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        #expect(told.keys.sorted() == ["192.0.2.1", "192.0.2.2", "192.0.2.3"])
        #expect(page.total == 3 && page.next == nil)
        #expect(told["192.0.2.1"]?.endsBy == .bangui)
        #expect(told["192.0.2.2"]?.notEnforced == "fails: Error banning 192.0.2.2")
        #expect(told["192.0.2.3"].map { $0.endsBy == .fail2ban && $0.end != .unknown } == true)
        #expect(try await world.bans.inForce(in: ["two"]).bans.map(\.id) == ["192.0.2.2"])
        #expect(try await !world.mirrored().contains("192.0.2.3"))
        await #expect(throws: OperationError.self) { try await world.bans.inForce(in: ["nowhere"]) }
    }

    @Test func `the newest ban comes first`() async throws {
        let world = try await GuardedWorld.start()
        for address in ["192.0.2.1", "192.0.2.9", "192.0.2.5"] {
            try await world.ban([address])
            try await Task.sleep(for: .milliseconds(1100))
        }
        #expect(try await world.bans.inForce(in: []).bans.map(\.id) == ["192.0.2.5", "192.0.2.9", "192.0.2.1"])
    }
}
