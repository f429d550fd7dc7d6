import Fail2ban
import Host
import Storage
import TestSupport
import Testing

@testable import Console

@Suite(.serialized, .shows("ABUSE-1")) struct UnknownOutcomeTests {
    /// A world whose daemon is disturbed at chosen moments.
    private func world(_ disturbance: Disturbance) async throws -> GuardedWorld {
        let world = try await GuardedWorld.start([TestJail("one"), TestJail("two")]) {
            DisturbedHost(ProtectedHost($0, []), disturbance)
        }
        disturbance.fail2ban = world.fail2ban
        return world
    }

    private func operations(_ world: GuardedWorld) async throws -> [Operation] {
        try await world.database.read { try $0.operations.latest(limit: 10) }
    }

    @Test func `a ban during which the daemon dies is recorded as unknown, and never repeated`() async throws {
        let disturbance = Disturbance(beforeBan: { $0.kill9() })
        let world = try await world(disturbance)
        let record = try await world.ban(["192.0.2.1", "192.0.2.2"], for: "1h")
        #expect(record.results() == ["192.0.2.1": .unknown, "192.0.2.2": .unknown])
        #expect(record.undoUntil != nil)
        #expect(disturbance.bans == 1)
        #expect(try await operations(world).map(\.id) == [record.id])
        try await world.fail2ban.launch()
        try await world.settle(isRestoring: true)
        #expect(disturbance.bans == 1)
        #expect(try world.banned() == [])
    }

    @Test func `a ban that was done before the daemon's answer was lost is done`() async throws {
        let disturbance = Disturbance(afterBan: { _ in }, failingWith: .unknownOutcome)
        let world = try await world(disturbance)
        let record = try await world.ban(["192.0.2.1"], for: "1h")
        #expect(record.result == .done)
        #expect(disturbance.bans == 1)
        #expect(try await world.plans().count == 1)
        #expect(try await world.mirrored() == ["192.0.2.1"])
    }

    @Test func `what was done in the first jail is on record though the daemon died before the second`() async throws {
        let disturbance = Disturbance(afterBan: { $0.kill9() })
        let world = try await world(disturbance)
        let record = try await world.ban(["192.0.2.1"], in: ["one", "two"])
        // The daemon had confirmed it before it died.
        #expect(record.results() == ["192.0.2.1": .done])
        #expect(record.items.last?.jail == "two")
        #expect(record.items.last?.result == .refused)
        #expect(try await operations(world).count == 1)
    }

    @Test func `an unban is judged likewise`() async throws {
        let disturbance = Disturbance(beforeUnban: { $0.kill9() })
        let world = try await world(disturbance)
        try await world.ban(["192.0.2.1"])
        try await world.expectOnRecord("192.0.2.1")
        let record = try await world.unban(["192.0.2.1", "192.0.2.2"])
        #expect(record.results() == ["192.0.2.1": .unknown, "192.0.2.2": .already])
        #expect(try await operations(world).first?.id == record.id)
        try await world.fail2ban.launch()
        #expect(try await world.looks { try await world.mirrored() == ["192.0.2.1"] })
        #expect(disturbance.unbans == 1)
        // Taken back, there is nothing to do.
        #expect(try await world.bans.undo(record.id, by: .ada).result == .already)
    }

    @Test func `a daemon that is away before anything was sent is the caller's to hear`() async throws {
        let world = try await GuardedWorld.start()
        world.fail2ban.kill9()
        let stale = HostError.unreachable(.staleSocket(path: world.fail2ban.socketPath))
        await #expect(throws: stale) { try await world.ban(["192.0.2.1"]) }
        await #expect(throws: stale) { try await world.unban(["192.0.2.1"]) }
        #expect(try await operations(world) == [])
    }

    @Test func `a range whose outcome is unknown is taken back like any, once the daemon is back`() async throws {
        let disturbance = Disturbance(afterBan: { $0.pause() }, failingWith: .unknownOutcome)
        let world = try await world(disturbance)
        let record = try await world.ban(["198.51.100.0/24"])
        #expect(record.result == .unknown)
        #expect(record.confirmBy != nil)
        world.clock.advance(61)
        world.fail2ban.resume()
        #expect(try await eventually { try world.banned() == ["198.51.100.0/24"] })
        #expect(
            try await eventually {
                try await world.bans.revertUnconfirmed()
                return try world.banned() == []
            })
        #expect(try await world.bans.operation(record.id).isUndone)
    }

    @Test func `a change of a setting that was not confirmed is judged by what is in force`() async throws {
        let disturbance = Disturbance(changesFailWith: .unknownOutcome)
        let world = try await world(disturbance)
        #expect(try await world.jails.change(.maxRetry(9), of: one, by: .ada).result == .done)
        #expect(try await world.jails.detail(one).settings.maxRetry == 9)
        #expect(try await operations(world).count == 1)
    }
}
