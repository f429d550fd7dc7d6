import Storage
import Testing

@testable import Console

@Suite struct AuditTailTests {
    /// What a look at the last `entries` of a log finds.
    private func report(_ world: AuditWorld, entries: Int = 5, heads: Int = 4) async throws -> AuditReport {
        let place = DatabasePlace.file(path: world.folder.file("bangui.sqlite"))
        let records = try #require(try place.auditTail(entries, patience: .zero))
        let all = try await world.anchor.heads()
        return AuditTail.report(
            records, all.suffix(heads), isIndependent: world.anchor.isIndependent, at: 1)
    }

    @Test func `the end of a long log is checked by itself, from any entry on`() async throws {
        let world = try AuditWorld(anchor: HeldHeads(user: 998))
        #expect(try await report(world).isUnbroken)
        for number in 1...20 { try await world.note(["\(number)"]) }
        for entries in [1, 5, 20, 21] {
            let found = try await report(world, entries: entries)
            #expect(found.isUnbroken && found.anchored == 20 && found.head?.sequence == 20, "\(entries)")
        }
        try await world.tamper("UPDATE audit SET jail = 'x' WHERE sequence = 18")
        #expect(try await report(world).fault == .changed(18))
        #expect(try await report(world, entries: 2).isUnbroken)
    }

    @Test func `what is missing at the end is found, and what is missing before it`() async throws {
        let world = try AuditWorld(anchor: HeldHeads(user: 998))
        for number in 1...20 { try await world.note(["\(number)"]) }
        try await world.tamper("DELETE FROM audit WHERE sequence = 17")
        #expect(try await report(world).fault == .missing(from: 17, through: 17))
        try await world.tamper("DELETE FROM audit WHERE sequence > 16")
        #expect(try await report(world).fault == .cutOff(last: 16, anchored: 20))
    }

    @Test func `what was anchored before root's last word is for a check of the whole log`() async throws {
        let world = try AuditWorld(anchor: HeldHeads(user: 998))
        for number in 1...20 { try await world.note(["\(number)"]) }
        try await world.tamper("DELETE FROM audit WHERE sequence > 10")
        let head = try await world.note(["restored"], kind: .restore, isAnchored: false)
        #expect(try await report(world).fault == .unvouched(restore: 11, last: 20))
        world.anchor.vouch(head)
        #expect(try await report(world).isUnbroken)
        for number in 12...14 { try await world.note(["\(number)"]) }
        #expect(try await report(world, heads: 20).isUnbroken)
        try await world.tamper("DELETE FROM audit WHERE sequence = 14")
        #expect(try await report(world).fault == .cutOff(last: 13, anchored: 14))
    }

    @Test func `where the console keeps the heads itself, a restore stays no fault long after it`() async throws {
        let world = try AuditWorld()
        for number in 1...20 { try await world.note(["\(number)"]) }
        try await world.tamper("DELETE FROM audit WHERE sequence > 10")
        try await world.note(["restored"], kind: .restore, isAnchored: false)
        #expect(try await report(world).isUnbroken)
        for number in 12...18 { try await world.note(["\(number)"]) }
        #expect(try await report(world, entries: 4, heads: 20).isUnbroken)
    }
}
