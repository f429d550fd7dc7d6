import Foundation
import Fail2ban
import Host
import Storage
import TestSupport
import Testing

@testable import Console

/// What is left of an operation in whose middle the program was killed.
@Suite(.serialized) struct CutOffTests {
    private let left = LeftWorlds()

    /// A world in which every change stops for good at `cut`.
    private func world(
        _ cut: Disturbance.Cut, _ jails: [TestJail] = [TestJail("one"), TestJail("two")]
    ) async throws -> GuardedWorld {
        let world = try await GuardedWorld.start(jails) {
            DisturbedHost(ProtectedHost($0, []), Disturbance(cut: cut))
        }
        left.append(world)
        return world
    }

    /// Begins what never ends, waits until `isDone`, and gives the world after the kill with the one operation on record.
    private func cutOff(
        _ world: GuardedWorld, _ begin: @escaping @Sendable () async throws -> Void,
        when isDone: @escaping () async throws -> Bool
    ) async throws -> (GuardedWorld, String) {
        Task { try await begin() }
        #expect(try await eventually { try await isDone() })
        let later = try await world.restarted()
        let found = try await later.database.read { try $0.operations.latest(limit: 9) }
        let record = try await later.bans.operation(try #require(found.first).id)
        #expect(record.items.map(\.result) == [.unknown])
        return (later, record.id)
    }

    /// Settles once the jails have come to rest.
    private func settled(_ world: GuardedWorld, _ id: String) async throws -> OperationRecord {
        try await world.settle()
        try await world.bans.settleAnnounced(until: .max)
        return try await world.bans.operation(id)
    }

    @Test func `a ban that was sent is done, ends when chosen, and stays on trial`() async throws {
        let world = try await world(.after)
        let (later, id) = try await cutOff(world) {
            try await world.ban(["198.51.100.0/24"], for: "2h")
        } when: {
            try world.banned() == ["198.51.100.0/24"]
        }
        // What a jail bans is not judged before it has come to rest.
        try await later.bans.settleAnnounced(until: .max)
        #expect(try await later.plans().isEmpty)
        let record = try await settled(later, id)
        #expect(record.result == .done && record.undoUntil != nil)
        #expect(try await later.plans()["198.51.100.0/24"]?.endsAt == record.at + 7200)
        #expect(try await later.bans.trials().waiting.map(\.id) == [id])
        later.clock.advance(61)
        try await later.bans.revertUnconfirmed()
        #expect(try world.banned() == [])
        #expect(try await later.plans().isEmpty)
    }

    @Test func `a trial ends though nothing was settled yet`() async throws {
        let world = try await world(.after)
        let (later, id) = try await cutOff(world) {
            try await world.ban(["198.51.100.0/24"])
        } when: {
            try world.banned() == ["198.51.100.0/24"]
        }
        later.clock.advance(61)
        try await later.bans.revertUnconfirmed()
        #expect(try world.banned() == [])
        #expect(try await settled(later, id).isUndone)
        #expect(try world.banned() == [])
    }

    @Test func `a ban that was not sent stays unknown and is not sent afterwards`() async throws {
        let world = try await world(.before)
        let (later, id) = try await cutOff(world) {
            try await world.ban(["192.0.2.1"], for: "2h")
        } when: {
            try await !world.database.read { try $0.operations.latest(limit: 1) }.isEmpty
        }
        #expect(try await settled(later, id).result == .unknown)
        #expect(try await later.plans().isEmpty)
        try await later.settle()
        #expect(try world.banned() == [])
    }

    @Test func `the chosen end of what was banned before is kept`() async throws {
        let world = try await world(.after)
        try world.fail2ban.client(["set", "one", "banip", "192.0.2.1"])
        Task { try await world.ban(["192.0.2.1", "192.0.2.2"], for: "2h") }
        #expect(try await eventually { try world.banned().count == 2 })
        let later = try await world.restarted()
        try await later.settle()
        try await later.bans.settleAnnounced(until: .max)
        #expect(try await Set(later.plans().keys) == ["192.0.2.1", "192.0.2.2"])
        let id = try #require(try await later.database.read { try $0.operations.latest(limit: 1) }.first).id
        #expect(try await later.bans.operation(id).results() == ["192.0.2.1": .already, "192.0.2.2": .done])
        _ = try await later.bans.undo(id, by: .ada)
        #expect(try world.banned() == ["192.0.2.1"])
        #expect(try await later.plans().isEmpty)
    }

    @Test func `an unban that was sent is done, and its planned end is gone`() async throws {
        let world = try await GuardedWorld.start()
        left.append(world)
        try await world.ban(["192.0.2.1"], for: "2h")
        try await world.expectOnRecord("192.0.2.1")
        let cut = try world.cut(.after)
        Task { try await cut.unban(["192.0.2.1"]) }
        #expect(try await eventually { try world.banned() == [] })
        let later = try await world.restarted()
        try await later.settle()
        try await later.bans.settleAnnounced(until: .max)
        #expect(try await later.plans().isEmpty)
        let id = try #require(try await later.database.read { try $0.operations.latest(limit: 1) }.first).id
        #expect(try await later.bans.operation(id).result == .done)
        _ = try await later.bans.undo(id, by: .ada)
        #expect(try world.banned() == ["192.0.2.1"])
        #expect(try await later.plans().count == 1)
    }

    @Test func `a changed setting is done and can be taken back`() async throws {
        let world = try await world(.after, [TestJail("one", ["maxretry": "3"])])
        let (later, id) = try await cutOff(world) {
            _ = try await world.jails.change(.maxRetry(9), of: one, by: .ada)
        } when: {
            try await world.host.settings(of: one).maxRetry == 9
        }
        #expect(try await settled(later, id).result == .done)
        #expect(try await later.jails.detail(one).changes["maxretry"]?.before == "3")
        _ = try await later.bans.undo(id, by: .ada)
        #expect(try await later.host.settings(of: one).maxRetry == 3)
    }

    @Test func `a setting that was not changed is refused`() async throws {
        let world = try await world(.before, [TestJail("one", ["maxretry": "3"])])
        let (later, id) = try await cutOff(world) {
            _ = try await world.jails.change(.maxRetry(9), of: one, by: .ada)
        } when: {
            try await !world.database.read { try $0.operations.latest(limit: 1) }.isEmpty
        }
        #expect(try await settled(later, id).result == .refused)
        #expect(try await later.host.settings(of: one).maxRetry == 3)
    }

    @Test func `an ignored address that was taken away is on trial still`() async throws {
        let world = try await world(.after, [TestJail("one", ["ignoreip": "192.0.2.0/24"])])
        let (later, id) = try await cutOff(world) {
            _ = try await world.jails.change(.unignore("192.0.2.0/24"), of: one, by: .ada)
        } when: {
            try await world.host.settings(of: one).ignored.isEmpty
        }
        #expect(try await settled(later, id).result == .done)
        later.clock.advance(61)
        try await later.bans.revertUnconfirmed()
        #expect(try await later.host.settings(of: one).ignored == ["192.0.2.0/24"])
    }

    @Test func `a stopped jail is known as stopped here`() async throws {
        let world = try await world(.after)
        let (later, id) = try await cutOff(world) {
            _ = try await world.jails.stop(one, by: .ada)
        } when: {
            try await !world.host.counters().map(\.name).contains(one)
        }
        #expect(try await settled(later, id).result == .done)
        #expect(try await later.jails.stopped().map(\.name) == [one])
    }

    @Test func `what fail2ban refuses leaves no record`() async throws {
        let disturbance = Disturbance(changesFailWith: .refused("no"))
        let world = try await GuardedWorld.start { DisturbedHost(ProtectedHost($0, []), disturbance) }
        await #expect(throws: HostError.refused("no")) {
            try await world.jails.change(.maxRetry(9), of: one, by: .ada)
        }
        await #expect(throws: (any Error).self) { try await world.jails.start(JailName(existing: "none"), by: .ada) }
        #expect(try await world.database.read { try $0.operations.latest(limit: 9) }.isEmpty)
    }
}

/// What begins and never ends keeps its world, so that its daemon and folders would stay until the last test has run.
private final class LeftWorlds: @unchecked Sendable {
    // Unchecked: each test has its own, and adds to it in one task.
    private var worlds: [GuardedWorld] = []

    func append(_ world: GuardedWorld) { worlds.append(world) }

    deinit {
        for world in worlds {
            world.fail2ban.kill9()
            for folder in [world.fail2ban.folder.path, world.folder.path] {
                try? FileManager.default.removeItem(atPath: folder)
            }
        }
    }
}
