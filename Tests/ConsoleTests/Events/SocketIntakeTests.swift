import Fail2ban
import Host
import Storage
import Testing

@testable import Console

/// What two looks at the bans of a jail tell, with what is known beside them.
struct SocketIntakeTests {
    /// A row of the mirror; `bannedAt` in seconds after the moment 1,000,000.
    private func row(_ id: BanID, bannedAt: Int64?) -> BanRecord {
        let ban = HostBan(id: id, bannedAt: bannedAt.map { 1_000_000 + $0 }, time: .seconds(600))
        return BanRecord(ban, host: .local, jail: JailName(existing: "a"))
    }

    /// Takes a difference in that was found between the seconds 1000 and 1010 after that moment.
    private func take(_ difference: BanDifference, into pad: Pad, isReturning: Bool = false) async throws {
        var sight = SocketIntake.Sight(
            host: .local, jail: JailName(existing: "a"), since: 1_001_000, at: 1_001_010)
        sight.isReturning = isReturning
        try await pad.database.write(.telemetry) { [sight] transaction in
            var intake = try SocketIntake(sight, in: transaction)
            _ = try intake.take(difference)
        }
    }

    @Test(arguments: [false, true])
    func `what is in force without a beginning between the looks came back with its jail, or is new`(
        isReturning: Bool
    ) async throws {
        let pad = try Pad()
        var difference = BanDifference(isFirst: false)
        difference.added = [row(.eve, bannedAt: 500), row(.mallory, bannedAt: nil)]
        try await take(difference, into: pad, isReturning: isReturning)
        let kind = isReturning ? "restore:-" : "ban:-"
        #expect(try await pad.told() == [kind, kind])
    }

    @Test func `what began between the looks is a ban though its jail came back`() async throws {
        let pad = try Pad()
        var difference = BanDifference(isFirst: false)
        difference.added = [row(.eve, bannedAt: 1005)]
        try await take(difference, into: pad, isReturning: true)
        #expect(try await pad.told() == ["ban:-"])
        #expect(try await pad.events().map(\.at) == [1_001_005])
    }

    @Test(arguments: [(500, false), (nil, false), (1007, true)])
    func `an unban that a line told, of a ban that nobody told, is the end of what began before it`(
        bannedAt: Int64?, isToldAnew: Bool
    ) async throws {
        let pad = try Pad()
        var script = Script()
        script.say(1005, "a", .unban(.eve))
        try await pad.take(script.lines)
        var difference = BanDifference(isFirst: false)
        difference.gone = [row(.eve, bannedAt: bannedAt)]
        try await take(difference, into: pad)
        #expect(try await pad.events().map(\.source) == (isToldAnew ? [.log, .socket] : [.log]))
    }

    @Test func `a ban in place of an earlier one is the end of that and a ban`() async throws {
        let pad = try Pad()
        var difference = BanDifference(isFirst: false)
        difference.replaced = [
            BanDifference.Replacement(before: row(.eve, bannedAt: 402), after: row(.eve, bannedAt: 1005))
        ]
        try await take(difference, into: pad)
        #expect(try await pad.told() == ["unban:expired", "ban:-"])
        #expect(try await pad.events().map(\.at) == [1_001_002, 1_001_005])
    }

    @Test(arguments: [nil, 400, 4610])
    func `a beginning that is not between the looks was only read otherwise`(bannedAt: Int64?) async throws {
        let pad = try Pad()
        var difference = BanDifference(isFirst: false)
        difference.replaced = [
            BanDifference.Replacement(before: row(.eve, bannedAt: 300), after: row(.eve, bannedAt: bannedAt))
        ]
        try await take(difference, into: pad)
        #expect(try await pad.told() == [])
    }

    @Test func `a ban that was told before and came back with its jail is a restore`() async throws {
        for isLifted in [false, true] {
            let pad = try Pad()
            var script = Script()
            script.say(500, "a", .ban(.eve))
            if isLifted { script.say(900, "a", .repeal(.eve)) }
            try await pad.take(script.lines)
            var difference = BanDifference(isFirst: false)
            difference.added = [row(.eve, bannedAt: 500)]
            try await take(difference, into: pad, isReturning: true)
            #expect(try await pad.told() == ["ban:-"] + (isLifted ? ["repeal:stopping"] : []) + ["restore:-"])
        }
    }

