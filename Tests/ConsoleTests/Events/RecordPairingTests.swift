import Fail2ban
import Host
import Storage
import Testing

@testable import Console

struct RecordPairingTests {
    @Test func `a record brings length, count and lines to the line of its ban`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(10, "a", .ban(.eve))
        try await pad.take(script.lines)
        let lines: [[UInt8]] = [Array("one".utf8), [0xff, 0x00, 0x41]]
        let result = try await pad.pair([.of(.eve, at: 9, seconds: 300, count: 2, matches: lines)])
        #expect(result.amended == 1 && result.added.isEmpty)
        let event = try #require(try await pad.events().first)
        #expect(event.banTime == 300 && event.count == 2 && event.failures == 3 && event.recordedAt == 1_000_009)
        #expect(event.why == .failures && event.source == .log)
        #expect(try await pad.database.read { try $0.events.lines(of: [event.id]) }[event.id] == lines)
    }

    @Test func `each of several bans gets its own record`() async throws {
        let pad = try Pad()
        var script = Script()
        for at in [10.0, 20, 30] { script.say(at, "a", .ban(.eve)) }
        try await pad.take(script.lines)
        _ = try await pad.pair([.of(.eve, at: 10, count: 1), .of(.eve, at: 20, count: 2), .of(.eve, at: 30, count: 3)])
        #expect(try await pad.events().map(\.count) == [1, 2, 3])
    }

    @Test func `a record whose line is missing does not take the line of the next ban`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(50, "a", .ban(.eve))
        try await pad.take(script.lines)
        let result = try await pad.pair([.of(.eve, at: 10, count: 1), .of(.eve, at: 49, count: 2)])
        #expect(result.added.count == 1 && result.amended == 1)
        let events = try await pad.events()
        #expect(events.map(\.source) == [.database, .log])
        #expect(events.map(\.count) == [1, 2])
    }

    @Test func `bans of a second each are told apart`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(10.3, "a", .ban(.eve))
        script.say(12.3, "a", .ban(.eve))
        try await pad.take(script.lines)
        _ = try await pad.pair([.of(.eve, at: 10, count: 1), .of(.eve, at: 12, count: 2)])
        #expect(try await pad.events().map(\.count) == [1, 2])
    }

    @Test func `records are known once, however often they are read`() async throws {
        let pad = try Pad()
        let records: [RecordedBan] = [.of(.eve, at: 10), .of(.mallory, at: 10), .of(.eve, at: 10, jail: "b")]
        #expect(try await pad.pair(records).added.count == 3)
        #expect(try await pad.pair(records).added.isEmpty)
        #expect(try await pad.events().count == 3)
    }

    @Test func `a fresh record waits for its line, and not where no line can come`() async throws {
        let pad = try Pad()
        let fresh: [RecordedBan] = [.of(.eve, at: 90)]
        let waiting = try await pad.pair(fresh)
        #expect(waiting.added.isEmpty && waiting.waiting.map(\.bannedAt) == [1_000_090])
        #expect(try await pad.pair(fresh, awaitsLines: false).added.count == 1)
    }

    @Test func `a line that comes late takes the record's event over`() async throws {
        let pad = try Pad()
        _ = try await pad.pair([.of(.eve, at: 10, seconds: 300)])
        var script = Script()
        script.say(11, "a", .ban(.eve))
        script.say(12, "a", .alreadyBanned(.eve))
        #expect(try await pad.take(script.lines).isEmpty)
        let events = try await pad.events()
        #expect(events.count == 1)
        #expect(
            events[0].source == .log && events[0].place != nil && events[0].banTime == 300 && events[0].at == 1_000_011)
    }

    @Test func `a ban without failures was by hand`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(10, "a", .ban(.eve))
        try await pad.take(script.lines)
        _ = try await pad.pair([.of(.eve, at: 10, failures: 0)])
        #expect(try await pad.told() == ["ban:hand"])
    }

    @Test func `a longer time that a line told of stays`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(10, "a", .ban(.eve))
        script.say(10.1, "a", .increase(.eve, count: 3, seconds: 2400))
        try await pad.take(script.lines)
        _ = try await pad.pair([.of(.eve, at: 10, seconds: 600, count: 1)])
        let event = try #require(try await pad.events().first)
        #expect(event.banTime == 2400 && event.count == 3)
    }
}
