import Foundation
import Host
import Storage
import TestSupport
import Testing

@testable import Console

/// What BanGUI knows of a daemon that logs to syslog or to the journal, against a plain reading of the same lines.
@Suite(.serialized) struct JournalCaptureTests {
    private let eve = "192.0.2.1"
    private let mallory = "192.0.2.2"

    @Test(arguments: LogTarget.throughJournal)
    func `a daemon in the journal is known line for line, over restarts of both`(
        release: Fail2banRelease, target: LogTarget
    ) async throws {
        let world = try await GuardedWorld.start(
            [TestJail("one", ["bantime": "2"]), TestJail("two", ["ignoreip": mallory])], release: release,
            target: target)
        try await world.fail2ban.attackUntilBanned(from: eve, on: "one", times: 4)
        world.fail2ban.attack(from: eve, on: "two", times: 3)
        world.fail2ban.attack(from: mallory, on: "two", times: 2)
        #expect(
            try await eventually {
                try LogOracle.read(world.fail2ban).contains { $0.hasPrefix("lift one") }
            })
        try await world.expectLineForLine()
        #expect(world.guarding.board.status.blindSpots == [])
        // The daemon's records come late, and say when a ban was to end.
        #expect(
            try await eventually {
                try await world.drain()
                return try await world.told("ban").allSatisfy { $0.recordedAt != nil }
            })
        // While BanGUI is away; a record of a ban within two seconds of the one before would pass for the same.
        try await Task.sleep(for: .seconds(3))
        try await world.fail2ban.attackUntilBanned(from: eve, on: "one")
        _ = try world.fail2ban.client(["set", "two", "unbanip", eve])
        _ = try world.fail2ban.client(["set", "two", "banip", eve])
        let second = try await world.restarted()
        try await second.expectLineForLine()
        try await second.fail2ban.restart()
        try await second.expectLineForLine()
        let unbans = try await second.told("unban")
        #expect(unbans.contains { $0.jail == "two" && $0.why == .hand })
        #expect(unbans.filter { $0.jail == "one" }.allSatisfy { $0.why == .expired })
        let bans = try await second.told("ban")
        #expect(bans.contains { $0.jail == "two" && $0.why == .hand })
        #expect(bans.contains { $0.jail == "one" && $0.why == .failures && $0.banTime == 2 })
        #expect(try await second.told("daemon").compactMap(\.why) == [.started, .stopped, .started])
        await second.host.close()
        await world.host.close()
    }

    @Test func `a journal that cannot be read leaves what the database tells, and is named`() async throws {
        let world = try await GuardedWorld.start(
            [TestJail("one")], target: .syslog, journal: JournalProgram(paths: ["/nowhere/journalctl"]))
        world.clock.advance(60)
        world.fail2ban.attack(from: eve, on: "one")
        #expect(try await eventually { try world.banned() == [eve] })
        #expect(
            try await eventually {
                _ = try? await world.guarding.intake.takeIn()
                return try await world.told("ban").map(\.source) == [.database]
            })
        #expect(world.guarding.board.status.blindSpots == [.journal(target: "SYSLOG", .missing)])
    }
}
