import Fail2ban
import Host
import TestSupport
import Testing

@testable import Console

@Suite(.serialized) struct UnbanTests {
    @Test func `ids are unbanned in one jail or, where none is named, in all that ban them`() async throws {
        let world = try await GuardedWorld.start()
        try await world.ban(["192.0.2.1", "192.0.2.2", "2001:db8::1"], in: ["one", "two"])
        let narrow = try await world.unban(["192.0.2.1", "192.0.2.9", "192.0.2.1"])
        #expect(narrow.results() == ["192.0.2.1": .done, "192.0.2.9": .already])
        #expect(narrow.items.count == 2)
        let wide = try await world.unban(["192.0.2.1", "2001:DB8:0::1", "192.0.2.78"], in: [])
        #expect(wide.results() == ["2001:db8::1": .done, "192.0.2.78": .already])
        #expect(wide.results(in: "two") == ["192.0.2.1": .done, "2001:db8::1": .done])
        #expect(try world.banned() == ["192.0.2.2"])
        #expect(try await world.mirrored("two") == ["192.0.2.2"])
        await #expect(throws: OperationError.self) { try await world.unban(["192.0.2.77"], in: []) }
        await #expect(throws: OperationError.self) { try await world.unban([], in: []) }
        await #expect(throws: OperationError.self) { try await world.unban(["192.0.2.2"], in: ["absent"]) }
    }

    @Test func `rows of a list are unbanned each in its own jail`() async throws {
        let world = try await GuardedWorld.start()
        try await world.ban(["192.0.2.1", "192.0.2.2"], in: ["one", "two"])
        let rows = [
            UnbanRequest.Row(id: "192.0.2.1", jail: "one"), UnbanRequest.Row(id: "192.0.2.2", jail: "two"),
            UnbanRequest.Row(id: "192.0.2.1", jail: "one"),
        ]
        let record = try await world.bans.unban(UnbanRequest(.rows(rows)), by: .ada)
        #expect(record.items.count == 2)
        #expect(try world.banned() == ["192.0.2.2"])
        #expect(try world.banned("two") == ["192.0.2.1"])
        await #expect(throws: OperationError.self) {
            try await world.bans.unban(UnbanRequest(.rows([])), by: .ada)
        }
    }

    @Test func `a filter unbans exactly what it shows`() async throws {
        let world = try await GuardedWorld.start([TestJail("one", ["action": ""]), TestJail("two", ["action": ""])])
        let many = (0..<300).map { "10.0.\($0 / 256).\($0 % 256)" }
        try await world.ban(many + ["192.0.2.1", "2001:db8::1"], in: ["one", "two"], keep: true)
        await world.look()
        let filter = BanFilter(jails: ["one"], text: "10.0.0.0/24")
        let shown = try await world.bans.page(filter, limit: 1, cursor: nil).total
        #expect(shown == 256)
        let record = try await world.bans.unban(UnbanRequest(.filter(filter)), by: .ada)
        #expect(record.items.count == 256)
        #expect(try world.banned() == Set(many.suffix(44) + ["192.0.2.1", "2001:db8::1"]))
        #expect(try world.banned("two").count == 302)
        await #expect(throws: OperationError.self) {
            try await world.bans.unban(UnbanRequest(.filter(BanFilter())), by: .ada)
        }
    }

    @Test func `ids that are no addresses are unbanned as they are listed`() async throws {
        let world = try await GuardedWorld.start()
        try world.fail2ban.client(["set", "one", "banip", "user1", "192.0.2.1:22", "USER1"])
        #expect(try await world.looks { try await world.mirrored() == ["user1", "192.0.2.1:22", "USER1"] })
        let record = try await world.unban(["user1", "192.0.2.1:22"])
        #expect(record.results() == ["user1": .done, "192.0.2.1:22": .done])
        #expect(try world.banned() == ["USER1"])
        let undone = try await world.bans.undo(record.id, by: .ada)
        #expect(undone.items.allSatisfy { $0.result == .done })
        #expect(try world.banned() == ["user1", "192.0.2.1:22", "USER1"])
    }

    @Test func `a network that is not banned itself takes nothing inside it along`() async throws {
        let world = try await GuardedWorld.start()
        try await world.ban(["192.0.2.1", "192.0.2.2", "198.51.100.0/24", "198.51.100.1"], keep: true)
        #expect(try await world.unban(["192.0.2.0/24"]).result == .already)
        #expect(try await world.unban(["198.51.100.0/24"]).result == .done)
        #expect(try world.banned() == ["192.0.2.1", "192.0.2.2", "198.51.100.1"])
        #expect(try await world.mirrored() == ["192.0.2.1", "192.0.2.2", "198.51.100.1"])
    }
}
