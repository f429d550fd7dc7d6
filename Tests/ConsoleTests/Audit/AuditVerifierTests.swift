import Storage
import TestSupport
import Testing

@testable import Console

@Suite(.shows("ASVS-16.4.2")) struct AuditVerifierTests {
    /// Ten entries, the fifth and the last anchored.
    private func world(_ anchor: HeldHeads = HeldHeads()) async throws -> AuditWorld {
        let world = try AuditWorld(anchor: anchor)
        try await world.note((1...5).map { "192.0.2.\($0)" })
        try await world.note((6...10).map { "192.0.2.\($0)" })
        return world
    }

    @Test func `a log that nobody touched is unbroken, an empty one too`() async throws {
        let world = try AuditWorld()
        let empty = try await world.report()
        #expect(empty.isUnbroken)
        #expect(empty.entries == 0)
        #expect(empty.head == nil)
        try await world.note(["a", "b"])
        try await world.note(["c"], isAnchored: false)
        let report = try await world.report()
        #expect(report.isUnbroken)
        #expect(report.entries == 3)
        #expect(report.anchored == 2)
        #expect(report.unanchored == 1)
        #expect(report.checkedAt == world.clock.now())
    }

    @Test func `more entries than are in memory at once are checked as well`() async throws {
        let world = try AuditWorld()
        try await world.note((1...(AuditVerifier.batch * 2 + 1)).map { "\($0)" })
        #expect(try await world.report().isUnbroken)
        try await world.tamper("UPDATE audit SET subject = 'x' WHERE sequence = \(AuditVerifier.batch + 1)")
        #expect(try await world.report().fault == .changed(Int64(AuditVerifier.batch) + 1))
        #expect(try await world.report().entries == Int64(AuditVerifier.batch) * 2 + 1)
    }

    @Test(
        arguments: [
            "done_at = done_at + 1", "actor_id = 9", "actor_name = 'eve'", "origin = 'cli'", "address = NULL",
            "kind = 'unban'", "subject = 'x'", "subject = NULL", "host = 'h'", "jail = ''", "value_before = ''",
            "value_after = 'x'", "result = 'refused'", "detail = ''", "operation_id = 'o'",
            "previous_hash = zeroblob(32)", "entry_hash = zeroblob(32)", "jail = NULL, host = jail",
        ])
    func `a change of any field of any entry is found`(_ change: String) async throws {
        for sequence in [1, 4, 10] {
            let world = try await world()
            try await world.tamper("UPDATE audit SET \(change) WHERE sequence = \(sequence)")
            #expect(try await world.report().fault == .changed(Int64(sequence)), "\(sequence)")
        }
    }

    @Test func `a row that was deleted is found, from the middle and from the beginning`() async throws {
        var world = try await world()
        try await world.tamper("DELETE FROM audit WHERE sequence = 4")
        #expect(try await world.report().fault == .missing(from: 4, through: 4))
        world = try await self.world()
        try await world.tamper("DELETE FROM audit WHERE sequence < 3")
        #expect(try await world.report().fault == .missing(from: 1, through: 2))
    }

    @Test func `a row that was deleted and the gap closed by new numbers is found`() async throws {
        let world = try await world()
        try await world.tamper("DELETE FROM audit WHERE sequence = 4")
        try await world.tamper("UPDATE audit SET sequence = sequence - 1 WHERE sequence > 4")
        #expect(try await world.report().fault == .changed(4))
    }

    @Test func `two rows that changed places are found`() async throws {
        let world = try await world()
        try await world.tamper("UPDATE audit SET sequence = 100 WHERE sequence = 4")
        try await world.tamper("UPDATE audit SET sequence = 4 WHERE sequence = 5")
        try await world.tamper("UPDATE audit SET sequence = 5 WHERE sequence = 100")
        #expect(try await world.report().fault == .changed(4))
    }

    @Test func `a row that was put in is found`() async throws {
        let world = try await world()
        try await world.tamper("UPDATE audit SET sequence = -sequence WHERE sequence > 4")
        try await world.tamper("UPDATE audit SET sequence = 1 - sequence WHERE sequence < 0")
        try await world.tamper(
            """
            INSERT INTO audit SELECT 5, done_at, actor_id, actor_name, origin, address, kind, 'x', host, jail,
                value_before, value_after, result, detail, operation_id, entry_hash, zeroblob(32)
            FROM audit WHERE sequence = 4
            """)
        #expect(try await world.report().fault == .changed(5))
        let before = try await self.world()
        try await before.tamper("UPDATE audit SET sequence = 0 WHERE sequence = 1")
        #expect(try await before.report().fault == .repeated(0))
    }

    @Test func `an entry with a right hash of its own that does not follow the one before is found`() async throws {
        let world = try await world()
        var record = try #require(try await world.database.read { try $0.audit.run(after: 3, limit: 1) }.first)
        record.subject = "203.0.113.1"
        let hash = AuditHash.of(record)
        _ = try await world.database.write { transaction in
            try transaction.execute(
                "UPDATE audit SET subject = '203.0.113.1', entry_hash = :hash WHERE sequence = 4",
                ["hash": .bytes(hash)])
        }
        #expect(try await world.report().fault == .unlinked(5))
    }

    @Test func `a log that was written anew, every hash right, is found by the next anchor`() async throws {
        let world = try await world()
        try await world.tamper("UPDATE audit SET actor_name = 'eve' WHERE sequence = 2")
        try await world.forge()
        #expect(try await world.report().fault == .rewritten(5))
        #expect(try await world.report().anchored == nil)
    }

    @Test func `a tail that was cut off is found, also when the log went on since`() async throws {
        let world = try await world()
        try await world.tamper("DELETE FROM audit WHERE sequence > 7")
        #expect(try await world.report().fault == .cutOff(last: 7, anchored: 10))
        try await world.note(["a", "b"])
        #expect(try await world.report().fault == .cutOff(last: 9, anchored: 10))
        try await world.note(["c", "d"])
        #expect(try await world.report().fault == .rewritten(10))
        try await world.tamper("DELETE FROM audit")
        #expect(try await world.report().fault == .cutOff(last: 0, anchored: 11))
    }

    @Test func `a cut behind the last anchor cannot be seen, and how many are not anchored is told`() async throws {
        let world = try await world()
        try await world.note(["a", "b"], isAnchored: false)
        #expect(try await world.report().unanchored == 2)
        try await world.tamper("DELETE FROM audit WHERE sequence = 12")
        #expect(try await world.report().isUnbroken)
    }

    @Test func `a database of another log is found`() async throws {
        let (world, other) = (try await world(), try await world())
        let verifier = AuditVerifier(database: other.database, anchor: world.anchor, now: world.clock.now)
        #expect(try await verifier.run().fault == .rewritten(5))
    }

    @Test func `anchors that cannot be read are told, and the log is checked all the same`() async throws {
        let world = try await world()
        world.anchor.fail("no agent")
        let report = try await world.report()
        #expect(report.isUnbroken)
        #expect(report.anchorProblem == "no agent")
        try await world.tamper("DELETE FROM audit WHERE sequence = 4")
        #expect(try await world.report().fault == .missing(from: 4, through: 4))
    }

    @Test func `an old copy with a restore on record is told plainly, one without is a fault`() async throws {
        let world = try await world()
        let former = AuditHead(sequence: 10, hash: try #require(try await world.report().head).hash)
        try await world.tamper("DELETE FROM audit WHERE sequence > 6")
        #expect(try await world.report().fault == .cutOff(last: 6, anchored: 10))
        let moment = world.clock.now()
        try await world.database.write { transaction in
            _ = try transaction.note(AuditEvent(.restore, before: former.line), by: .ada, at: moment)
        }
        var report = try await world.report()
        #expect(report.isUnbroken)
        #expect(
            report.restores == [AuditReport.Restore(sequence: 7, at: moment, actor: "ada", lost: 10)])
        // The log goes on, over the numbers that the former one had.
        for number in 8...12 { try await world.note(["\(number)"]) }
        report = try await world.report()
        #expect(report.isUnbroken)
        #expect(report.anchored == 12)
        // What is cut off after the restore is no part of it.
        try await world.tamper("DELETE FROM audit WHERE sequence > 8")
        #expect(try await world.report().fault == .cutOff(last: 8, anchored: 12))
    }

    @Test func `a restore explains no number beyond the end of the log that it replaced`() async throws {
        let world = try await world()
        try await world.tamper("DELETE FROM audit WHERE sequence > 6")
        let (moment, former) = (world.clock.now(), AuditHead(sequence: 8, hash: Array(repeating: 1, count: 32)))
        try await world.database.write { transaction in
            _ = try transaction.note(AuditEvent(.restore, before: former.line), by: .ada, at: moment)
        }
        #expect(try await world.report().fault == .cutOff(last: 7, anchored: 10))
    }
}
