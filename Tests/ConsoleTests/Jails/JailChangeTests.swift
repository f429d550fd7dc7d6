import Fail2ban
import Host
import Storage
import TestSupport
import Testing

@testable import Console

@Suite(.serialized) struct JailChangeTests {
    @Test func `a setting changed here is told apart, with who, when and the value of the configuration`()
        async throws
    {
        let world = try await GuardedWorld.start()
        let before = SystemClock.seconds()
        _ = try await world.jails.change(.banTime(.seconds(3600)), of: one, by: .ada)
        _ = try await world.jails.change(.banTime(.seconds(7200)), of: one, by: Author(name: "bob", origin: .cli))
        _ = try await world.jails.change(.findTime(120), of: one, by: .ada)
        _ = try await world.jails.change(.maxRetry(9), of: one, by: .ada)
        let detail = try await world.jails.detail(one)
        #expect(detail.settings.banTime == .seconds(7200))
        #expect(detail.settings.findTime == 120)
        #expect(detail.settings.maxRetry == 9)
        #expect(detail.changes["bantime"]?.by == "bob")
        #expect(detail.changes["bantime"]?.before == "600")
        #expect(detail.changes["findtime"]?.before == "600")
        #expect(detail.changes["maxretry"]?.before == "3")
        #expect((before...SystemClock.seconds()).contains(detail.changes["maxretry"]?.at ?? 0))
        // The value of the configuration again is no change any more.
        _ = try await world.jails.change(.maxRetry(3), of: one, by: .ada)
        #expect(try await world.jails.detail(one).changes.keys.sorted() == ["bantime", "findtime"])
        #expect(try await world.jails.detail(JailName(existing: "two")).changes == [:])
        _ = try await world.jails.reload(one, by: .ada)
        let reloaded = try await world.jails.detail(one)
        #expect(reloaded.settings.banTime == .seconds(600))
        #expect(reloaded.changes == [:])
    }

    @Test func `a change taken back gives the value before, once`() async throws {
        let world = try await GuardedWorld.start()
        let changes: [JailChange] = [.banTime(.seconds(7200)), .findTime(120), .maxRetry(9)]
        for change in changes {
            let record = try await world.jails.change(change, of: one, by: .ada)
            #expect(record.result == .done)
            #expect(record.undoUntil != nil)
            let undone = try await world.bans.undo(record.id, by: .ada)
            #expect(undone.result == .done)
            #expect(undone.commands.count == 1)
            await #expect(throws: OperationError.tooLate) { try await world.bans.undo(record.id, by: .ada) }
        }
        let detail = try await world.jails.detail(one)
        #expect(detail.settings.banTime == .seconds(600))
        #expect(detail.settings.findTime == 600)
        #expect(detail.settings.maxRetry == 3)
        #expect(detail.changes == [:])
    }

    @Test func `several settings changed together are taken back together`() async throws {
        let world = try await GuardedWorld.start()
        let record = try await world.jails.change(
            [.banTime(.seconds(7200)), .findTime(600), .maxRetry(9)], of: one, by: .ada)
        #expect(record.results() == ["bantime": .done, "findtime": .already, "maxretry": .done])
        _ = try await world.bans.undo(record.id, by: .ada)
        let settings = try await world.jails.detail(one).settings
        #expect(settings.banTime == .seconds(600))
        #expect(settings.maxRetry == 3)
        await #expect(throws: OperationError.self) { try await world.jails.change([], of: one, by: .ada) }
        // What was done stays on record when a later one is refused.
        let half = try await world.jails.change([.maxRetry(9), .findTime(0)], of: one, by: .ada)
        #expect(half.results() == ["maxretry": .done, "findtime": .refused])
    }

    @Test func `what is so already is not changed, and cannot be taken back`() async throws {
        let world = try await GuardedWorld.start()
        let record = try await world.jails.change(.maxRetry(3), of: one, by: .ada)
        #expect(record.result == .already)
        #expect(record.undoUntil == nil)
    }

    @Test func `an address is ignored with its note, and both ways can be taken back`() async throws {
        let world = try await GuardedWorld.start()
        let office = try BanID(typed: "203.0.113.0/24")
        let record = try await world.jails.change(.ignore(office), of: one, reason: "the office", by: .ada)
        #expect(record.reason == "the office")
        #expect(try await world.jails.detail(one).notes == ["203.0.113.0/24": "the office"])
        #expect(try await world.jails.detail(JailName(existing: "two")).notes == [:])
        // Said anew, the note is the latest, also for what is ignored already.
        let again = try await world.jails.change(.ignore(office), of: one, reason: "the new office", by: .ada)
        #expect(again.result == .already)
        #expect(try await world.jails.detail(one).notes == ["203.0.113.0/24": "the new office"])
        let removed = try await world.jails.change(.unignore("203.0.113.0/24"), of: one, by: .ada)
        #expect(try await world.jails.detail(one).settings.ignored == [])
        _ = try await world.bans.undo(removed.id, by: .ada)
        #expect(try await world.jails.detail(one).settings.ignored == ["203.0.113.0/24"])
        #expect(try await world.jails.detail(one).notes == ["203.0.113.0/24": "the new office"])
        _ = try await world.bans.undo(record.id, by: .ada)
        #expect(try await world.jails.detail(one).settings.ignored == [])
        await #expect(throws: OperationError.self) {
            try await world.jails.change(.unignore("203.0.113.0/24"), of: one, by: .ada)
        }
    }

    @Test func `what cannot be is refused and changes nothing`() async throws {
        let world = try await GuardedWorld.start()
        await #expect(throws: OperationError.self) {
            try await world.jails.change(.maxRetry(5), of: JailName(existing: "absent"), by: .ada)
        }
        await #expect(throws: HostError.self) { try await world.jails.change(.maxRetry(0), of: one, by: .ada) }
        await #expect(throws: OperationError.self) {
            try await world.jails.change(
                .maxRetry(5), of: one, reason: String(repeating: "x", count: 501), by: .ada)
        }
        #expect(try await world.jails.detail(one).settings.maxRetry == 3)
        #expect(try await world.database.read { try $0.operations.latest(limit: 9) } == [])
    }
}
