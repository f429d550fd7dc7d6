import Storage
import Testing

@testable import Console

/// What a restore explains where another than the console keeps the heads.
@Suite struct VouchedRestoreTests {
    /// Ten entries that the console anchored with an agent, of which the last four are gone, and an entry of a restore in
    /// their place.
    private func world() async throws -> (AuditWorld, restore: AuditHead) {
        let world = try AuditWorld(anchor: HeldHeads(user: 998))
        try await world.note((1...6).map { "192.0.2.\($0)" })
        let former = try await world.note((7...10).map { "192.0.2.\($0)" })
        try await world.tamper("DELETE FROM audit WHERE sequence > 6")
        let moment = world.clock.now()
        let head = try await world.database.write { transaction in
            try transaction.note(AuditEvent(.restore, before: former.line), by: .ada, at: moment)
        }
        return (world, head)
    }

    /// Adds an entry by which root would accept the log; its head goes to the anchor as `user`'s.
    private func accept(_ world: AuditWorld, asRoot: Bool) async throws {
        let log = AuditLog(database: world.database, anchor: world.anchor, now: world.clock.now)
        var head: AuditHead?
        try await log.accept(because: "moved", by: .ada) { head = $0 }
        if asRoot { world.anchor.vouch(try #require(head)) } else { try await world.anchor.append(try #require(head)) }
    }

    @Test func `a gap that only an entry of a restore explains is an accusation`() async throws {
        let (world, head) = try await world()
        var report = try await world.report()
        #expect(report.fault == .unvouched(restore: 7, last: 10))
        #expect(report.restores.map(\.isVouched) == [false] && report.isIndependent)
        #expect(try #require(report.fault).description.contains("sudo bangui audit accept"))
        // The console may say it as often as it likes.
        try await world.anchor.append(head)
        report = try await world.report()
        #expect(report.fault == .unvouched(restore: 7, last: 10))
    }

    @Test func `a restore that root vouches for is told and is no fault`() async throws {
        let (world, head) = try await world()
        world.anchor.vouch(head)
        for number in 8...12 { try await world.note(["\(number)"]) }
        let report = try await world.report()
        #expect(report.isUnbroken && report.anchored == 12)
        #expect(report.restores.map(\.lost) == [10] && report.restores.map(\.isVouched) == [true])
    }

    @Test func `root's word for one restore does not explain what is deleted later`() async throws {
        let (world, head) = try await world()
        world.anchor.vouch(head)
        let last = try await world.note(["a", "b"])
        try await world.tamper("DELETE FROM audit WHERE sequence > 7")
        #expect(try await world.report().fault == .cutOff(last: 7, anchored: 9))
        let moment = world.clock.now()
        try await world.database.write { transaction in
            _ = try transaction.note(AuditEvent(.restore, before: last.line), by: .ada, at: moment)
        }
        #expect(try await world.report().fault == .unvouched(restore: 8, last: 9))
        // Nor does it stand for another entry under its number.
        try await world.tamper("UPDATE audit SET detail = 'x' WHERE sequence = 7")
        try await world.forge()
        #expect(try await world.report().fault == .unvouched(restore: 7, last: 10))
    }

    @Test func `what root accepts is no fault any more, and is told`() async throws {
        let (world, _) = try await world()
        try await accept(world, asRoot: false)
        #expect(try await world.report().fault == .unvouched(restore: 7, last: 10))
        #expect(try await world.report().acceptances.isEmpty)
        try await accept(world, asRoot: true)
        var report = try await world.report()
        // The head of the entry that root did not vouch for is in the log; that of entry 10 is not.
        #expect(report.isUnbroken && report.restores.map(\.isVouched) == [false])
        #expect(report.acceptances.map(\.sequence) == [9] && report.acceptances.map(\.heads) == [1])
        try await world.note(["a"])
        try await world.tamper("DELETE FROM audit WHERE sequence > 9")
        report = try await world.report()
        #expect(report.fault == .cutOff(last: 9, anchored: 10))
        #expect(report.contradictions == [AuditReport.Contradiction(sequence: 10, at: 1, user: 998)])
    }

    @Test func `a head far beyond the end is named with who anchored it, and root can go on from there`() async throws {
        let world = try AuditWorld(anchor: HeldHeads(user: 998))
        try await world.note(["a", "b"])
        try await world.anchor.append(AuditHead(sequence: .max, hash: Array(repeating: 1, count: 32)))
        let report = try await world.report()
        #expect(report.fault == .cutOff(last: 2, anchored: .max))
        #expect(report.contradictions == [AuditReport.Contradiction(sequence: .max, at: 1, user: 998)])
        try await accept(world, asRoot: true)
        try await world.note(["c"])
        #expect(try await world.report().isUnbroken)
    }

    @Test func `without anyone independent a restore stays as it is, and that nobody vouches is told`() async throws {
        let world = try AuditWorld()
        let former = try await world.note(["a", "b", "c"])
        try await world.tamper("DELETE FROM audit WHERE sequence > 1")
        let moment = world.clock.now()
        try await world.database.write { transaction in
            _ = try transaction.note(AuditEvent(.restore, before: former.line), by: .ada, at: moment)
        }
        let report = try await world.report()
        #expect(report.isUnbroken && !report.isIndependent)
        #expect(report.restores.map(\.lost) == [3] && report.restores.map(\.isVouched) == [nil])
    }
}
