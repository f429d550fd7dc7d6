import Fail2ban
import Host
import Storage
import Testing

@testable import Console

struct LineIntakeTests {
    @Test func `each line that tells of something is one event, also two that are the same`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(1, "a", .found(.eve, failedAt: nil))
        script.say(1, "a", .found(.eve, failedAt: nil))
        script.say(1, "a", .foundAgain(.eve))
        script.say(1.5, "a", .attempt(.eve))
        script.say(2, "a", .ban(.eve))
        script.say(2.1, "a", .ignore(.mallory, reason: "ip"))
        script.say(2.2, "a", .reban(.eve))
        try await pad.take(script.lines)
        #expect(
            try await pad.told() == ["found:-", "found:-", "attempt:-", "ban:-", "ignore:-", "reban:-"])
        let events = try await pad.events()
        #expect(events[4].note == "ip")
        #expect(events[0].at == 1_000_001 && events[2].millisecond == 500 && events[0].utcOffset == 3600)
        #expect(events[0].first == IPAddress("192.0.2.1")?.sortable)
    }

    @Test func `lines that were taken in before are passed over`() async throws {
        let pad = try Pad()
        var script = Script()
        for at in 1...5 { script.say(Double(at), "a", .found(.eve, failedAt: nil)) }
        #expect(try await pad.take(Array(script.lines[..<3])).count == 3)
        #expect(try await pad.take(script.lines).count == 2)
        #expect(try await pad.events().count == 5)
    }

    @Test(arguments: [false, true])
    func `later lines amend the ban before them`(isOneBatch: Bool) async throws {
        let pad = try Pad()
        var script = Script()
        script.say(1, "a", .ban(.eve))
        script.say(2, "a", .increase(.eve, count: 4, seconds: 7200))
        script.say(3, "a", .alreadyBanned(.eve))
        script.say(4, "a", .alreadyBanned(.eve))
        script.say(5, "a", .banFailed(.eve, reason: "nftables: no set"))
        if isOneBatch {
            try await pad.take(script.lines)
        } else {
            for line in script.lines { try await pad.take([line]) }
        }
        let events = try await pad.events()
        #expect(events.count == 1)
        #expect(events[0].count == 4 && events[0].banTime == 7200 && events[0].repeats == 2)
        #expect(!events[0].isEnforced && events[0].note == "nftables: no set")
    }

    @Test(arguments: [false, true])
    func `a jail that stops repeals its bans and unbans none`(isRestart: Bool) async throws {
        let pad = try Pad()
        var script = Script()
        script.say(0, nil, .daemonStarting(version: "1.0.2"))
        script.say(1, "a", .ban(.eve))
        script.say(1, "a", .ban(.mallory))
        if isRestart { script.say(49, nil, .daemonStopping) }
        script.say(50, "a", .unban(.eve))
        script.say(50.2, "a", .unban(.mallory))
        script.say(50.3, "a", .jailStopped)
        if isRestart { script.say(50.4, nil, .daemonStopped) }
        if isRestart { script.say(52, nil, .daemonStarting(version: "1.0.2")) }
        script.say(53, "a", .jailStarted)
        script.say(54, "a", .restore(.eve))
        try await pad.take(script.lines)
        let told = try await pad.told()
        #expect(told.filter { $0.hasPrefix("unban") } == [])
        #expect(told.filter { $0 == "repeal:stopping" }.count == 2)
        #expect(told.filter { $0 == "ban:-" }.count == 2)
        #expect(told.filter { $0 == "restore:-" }.count == 1)
        #expect(told.filter { $0 == "daemon:started" }.count == (isRestart ? 2 : 1))
        #expect(told.filter { $0 == "daemon:stopped" }.count == (isRestart ? 1 : 0))
    }

    /// Releases from 1.1.1 on tell a stop from an unban by themselves.
    @Test func `a line that says itself that a ban was lifted for a stop needs no other`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(1, "a", .ban(.eve))
        script.say(2, "a", .repeal(.eve))
        script.say(3, nil, .repeal(.eve))
        script.say(60, "a", .restore(.eve))
        script.say(61, "a", .unban(.eve))
        try await pad.take(script.lines, jailTimes: [JailName(existing: "a"): .seconds(600)])
        #expect(try await pad.told() == ["ban:-", "repeal:stopping", "restore:-", "unban:hand"])
    }

    @Test func `a daemon that starts twice vanished in between`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(0, nil, .daemonStarting(version: "1.0.2"))
        script.say(9, nil, .daemonStarting(version: "1.0.2"))
        try await pad.take(script.lines)
        #expect(try await pad.told() == ["daemon:started", "daemon:vanished"])
    }

    @Test func `an unban that runs out of lines long before its jail stops is judged for itself`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(0, "a", .ban(.eve))
        script.say(600, "a", .unban(.eve))
        script.say(4000, "a", .jailStopped)
        try await pad.take(script.lines, jailTimes: [JailName(existing: "a"): .seconds(600)])
        #expect(try await pad.told() == ["ban:-", "unban:expired", "jail:stopped"])
    }

    @Test func `what the daemon would restore tells a person's unban from an expiry`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(0, "a", .unban(.eve))
        script.say(0, "a", .unban(.mallory))
        let rows: [BanID: StandingBan] = [.mallory: StandingBan(bannedAt: 999_400, time: .seconds(600))]
        try await pad.take(script.lines, standing: [JailName(existing: "a"): rows])
        #expect(try await pad.told() == ["unban:hand", "unban:expired"])
    }

    @Test func `a ban by hand bears the operation that caused it`() async throws {
        let pad = try Pad()
        try await pad.database.write { transaction in
            try transaction.operations.insert(
                Operation(
                    id: "op", kind: "ban", actorID: nil, actorName: "ada", origin: "web", address: nil, at: 1_000_000),
                items: [OperationItem(host: "local", jail: "a", id: "192.0.2.1", result: "done")])
        }
        var script = Script()
        script.say(1, "a", .ban(.eve))
        script.say(1, "b", .ban(.eve))
        script.say(1, "a", .ban(.mallory))
        script.say(500, "a", .ban(.eve))
        try await pad.take(script.lines)
        #expect(try await pad.events().map(\.operationID) == ["op", nil, nil, nil])
        #expect(try await pad.told().first == "ban:hand")
    }

    @Test func `an unban that the firewall did not take keeps the daemon's words`() async throws {
        let pad = try Pad()
        var script = Script()
        script.say(1, "a", .ban(.eve))
        script.say(2, "a", .unban(.eve))
        script.say(2, "a", .unbanFailed(.eve, reason: "nft: no such element"))
        // Of an unban in an earlier batch, or of none.
        script.say(3, "a", .unbanFailed(.mallory, reason: "no"))
        try await pad.take(script.lines)
        #expect(try await pad.events().map(\.note) == [nil, "nft: no such element"])
    }

    @Test func `the end that was chosen for a ban is its expiry, whatever the jail's own time`() async throws {
        let pad = try Pad()
        try await pad.database.write { transaction in
            try transaction.operations.insert(
                Operation(
                    id: "op", kind: "ban", actorID: nil, actorName: "ada", origin: "web", address: nil, at: 1_000_000,
                    duration: 300),
                items: [OperationItem(host: "local", jail: "a", id: "192.0.2.1", result: "done")])
        }
        var script = Script()
        script.say(1, "a", .ban(.eve))
        script.say(301, "a", .unban(.eve))
        try await pad.take(script.lines, jailTimes: [JailName(existing: "a"): .seconds(9000)])
        #expect(try await pad.told() == ["ban:hand", "unban:expired"])
    }
}
