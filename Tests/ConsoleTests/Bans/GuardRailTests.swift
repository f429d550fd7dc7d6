import Fail2ban
import Host
import TestSupport
import Testing

@testable import Console

@Suite(.serialized) struct GuardRailTests {
    /// What the machine would say of itself, and the operator of the console.
    private func world() async throws -> GuardedWorld {
        let policy = GuardPolicy(
            trustedProxies: [IPNetwork("198.51.100.1")!], allowlist: [IPNetwork("192.0.2.128/25")!])
        return try await GuardedWorld.start([TestJail("one"), TestJail("two")], policy: policy) { host in
            ProtectedHost(
                host,
                [
                    ProtectedNetwork(network: IPNetwork("192.0.2.10")!, reason: .ownAddress),
                    ProtectedNetwork(network: IPNetwork("192.0.2.1")!, reason: .gateway),
                    ProtectedNetwork(network: IPNetwork("2001:db8::7")!, reason: .sshPeer),
                ])
        }
    }

    @Test(arguments: [
        ("203.0.113.99", "your own address"), ("192.0.2.10", "address of this machine"), ("192.0.2.1", "gateway"),
        ("2001:DB8::0:7", "SSH session"), ("198.51.100.1", "trusted proxy"), ("192.0.2.200", "allowlist"),
        ("::ffff:203.0.113.99", "your own address"), ("203.0.113.0/24", "it holds 203.0.113.99"),
        ("2001:db8::/64", "it holds 2001:db8::7"), ("192.0.2.192/26", "allowlist"), ("128.0.0.0/1", "it holds"),
    ])
    func `what is protected, and a range that holds it, is refused with the reason`(
        _ address: String, _ why: String
    ) async throws {
        let world = try await world()
        let record = try await world.ban([address, "192.0.2.50"], in: ["one", "two"])
        let refused = record.items.filter { $0.result == .refused }
        #expect(refused.count == 2)
        #expect(refused.allSatisfy { $0.detail?.contains(why) == true }, "\(refused)")
        #expect(try world.banned() == ["192.0.2.50"])
        #expect(try world.banned("two") == ["192.0.2.50"])
    }

    @Test func `typed in full it is done, and nothing else is with it`() async throws {
        let world = try await world()
        let record = try await world.ban(
            ["203.0.113.99", "203.0.113.0/24", "192.0.2.1"], confirm: "203.0.113.99, 192.0.2.2")
        #expect(record.results()["203.0.113.99"] == .done)
        #expect(record.results()["203.0.113.0/24"] == .refused)
        #expect(record.results()["192.0.2.1"] == .refused)
        #expect(try world.banned() == ["203.0.113.99"])
        let range = try await world.ban(["203.0.113.0/24"], confirm: "203.0.113.7/24")
        #expect(range.result == .done)
        #expect(range.confirmBy != nil)
    }

    @Test func `an unban taken back does not ban what is protected`() async throws {
        let world = try await world()
        try world.fail2ban.client(["set", "one", "banip", "203.0.113.99", "192.0.2.1", "203.0.113.0/24", "192.0.2.50"])
        let unbanned = try await world.unban(["203.0.113.99", "192.0.2.1", "203.0.113.0/24", "192.0.2.50"])
        #expect(try world.banned() == [])
        let undone = try await world.bans.undo(unbanned.id, by: .ada)
        #expect(try world.banned() == ["192.0.2.50"])
        #expect(
            undone.results() == [
                "203.0.113.99": .refused, "192.0.2.1": .refused, "203.0.113.0/24": .refused, "192.0.2.50": .done,
            ])
        #expect(undone.items.first { $0.subject == "203.0.113.99" }?.detail?.contains("your own address") == true)
    }

    @Test func `when all is refused there is nothing to undo, and it is on record`() async throws {
        let world = try await world()
        let record = try await world.ban(["192.0.2.1"])
        #expect(record.undoUntil == nil)
        #expect(record.confirmBy == nil)
        #expect(try await world.bans.operation(record.id).result == .refused)
    }
}