    @Test func `a ban that was told before is told again only where it was lifted between`() async throws {
        for isLifted in [false, true] {
            let pad = try Pad()
            var script = Script()
            script.say(1001, "a", .ban(.eve))
            if isLifted { script.say(1003, "a", .unban(.eve)) }
            try await pad.take(script.lines)
            var difference = BanDifference(isFirst: false)
            difference.added = [row(.eve, bannedAt: isLifted ? 1006 : 1001)]
            try await take(difference, into: pad)
            #expect(try await pad.events().map(\.kind) == (isLifted ? [.ban, .unban, .ban] : [.ban]))
        }
    }

    /// fail2ban counts a ban from the failure that led to it, and writes its line later.
    @Test func `a ban whose line came later than its beginning is told once`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(600, "a", .ban(.eve))
        try await pad.take(script.lines)
        var difference = BanDifference(isFirst: false)
        difference.added = [row(.eve, bannedAt: 590)]
        try await take(difference, into: pad)
        #expect(try await pad.told() == ["ban:-"])
    }

    @Test func `a ban that began between the looks, ended, and began again is three events`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(1001, "a", .ban(.eve))
        try await pad.take(script.lines)
        var difference = BanDifference(isFirst: false)
        difference.replaced = [
            BanDifference.Replacement(before: row(.eve, bannedAt: 1001), after: row(.eve, bannedAt: 1007))
        ]
        try await take(difference, into: pad)
        #expect(try await pad.events().map(\.kind) == [.ban, .unban, .ban])
    }

    @Test func `what an operation did between the looks bears it`() async throws {
        let pad = try Pad()
        try await pad.database.write { transaction in
            for (kind, id) in [("ban", "192.0.2.1"), ("unban", "192.0.2.2")] {
                try transaction.operations.insert(
                    Operation(
                        id: kind, kind: kind, actorID: nil, actorName: "ada", origin: "web", address: nil,
                        at: 1_001_004),
                    items: [OperationItem(host: "local", jail: "a", id: id, result: "done")])
            }
        }
        var difference = BanDifference(isFirst: false)
        difference.added = [row(.eve, bannedAt: 1005)]
        difference.gone = [row(.mallory, bannedAt: 800)]
        try await take(difference, into: pad)
        #expect(try await Set(pad.told()) == ["ban:hand", "unban:hand"])
        #expect(try await Set(pad.events().map(\.operationID)) == ["ban", "unban"])
    }

    @Test func `a line about a ban after one that was seen to end is another's`() async throws {
        let pad = try Pad()
        var difference = BanDifference(isFirst: false)
        difference.added = [row(.eve, bannedAt: 1001)]
        try await take(difference, into: pad)
        difference.added = []
        difference.gone = [row(.eve, bannedAt: 1001)]
        try await take(difference, into: pad)
        var script = Script()
        script.say(1100, "a", .ban(.eve))
        try await pad.take(script.lines)
        #expect(try await pad.events().map(\.kind) == [.ban, .unban, .ban])
    }

    @Test func `of one moment what became visible first comes before, and what is not stored yet is the last`() {
        func event(_ at: Int64, _ millisecond: Int64 = 0, id: Int64 = 0) -> EventRecord {
            var event = EventRecord(
                host: "local", at: at, millisecond: millisecond, kind: .ban, source: .log, jail: "a", banID: "192.0.2.1"
            )
            event.id = id
            return event
        }
        #expect(event(1).precedes(event(2)) && !event(2).precedes(event(1)))
        #expect(event(1, 5).precedes(event(1, 6)) && !event(1, 6, id: 1).precedes(event(1, 5, id: 2)))
        #expect(event(1, id: 1).precedes(event(1, id: 2)) && !event(1, id: 2).precedes(event(1, id: 1)))
        #expect(event(1, id: 9).precedes(event(1)) && !event(1).precedes(event(1, id: 9)))
        #expect(!event(1).precedes(event(1)))
    }
}
