import Fail2ban
import Host
import Storage
import Testing

@testable import Console

/// Bans and unbans of a few ids that every source tells of in its own time, or never.
struct SourcePropertyTests {
    @Test(arguments: isLong ? Array(1...300) : Array(1...20))
    func `each change is an event once, whichever sources tell of it and whenever`(seed: UInt64) async throws {
        var story = try ToldStory(seed: seed)
        for moment in 0..<900 { try await story.go(to: Int64(moment)) }
        try await story.end()
        for id in ToldStory.ids {
            let events = try await story.events(of: id)
            let changes = story.changes.filter { $0.id == id }
            let isSame = events.count == changes.count && zip(events, changes).allSatisfy { $1.isTold(by: $0) }
            #expect(isSame, "seed \(seed), \(id):\n\(changes.map(\.text))\n\(events.map(\.text))")
        }
    }
}

/// A jail as it is, and what the sources have told of it. Times are seconds after the moment 1,000,000.
private struct ToldStory {
    struct Change {
        var id: BanID
        var isBan: Bool
        var at: Int64

        var text: String { "\(isBan ? "ban" : "unban") \(at)" }

        /// Whether an event is of this kind and its moments hold this one, as closely as its source knows them.
        func isTold(by event: EventRecord) -> Bool {
            let (from, to) = ((event.since ?? event.at) - 1_000_000, event.at - 1_000_000)
            return event.kind == (isBan ? .ban : .unban) && from <= at + 2 && at <= to + 2
        }
    }

    static let ids = (1...4).map { BanID(reading: "192.0.2.\($0)") }
    private static let jail = JailName(existing: "a")
    private static let start: Int64 = 1_000_000

    private(set) var changes: [Change] = []
    private let pad: Pad
    private var random: SeededGenerator
    private let listHasTimes: Bool
    private var script = Script()
    private var read = 0
    private var records: [RecordedBan] = []
    private var inForce: [BanID: Int64] = [:]
    private var nextChange: [BanID: Int64] = [:]
    private var (lastLook, nextLook): (Int64, Int64) = (0, 0)

    init(seed: UInt64) throws {
        pad = try Pad()
        random = SeededGenerator(seed: seed)
        listHasTimes = Bool.random(using: &random)
        for id in Self.ids { nextChange[id] = Int64.random(in: 5...40, using: &random) }
    }

    /// One second: something may change, and each source may tell.
    mutating func go(to moment: Int64) async throws {
        for id in Self.ids where nextChange[id] == moment {
            change(id, moment)
            nextChange[id] = moment + Int64.random(in: 12...150, using: &random)
        }
        if Int.random(in: 0..<40, using: &random) == 0 { try await readLines() }
        if Int.random(in: 0..<40, using: &random) == 0 { try await readRecords(moment) }
        if moment >= nextLook { try await look(moment) }
        if Int.random(in: 0..<60, using: &random) == 0 { try await readLines() }
    }

    /// What is still to be told is told.
    mutating func end() async throws {
        try await look(901)
        try await readRecords(901)
        try await readLines()
    }

    func events(of id: BanID) async throws -> [EventRecord] {
        try await pad.events().filter { $0.banID == id.text }
    }

    private mutating func change(_ id: BanID, _ moment: Int64) {
        let isBan = inForce[id] == nil
        changes.append(Change(id: id, isBan: isBan, at: moment))
        // Of some there is no line, and of some bans no record.
        if Int.random(in: 0..<3, using: &random) > 0 {
            script.say(Double(moment) + 0.3, "a", isBan ? .ban(id) : .unban(id))
        }
        guard isBan else {
            inForce[id] = nil
            // By hand, which erases what the daemon had on record.
            if Bool.random(using: &random) { records.removeAll { $0.id == id } }
            return
        }
        let bannedAt = moment - Int64.random(in: 0...1, using: &random)
        inForce[id] = bannedAt
        if Int.random(in: 0..<3, using: &random) > 0 { records.append(.of(id, at: bannedAt)) }
    }

    private mutating func readLines() async throws {
        let lines = Array(script.lines[read...])
        read = script.lines.count
        try await pad.take(lines)
    }

    private func readRecords(_ moment: Int64) async throws {
        let recent = records.filter { $0.bannedAt >= Self.start + moment - RecordIntake.lag }
        _ = try await pad.pair(recent, now: Self.start + moment, awaitsLines: false)
    }

    /// The list of the bans in force is read, and the mirror made like it.
    private mutating func look(_ moment: Int64) async throws {
        let hasTimes = listHasTimes
        let list = inForce.map { id, bannedAt in
            let ban = HostBan(id: id, bannedAt: hasTimes ? Self.start + bannedAt : nil, time: .seconds(6000))
            return BanRecord(ban, host: .local, jail: Self.jail)
        }
        let sight = SocketIntake.Sight(
            host: .local, jail: Self.jail, since: Self.start + lastLook, at: Self.start + moment)
        try await pad.database.write(.telemetry) { transaction in
            let difference = try transaction.bans.difference(host: "local", jail: "a", with: list)
            let effect = try transaction.bans.effect(difference, host: "local", jail: "a")
            var intake = try SocketIntake(sight, in: transaction)
            _ = try intake.take(difference.only(effect))
        }
        lastLook = moment
        // Now and then BanGUI does not run for a while.
        nextLook = moment + Int64.random(in: 1...(Bool.random(using: &random) ? 2 : 11), using: &random)
    }
}

extension EventRecord {
    fileprivate var text: String {
        "\(kind) \(since.map { "\($0 - 1_000_000)…" } ?? "")\(at - 1_000_000) \(source) \(recordedAt.map { "\($0 - 1_000_000)" } ?? "-")"
    }
}
