import Fail2ban
import Host
import TestSupport
import Testing

@testable import Console

@Suite(.serialized, .shows("ASVS-8.2.2")) struct OperationRightsTests {
    private let operating = Principal(isAdministrator: false, grants: [.guard: .operate])
    private let managing = Principal(isAdministrator: false, grants: [.guard: .manage])

    @Test func `who may ban and not change jails takes back bans only`() async throws {
        let world = try await GuardedWorld.start()
        let ban = try await world.ban(["192.0.2.1"])
        _ = try await world.bans.undo(ban.id, by: .ada, as: operating)
        let change = try await world.jails.change(.maxRetry(9), of: one, by: .ada)
        await #expect(throws: OperationError.notAllowed) {
            try await world.bans.undo(change.id, by: .ada, as: operating)
        }
        #expect(try await world.host.settings(of: one).maxRetry == 9)
        _ = try await world.bans.undo(change.id, by: .ada, as: managing)
        #expect(try await world.host.settings(of: one).maxRetry != 9)
    }

    @Test func `keeping what was changed needs the right to change it`() async throws {
        let world = try await GuardedWorld.start([TestJail("one", ["ignoreip": "192.0.2.0/24"])])
        let range = try await world.ban(["198.51.100.0/24"])
        _ = try await world.bans.confirm(range.id, as: operating)
        let record = try await world.jails.change(.unignore("192.0.2.0/24"), of: one, by: .ada)
        await #expect(throws: OperationError.notAllowed) { try await world.bans.confirm(record.id, as: operating) }
        _ = try await world.bans.confirm(record.id, as: managing)
        // An undo is judged by what it takes back.
        let ignored = try await world.jails.change(.ignore(BanID(typed: "192.0.2.7")), of: one, by: .ada)
        let undone = try await world.bans.undo(ignored.id, by: .ada, as: managing)
        await #expect(throws: OperationError.notAllowed) { try await world.bans.confirm(undone.id, as: operating) }
        await #expect(throws: OperationError.notAllowed) {
            try await world.bans.undo(undone.id, by: .ada, as: operating)
        }
        _ = try await world.bans.confirm(undone.id, as: managing)
    }

    @Test func `each kind of operation has its own action's rule`() {
        func rule(_ kind: OperationRecord.Kind, _ takesBack: OperationRecord.Kind? = nil) -> Rule {
            OperationRecord(
                id: "", kind: kind, actor: "", at: 0, items: [], isUndone: false, commands: [], takesBack: takesBack
            ).action.rule
        }
        for kind in [OperationRecord.Kind.change, .ignore, .unignore, .start, .stop, .reload, .undo] {
            #expect(rule(kind).need == .app(.guard, .manage))
            #expect(rule(.undo, kind).need == .app(.guard, .manage))
        }
        for kind in [OperationRecord.Kind.ban, .unban] {
            #expect(rule(kind).need == .app(.guard, .operate))
            #expect(rule(.undo, kind).need == .app(.guard, .operate))
        }
    }
}
