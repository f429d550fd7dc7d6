import Fail2ban
import Host
import Storage
import TestSupport
import Testing

@testable import Console

@Suite(.serialized) struct JailLifeTests {
    @Test func `a jail that was stopped here is listed with who did it until it runs again`() async throws {
        let world = try await GuardedWorld.start()
        try await world.ban(["192.0.2.1"])
        try await world.expectOnRecord("192.0.2.1")
        let record = try await world.jails.stop(one, by: .ada)
        #expect(record.result == .done)
        #expect(record.undoUntil == nil)
        #expect(record.items.map(\.detail) == ["One ban left the firewall."])
        #expect(world.guarding.board.status.jails.map(\.name.text) == ["two"])
        #expect(try await world.jails.stopped().map(\.name) == [one])
        #expect(try await world.jails.stopped().first?.by == "ada")
        await #expect(throws: OperationError.host(.noSuchJail(one))) { try await world.jails.stop(one, by: .ada) }
        await #expect(throws: OperationError.host(.noSuchJail(one))) { try await world.jails.detail(one) }
        await #expect(throws: OperationError.self) { try await world.ban(["192.0.2.2"]) }
        _ = try await world.jails.start(one, by: .ada)
        #expect(try await world.jails.stopped() == [])
        // Its counters are not taken for true before its bans have stood still.
        #expect(world.guarding.board.status.returning == [one])
        #expect(await world.looks { world.guarding.board.status.returning.isEmpty })
        #expect(try await world.looks { try await world.mirrored() == ["192.0.2.1"] })
    }

    @Test func `a jail stopped and started elsewhere is not listed as stopped here`() async throws {
        let world = try await GuardedWorld.start()
        _ = try await world.jails.stop(one, by: .ada)
        try world.fail2ban.client(["reload", "--if-exists", "one"])
        #expect(try await world.looks { try await world.jails.stopped() == [] })
        try world.fail2ban.client(["stop", "two"])
        await world.look()
        #expect(try await world.jails.stopped() == [])
    }

    @Test func `a name that no command can carry is refused before anything is recorded`() async throws {
        let world = try await GuardedWorld.start([TestJail("one"), TestJail("-x")])
        for name in ["-", "-x", "--if-exists"] {
            await #expect {
                try await world.jails.start(JailName(existing: name), by: .ada)
            } throws: { error in
                guard case OperationError.invalid(let faults) = error else { return false }
                return faults.map(\.field) == ["jail"] && faults[0].message.contains(name)
            }
        }
        await #expect {
            try await world.jails.reload(JailName(existing: "-x"), by: .ada)
        } throws: { error in
            guard case OperationError.invalid = error else { return false }
            return true
        }
        for name in ["", "--all", "loglevel"] {
            let jail = JailName(existing: name)
            await #expect(throws: OperationError.host(.noSuchJail(jail))) {
                try await world.jails.start(jail, by: .ada)
            }
        }
        #expect(try await world.database.read { try $0.operations.latest(limit: 9) }.isEmpty)
    }

    @Test func `one jail is reloaded, its bans and the other jail stay`() async throws {
        let world = try await GuardedWorld.start()
        try await world.ban(["192.0.2.1"], in: ["one", "two"])
        _ = try await world.jails.change(.maxRetry(9), of: JailName(existing: "two"), by: .ada)
        let record = try await world.jails.reload(one, by: .ada)
        #expect(record.result == .done)
        #expect(record.commands == ["fail2ban-client reload one"])
        #expect(try world.banned() == ["192.0.2.1"])
        #expect(try await world.jails.detail(JailName(existing: "two")).settings.maxRetry == 9)
    }

    @Test func `a start that fail2ban refuses is the caller's to hear, and nothing is recorded`() async throws {
        let world = try await GuardedWorld.start()
        await #expect(throws: HostError.self) {
            try await world.jails.start(JailName(existing: "absent"), by: .ada)
        }
        #expect(try await world.database.read { try $0.operations.latest(limit: 9) } == [])
    }
}
