import Fail2ban
import Host
import TestSupport
import Testing

@testable import Console

@Suite(.serialized) struct UndoTests {
    @Test(arguments: Fail2banRelease.all) func `a ban taken back leaves alone what was banned before`(
        release: Fail2banRelease
    ) async throws {
        let world = try await GuardedWorld.start(release: release)
        try world.fail2ban.client(["set", "one", "banip", "192.0.2.1"])
        let record = try await world.ban(["192.0.2.1", "192.0.2.2"], for: "2h")
        #expect(try await world.plans().count == 2)
        let undone = try await world.bans.undo(record.id, by: .ada)
        #expect(undone.results()["192.0.2.2"] == .done)
        #expect(try world.banned() == ["192.0.2.1"])
        #expect(try await world.plans().isEmpty)
    }

    @Test(.shows("ASVS-2.3.4")) func `a ban is taken back once, also when two ask at the same time, and in its time`()
        async throws
    {
        let world = try await GuardedWorld.start()
        let record = try await world.ban(["192.0.2.1"])
        async let first = try? world.bans.undo(record.id, by: .ada)
        async let second = try? world.bans.undo(record.id, by: .ada)
        #expect(await [first, second].compactMap { $0 }.count == 1)
        await #expect(throws: OperationError.tooLate) { try await world.bans.undo(record.id, by: .ada) }
        let late = try await world.ban(["192.0.2.1"])
        world.clock.advance(Console.Bans.undoWindow + 1)
        await #expect(throws: OperationError.tooLate) { try await world.bans.undo(late.id, by: .ada) }
        await #expect(throws: OperationError.noSuchOperation) { try await world.bans.undo("absent", by: .ada) }
        #expect(try world.banned() == ["192.0.2.1"])
    }

    @Test(arguments: Fail2banRelease.all)
    func `an unban taken back restores the time that was left, chosen or fail2ban's`(
        release: Fail2banRelease
    ) async throws {
        let world = try await GuardedWorld.start(release: release)
        try await world.ban(["192.0.2.1"], for: "2h")
        try await world.ban(["192.0.2.2"])
        try await world.ban(["192.0.2.3"], for: "-1")
        #expect(
            try await world.looks {
                try await world.bans.page(BanFilter(), limit: 9, cursor: nil).bans.allSatisfy { $0.count == 1 }
            })
        let ends = try await world.bans.page(BanFilter(), limit: 9, cursor: nil).bans.map { "\($0.id) \($0.end)" }
        let record = try await world.unban(["192.0.2.1", "192.0.2.2", "192.0.2.3"])
        #expect(try world.banned() == [])
        #expect(try await world.plans().isEmpty)
        world.clock.advance(100)
        let undone = try await world.bans.undo(record.id, by: .ada)
        #expect(undone.items.map(\.result) == [.done, .done, .done])
        #expect(undone.commands.count == 1)
        await world.look()
        let restored = try await world.bans.page(BanFilter(), limit: 9, cursor: nil).bans
        #expect(Set(restored.map { "\($0.id) \($0.end)" }) == Set(ends))
    }

    @Test(arguments: Fail2banRelease.all)
    func `what would have ended meanwhile stays unbanned, and an unknown end is the jail's own`(
        release: Fail2banRelease
    ) async throws {
        let world = try await GuardedWorld.start(release: release)
        try await world.ban(["192.0.2.1"], for: "60")
        let record = try await world.unban(["192.0.2.1"])
        world.clock.advance(61)
        let undone = try await world.bans.undo(record.id, by: .ada)
        #expect(undone.result == .refused)
        #expect(undone.items.first?.detail == "Its time has passed meanwhile.")
        // Unbanned before its end was ever read.
        try await world.ban(["192.0.2.2"])
        let early = try await world.unban(["192.0.2.2"])
        #expect(try await world.bans.undo(early.id, by: .ada).result == .done)
        #expect(try world.banned() == ["192.0.2.2"])
        #expect(try await world.plans().isEmpty)
    }

    @Test(arguments: Fail2banRelease.all) func `a permanent ban of a permanent jail comes back as one`(
        release: Fail2banRelease
    ) async throws {
        let world = try await GuardedWorld.start([TestJail("one", ["bantime": "-1"])], release: release)
        try await world.ban(["192.0.2.1"])
        #expect(try await world.looks { try await world.entry("192.0.2.1")?.end == .never })
        let record = try await world.unban(["192.0.2.1"])
        _ = try await world.bans.undo(record.id, by: .ada)
        await world.look()
        #expect(try await world.entry("192.0.2.1")?.end == .never)
    }
}
