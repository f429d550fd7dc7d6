import Logging
import Storage
import Synchronization
import Testing

@testable import Console

@Suite struct AuditKeeperTests {
    private func log(_ world: AuditWorld) -> AuditLog {
        AuditLog(database: world.database, anchor: world.anchor, now: world.clock.now)
    }

    @Test func `the latest head is anchored, once for however many entries`() async throws {
        let world = try AuditWorld()
        let anchoring = AuditAnchoring(log(world), logger: .dropping)
        await anchoring.round()
        #expect(try await world.anchor.heads().map(\.head) == [])
        let first = try await world.note(["a", "b", "c"], isAnchored: false)
        await anchoring.round()
        await anchoring.round()
        #expect(try await world.anchor.heads().map(\.head) == [first])
        try await world.tamper("UPDATE revisions SET revision = revision + 1")
        await anchoring.round()
        #expect(try await world.anchor.heads().map(\.head) == [first])
        let second = try await world.note(["d"], isAnchored: false)
        await anchoring.round()
        #expect(try await world.anchor.heads().map(\.head) == [first, second])
        // A program that starts anew anchors nothing twice.
        await AuditAnchoring(log(world), logger: .dropping).round()
        #expect(try await world.anchor.heads().map(\.head) == [first, second])
    }

    @Test func `what cannot be anchored is tried again`() async throws {
        let world = try AuditWorld()
        let anchoring = AuditAnchoring(log(world), logger: .dropping)
        let head = try await world.note(["a"], isAnchored: false)
        world.anchor.fail("no agent")
        await anchoring.round()
        world.anchor.fail(nil)
        #expect(try await world.anchor.heads().map(\.head) == [])
        await anchoring.round()
        #expect(try await world.anchor.heads().map(\.head) == [head])
    }

    @Test func `what is refused is told until it is taken, and is tried again after a pause`() async throws {
        let world = try AuditWorld()
        let uptime = Mutex(ContinuousClock.now)
        let log = AuditLog(
            database: world.database, anchor: world.anchor, now: world.clock.now, uptime: { uptime.withLock { $0 } })
        let anchoring = AuditAnchoring(log, logger: .dropping)
        let head = try await world.note(["a"], isAnchored: false)
        #expect(log.anchorFailure == nil)
        world.anchor.fail("too high", isRefusal: true)
        await anchoring.round()
        let failure = AuditLog.AnchorFailure(words: "too high", since: world.clock.now(), isRefusal: true)
        #expect(log.anchorFailure == failure)
        #expect(try await log.verify().anchorFailure == failure)
        world.anchor.fail(nil)
        await anchoring.round()
        #expect(try await world.anchor.heads().isEmpty)
        uptime.withLock { $0 += .seconds(31) }
        await anchoring.round()
        #expect(try await world.anchor.heads().map(\.head) == [head])
        #expect(log.anchorFailure == nil)
        // What root accepts is an entry: then it does not take long.
        let next = try await world.note(["b"], isAnchored: false)
        world.anchor.fail("too high", isRefusal: true)
        await anchoring.round()
        world.anchor.fail(nil)
        uptime.withLock { $0 += .seconds(4) }
        await anchoring.round()
        #expect(try await world.anchor.heads().map(\.head) == [head])
        let accepted = try await world.note(["c"], isAnchored: false)
        await anchoring.round()
        #expect(try await world.anchor.heads().map(\.head) == [head, accepted] && accepted != next)
        // The last round of all does not wait.
        let last = try await world.note(["d"], isAnchored: false)
        world.anchor.fail("too high", isRefusal: true)
        await anchoring.round()
        world.anchor.fail(nil)
        await anchoring.round(isLast: true)
        #expect(try await world.anchor.heads().map(\.head) == [head, accepted, last])
    }

    @Test func `the keeper writes the sums at its end and anchors them`() async throws {
        let world = try AuditWorld()
        let log = log(world)
        for _ in 0..<30 { await log.noteAttempt(AuditEvent(.ban, result: .refused), by: .ada) }
        let keeper = AuditKeeper(log, logger: .dropping) { _ in throw CancellationError() }
        await keeper.run()
        let report = try await log.verify()
        #expect(report.entries == 21 && report.anchored == 21)
        #expect(try await log.page(AuditFilter(kinds: [.refused]), limit: 5).entries.first?.subject == "ada")
    }

    @Test func `pages follow each other without a gap, and a range stays where it was for all of them`() async throws {
        let world = try AuditWorld()
        let log = log(world)
        try await world.note((1...30).map { "\($0)" }, kind: .ban)
        try await world.note((31...45).map { "\($0)" }, kind: .stop)
        var (before, numbers) = (Int64?.none, [Int64]())
        repeat {
            let page = try await log.page(AuditFilter(kinds: [.ban]), limit: 7, before: before)
            #expect(page.entries.count <= 7 && !page.isCutShort)
            numbers += page.entries.map(\.sequence)
            before = page.next
        } while before != nil
        #expect(numbers == (1...30).reversed())
        let recent = AuditFilter(actor: "ada", kinds: [.stop], from: .ago(60)).settled(now: world.clock.now())
        world.clock.advance(3600)
        #expect(try await log.page(recent, limit: 100).entries.map(\.sequence) == (31...45).reversed())
    }

    @Test func `a search that takes long tells that more may be found further back`() async throws {
        let world = try AuditWorld()
        try await world.database.write { transaction in
            for number in 0..<5200 { try transaction.note(AuditEvent(.ban, subject: "\(number)"), by: .ada, at: 1) }
        }
        let ticks = AuditTicks()
        let slow = AuditLog(database: world.database, now: world.clock.now, uptime: ticks.next)
        let page = try await slow.page(AuditFilter(text: "nothing"), limit: 10)
        #expect(page.entries.isEmpty && page.isCutShort && page.next == 201)
        let rest = try await slow.page(AuditFilter(text: "nothing"), limit: 10, before: page.next)
        #expect(!rest.isCutShort && rest.next == nil)
    }
}

/// A clock that goes on by a second with each look.
private final class AuditTicks: Sendable {
    private let state = Mutex(ContinuousClock.now)

    @Sendable func next() -> ContinuousClock.Instant {
        state.withLock { now in
            now += .seconds(1)
            return now
        }
    }
}
