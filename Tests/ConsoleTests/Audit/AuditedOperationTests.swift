import Fail2ban
import Host
import Storage
import TestSupport
import Testing

@testable import Console

@Suite struct AuditedOperationTests {
    private func entries(_ world: GuardedWorld) async throws -> [AuditRecord] {
        try await world.database.read { try $0.audit.run(after: 0, limit: 1000) }
    }

    @Test func `a ban of many is one entry with the first few, and refers to its operation`() async throws {
        let world = try await GuardedWorld.start()
        let addresses = (1...8).map { "198.18.7.\($0)" }
        let record = try await world.ban(addresses, in: ["one", "two"], for: "1h", keep: true)
        let found = try await entries(world)
        #expect(found.count == 1)
        let entry = try #require(found.first)
        #expect(entry.kind == "ban" && entry.result == "done" && entry.operationID == record.id)
        #expect(entry.subject?.hasPrefix("198.18.7.1, 198.18.7.2, ") == true)
        #expect(entry.subject?.hasSuffix(" and 3 more") == true)
        #expect(entry.jail == "one, two" && entry.host == "local")
        #expect(entry.before == nil)
        #expect(entry.after?.hasPrefix("banned for 3600 s") == true && entry.after?.hasSuffix("16 done") == true)
        #expect(entry.actorName == "ada" && entry.origin == "web" && entry.address == "203.0.113.99")
    }

    @Test func `what was before and what is after is told of an unban and of a setting`() async throws {
        let world = try await GuardedWorld.start()
        try await world.ban(["198.18.7.1"], for: "1h")
        await world.look()
        try await world.unban(["198.18.7.1"])
        _ = try await world.jails.change(.maxRetry(9), of: one, reason: "ticket 42", by: .ada)
        let found = try await entries(world)
        #expect(found.map(\.kind) == ["ban", "unban", "change"])
        #expect(found[1].before?.hasPrefix("198.18.7.1 banned until ") == true && found[1].after == "not banned")
        let change = found[2]
        #expect(change.subject == "maxretry" && change.jail == "one" && change.detail == "ticket 42")
        #expect(change.before?.hasPrefix("maxretry=") == true && change.after?.hasSuffix("set one maxretry 9") == true)
    }

    @Test func `what is refused by the guard rails, and what was so before, are entries of their own kind`()
        async throws
    {
        let world = try await GuardedWorld.start()
        try await world.ban(["203.0.113.99"])
        try await world.unban(["198.18.7.1"])
        try await world.ban(["203.0.113.99", "198.18.7.1"])
        #expect(try await entries(world).map(\.result) == ["refused", "already", "partly"])
    }

    @Test func `what BanGUI takes back and ends by itself is told as its own doing`() async throws {
        let world = try await GuardedWorld.start()
        let range = try await world.ban(["198.18.9.0/24"])
        world.clock.advance(Console.Bans.confirmWindow + 1)
        try await world.bans.revertUnconfirmed()
        let kept = try await world.ban(["198.18.10.0/24"])
        _ = try await world.bans.confirm(kept.id)
        try await world.ban(["198.18.7.1"], for: "1m")
        world.clock.advance(61)
        let isEnded = try await world.looks { try await entries(world).last?.kind == "end_reached" }
        #expect(isEnded, "no entry tells of the end that was reached")
        let found = try await entries(world)
        #expect(found.map(\.kind) == ["ban", "undo", "ban", "confirm", "ban", "end_reached"])
        #expect(found.map(\.origin) == ["web", "bangui", "web", "web", "web", "bangui"])
        #expect(found[1].after == "operation \(range.id) taken back" && found[3].operationID == kept.id)
        #expect(found[5].subject == "198.18.7.1" && found[5].actorName == "BanGUI")
    }

    @Test func `an operation that was cut off is an entry of who did it once it is settled`() async throws {
        let world = try await GuardedWorld.start()
        let cut = try world.cut(.after)
        let banning = Task { try? await cut.ban(["198.18.7.1"]) }
        let isSent = try await eventually { try world.banned().contains("198.18.7.1") }
        #expect(isSent, "the ban never reached fail2ban")
        let next = try await world.restarted()
        try await next.settle()
        try await next.bans.settleAnnounced(until: next.clock.now())
        let found = try await entries(next)
        #expect(found.map(\.kind) == ["ban"])
        #expect(found.first?.actorName == "ada" && found.first?.result == "done" && found.first?.origin == "web")
        banning.cancel()
    }
}
