import Fail2ban
import Foundation
import Host
import TestSupport
import Testing

/// What real daemons hand to syslog and to the journal, read through the real `journalctl`.
@Suite(.serialized) struct RealJournalTests {
    private func read(_ host: TwoWayHost, after positions: [LogPosition] = []) async throws -> [LogObservation] {
        try await host.log(after: positions, limit: 1 << 20).observations
    }

    @Test(arguments: LogTarget.throughJournal)
    func `the journal tells what a file would, line for line`(
        _ release: Fail2banRelease, _ target: LogTarget
    ) async throws {
        let jails = [TestJail("one", ["bantime": "2", "ignoreip": "192.0.2.200"]), .notEnforcing("two")]
        let fail2ban = try await RealFail2ban.start(jails, release: release, target: target)
        let host = try await TwoWayHost(fail2ban)
        #expect(try await host.blindSpots() == [])
        fail2ban.write("failure from 192.0.2.200", to: "one")
        try await fail2ban.attackUntilBanned(from: "192.0.2.1", on: "one")
        fail2ban.attack(from: "2001:db8::1", on: "two")
        _ = try fail2ban.client(["set", "one", "banip", "user n\u{e4}me"])
        #expect(
            await eventually {
                let log = fail2ban.folder.read("fail2ban.log")
                return ["[one] Unban 192.0.2.1", "[one] Unban user", "Failed to execute ban jail 'two'"]
                    .allSatisfy(log.contains)
            }, "\(fail2ban.folder.read("fail2ban.log"))")
        fail2ban.stop()
        let expected = try LogOracle.events(in: [fail2ban.logPath])
        var seen: [String] = []
        #expect(
            try await eventually {
                seen = try await read(host).map(LogOracle.event)
                return seen.last == "exited - -"
            }, "\(seen)")
        // An id with a space is beyond the plain reading.
        #expect(Array(seen.filter { !$0.contains("user") }.difference(from: expected)).isEmpty)
        #expect(seen.contains("ban one user n\u{e4}me") && seen.contains("unban one user n\u{e4}me"))
        for kind in ["found", "ban", "unban", "ignore", "started", "stopped", "banfailed", "starting", "stopping"] {
            #expect(seen.contains { $0.hasPrefix(kind + " ") }, "no \(kind)")
        }
        await host.close()
    }

    @Test func `waiting ends with a new line, and while there is none it lasts`() async throws {
        let fail2ban = try await RealFail2ban.start(target: .syslog)
        let host = try await TwoWayHost(fail2ban)
        let clock = ContinuousClock()
        var positions: [LogPosition] = []
        func drain() async throws {
            let reading = try await host.log(after: positions, limit: 1 << 20)
            positions = reading.positions.isEmpty ? positions : reading.positions
        }
        #expect(
            try await eventually {
                try await drain()
                return !positions.isEmpty
            })
        _ = await clock.measure { await host.waitForLog(beyond: [], atMost: .seconds(120)) }
        // Until the daemon has said all that it says at its start.
        #expect(
            try await eventually {
                try await drain()
                return await clock.measure { await host.waitForLog(beyond: positions, atMost: .milliseconds(300)) }
                    >= .milliseconds(300)
            })
        let before = positions
        async let waiting = clock.measure { await host.waitForLog(beyond: before, atMost: .seconds(120)) }
        fail2ban.write("failure from 192.0.2.1", to: "one")
        #expect(await waiting < .seconds(60))
        let later = try await host.log(after: before, limit: 1 << 20)
        #expect(later.observations.first.map(LogOracle.event) == "found one 192.0.2.1")
        let task = Task { await host.waitForLog(beyond: later.positions, atMost: .seconds(120)) }
        task.cancel()
        #expect(await clock.measure { await task.value } < .seconds(60))
        await host.close()
    }

    @Test func `without journalctl, and with a target out of reach, that is named`() async throws {
        let fail2ban = try await RealFail2ban.start(target: .syslog)
        let host = try await TwoWayHost(fail2ban, journal: JournalProgram(paths: ["/nowhere/journalctl"]))
        #expect(try await host.blindSpots() == [.journal(target: "SYSLOG", .missing)])
        await #expect(throws: HostError.self) { try await read(host) }
        let elsewhere = try await TwoWayHost(
            fail2ban, journal: JournalProgram(options: ["--directory=" + fail2ban.configurationDirectory]))
        #expect(try await elsewhere.blindSpots() == [.journal(target: "SYSLOG", .empty)])
        #expect(try await read(elsewhere) == [])
        _ = try fail2ban.client(["set", "logtarget", "STDOUT"])
        #expect(try await TwoWayHost(fail2ban).blindSpots() == [.logTarget("STDOUT")])
    }

    @Test func `a target that is changed to a file and back is read on in both`() async throws {
        let fail2ban = try await RealFail2ban.start(target: .syslog)
        var positions: [[UInt8]: LogPosition] = [:]
        var seen: [String] = []
        /// Reads with a host that starts anew, until a line tells this.
        func read(to event: String) async throws {
            let host = try await TwoWayHost(fail2ban)
            let isThere = try await eventually {
                let reading = try await host.log(after: Array(positions.values), limit: 1 << 20)
                #expect(reading.vanished.isEmpty)
                for position in reading.positions { positions[position.generation] = position }
                seen += reading.observations.map(LogOracle.event)
                return seen.contains(event)
            }
            #expect(isThere, "no \(event) in \(seen)")
            await host.close()
        }
        fail2ban.write("failure from 192.0.2.1", to: "one")
        try await read(to: "found one 192.0.2.1")
        _ = try fail2ban.client(["set", "logtarget", fail2ban.folder.file("second.log")])
        fail2ban.write("failure from 192.0.2.2", to: "one")
        try await read(to: "found one 192.0.2.2")
        _ = try fail2ban.client(["set", "logtarget", "SYSLOG"])
        fail2ban.write("failure from 192.0.2.3", to: "one")
        try await read(to: "found one 192.0.2.3")
        #expect(seen.filter { $0.hasPrefix("found") }.map { String($0.suffix(1)) } == ["1", "2", "3"])
        #expect(positions.count == 2)
    }
}
