import Fail2ban
import Foundation
import Host
import Logging
import TestSupport
import Testing

/// The log of real daemons, read while they write it.
@Suite(.serialized) struct RealLogTests {
    private static let actions = """
        [Definition]
        actionban = true
        actionunban = false
        actionflush = true
        """

    private func start(_ release: Fail2banRelease) async throws -> RealFail2ban {
        let fail2ban = try await RealFail2ban.start([TestJail("one")], release: release)
        try fail2ban.folder.write(Self.actions, to: "config/action.d/flushes.conf")
        try fail2ban.folder.write(
            Self.actions.replacingOccurrences(of: "actionflush = true", with: ""), to: "config/action.d/keeps.conf")
        try fail2ban.configure([
            TestJail("one", ["ignoreip": "192.0.2.200"]), .notEnforcing("two"),
            TestJail("three", ["action": "flushes"]),
            TestJail("four", ["action": "keeps"]),
            TestJail("five", ["bantime": "2", "bantime.increment": "true", "maxretry": "2"]),
        ])
        _ = try fail2ban.client(["reload"])
        return fail2ban
    }

    /// Whether the log says it, within some seconds.
    private func says(_ words: String, _ fail2ban: RealFail2ban) async -> Bool {
        await eventually { fail2ban.folder.read("fail2ban.log").contains(words) }
    }

    @Test(arguments: Fail2banRelease.all)
    func `every kind of line of a real daemon is read, as a plain reading does`(_ release: Fail2banRelease) async throws
    {
        let fail2ban = try await start(release)
        let host = try await TwoWayHost(fail2ban)
        fail2ban.write("failure from 192.0.2.200", to: "one")
        fail2ban.attack(from: "192.0.2.1", on: "one")
        fail2ban.attack(from: "2001:db8::1", on: "two")
        _ = try fail2ban.client(["set", "one", "attempt", "192.0.2.7", "why"])
        for jail in ["three", "four"] { _ = try fail2ban.client(["set", jail, "banip", "198.51.100.0/24"]) }
        try await fail2ban.attackUntilBanned(from: "192.0.2.5", on: "five", times: 2)
        #expect(await says("[five] Unban 192.0.2.5", fail2ban))
        try await fail2ban.attackUntilBanned(from: "192.0.2.5", on: "five", times: 2)
        #expect(await says("[five] Increase Ban 192.0.2.5", fail2ban))
        #expect(await says("Failed to execute ban jail 'two'", fail2ban))
        // In the first three seconds of a ban fail2ban says this at DEBUG only.
        try await Task.sleep(for: .seconds(4))
        fail2ban.attack(from: "192.0.2.1", on: "one")
        #expect(await says("192.0.2.1 already banned", fail2ban))
        _ = try fail2ban.client(["set", "four", "unbanip", "198.51.100.0/24"])
        _ = try fail2ban.client(["unban", "--all"])
        _ = try fail2ban.client(["set", "one", "banip", "192.0.2.1", "user name"])
        // What is not on record would not come back.
        let isRecorded = await eventually {
            let bans = (try? await host.recordedBans(since: 0, limit: 100)) ?? []
            return Set(bans.filter { $0.jail == one }.map(\.id.text)).isSuperset(of: ["192.0.2.1", "user name"])
        }
        #expect(isRecorded)
        try await fail2ban.restart()
        #expect(await says("Restore Ban 192.0.2.1", fail2ban))
        fail2ban.stop()
        let reading = try await host.log(after: [], limit: 1 << 20)
        let expected = try LogOracle.events(in: [fail2ban.logPath])
        // An id with a space is beyond the plain reading.
        let seen = reading.observations.map(LogOracle.event)
        #expect(seen.filter { !$0.contains("user name") } == expected)
        for kind in [
            "found", "attempt", "ban", "restore", "increase", "unban", "ignore", "already", "flush", "started",
            "stopped",
            "banfailed", "unbanfailed", "starting", "stopping", "exited",
        ] {
            #expect(seen.contains { $0.hasPrefix(kind + " ") }, "\(release): no \(kind)")
        }
        #expect(seen.contains("ban one user name"))
        let version = reading.observations.compactMap { observation -> String? in
            if case .daemonStarting(let version) = observation.message { version } else { nil }
        }
        #expect(version == [release.version, release.version])
    }

    @Test(arguments: Fail2banRelease.all)
    func `nothing is lost or doubled while the log is rotated in every way`(_ release: Fail2banRelease) async throws {
        let fail2ban = try await RealFail2ban.start(release: release)
        let host = try await TwoWayHost(fail2ban)
        let log = RotatedLog(fail2ban)
        let done = Flag()
        async let seen = follow(host, until: done)
        let writer = Task {
            for round in 0..<70 {
                for address in 1...4 { fail2ban.write("failure from 192.0.2.\(address)", to: "one") }
                if round % 7 == 0 { _ = try? fail2ban.client(["unban", "--all"]) }
                try? await Task.sleep(for: .milliseconds(25))
            }
        }
        for turn in 0..<6 {
            try await Task.sleep(for: .milliseconds(400))
            try log.rotate(by: [.rename, .copyTruncate, .rename][turn % 3])
        }
        await writer.value
        // What was written last may not have been found yet.
        let isFound = try await eventually {
            try LogOracle.events(in: log.all).count { $0.hasPrefix("found") } == 280
        }
        #expect(isFound, "the daemon did not find every failure")
        fail2ban.stop()
        done.set()
        let observed = try await seen
        let expected = try LogOracle.events(in: log.all)
        #expect(expected.count > 300)
        // Shown as what is too many or missing, and where.
        #expect(Array(observed.map(LogOracle.event).difference(from: expected)).isEmpty)
        let places = Set(observed.map { "\($0.generation) \($0.offset)" })
        #expect(places.count == observed.count)
        #expect(zip(observed, observed.dropFirst()).allSatisfy { $0.time <= $1.time + 2000 })
        // What a console that starts now reads is the same.
        let fresh = try await TwoWayHost(fail2ban)
        #expect(try await follow(fresh, until: done).map(LogOracle.event) == expected)
    }

    /// Reads on in small pieces until nothing comes after the flag was set.
    private func follow(_ host: TwoWayHost, until done: Flag) async throws -> [LogObservation] {
        var positions: [[UInt8]: LogPosition] = [:]
        var seen: [LogObservation] = []
        while true {
            let wasDone = done.isSet
            let reading = try await host.log(after: Array(positions.values), limit: 700)
            #expect(reading.vanished.isEmpty)
            seen += reading.observations
            for position in reading.positions { positions[position.generation] = position }
            if reading.positions.isEmpty {
                if wasDone { return seen }
                // Where the rotation failed, nobody will ever say that it is done.
                try Task.checkCancellation()
                await host.waitForLog(beyond: Array(positions.values), atMost: .milliseconds(500))
            }
        }
    }

    @Test func `the log and the database are read while the daemon is down, also by a console that never met it`()
        async throws
    {
        let fail2ban = try await RealFail2ban.start()
        let host = try await TwoWayHost(fail2ban)
        _ = try await host.daemon()
        fail2ban.stop()
        #expect(try await host.log(after: [], limit: 1 << 20).observations.last?.message == .daemonStopped)
        let fresh = try await TwoWayHost(fail2ban)
        #expect(try await fresh.log(after: [], limit: 1 << 20).observations.last?.message == .daemonStopped)
        #expect(try await fresh.recordedBans(since: 0, limit: 1).isEmpty)
        #expect(try await fresh.standingBans(of: [], in: one) == [:])
        try FileManager.default.removeItem(atPath: fail2ban.configurationDirectory)
        let lost = try await TwoWayHost(fail2ban)
        await #expect(throws: HostError.self) { try await lost.log(after: [], limit: 1) }
        await #expect(throws: HostError.self) { try await lost.recordedBans(since: 0, limit: 1) }
    }

    @Test func `times are those of the daemon's zone, also when it has ended`() async throws {
        let fail2ban = try await RealFail2ban.start(environment: ["TZ": "Asia/Kolkata"])
        let host = try await TwoWayHost(fail2ban)
        let observation = try #require(try await host.log(after: [], limit: 1 << 20).observations.first)
        #expect(observation.utcOffset == 19_800)
        #expect(abs(observation.time - Int64(Date().timeIntervalSince1970 * 1000)) < 60_000)
        fail2ban.stop()
        await #expect(throws: HostError.self) { try await host.ping(deadline: .seconds(1)) }
        await #expect(throws: HostError.self) { try await host.daemon() }
        let later = try await host.log(after: [], limit: 1 << 20).observations
        #expect(later.last?.message == .daemonStopped)
        #expect(Set(later.map(\.utcOffset)) == [19_800])
    }

    @Test func `waiting ends with a line, with the time, and with the task`() async throws {
        let fail2ban = try await RealFail2ban.start()
        let host = try await TwoWayHost(fail2ban)
        let clock = ContinuousClock()
        #expect(await clock.measure { await host.waitForLog(beyond: [], atMost: .seconds(120)) } < .seconds(60))
        var positions: [LogPosition] = []
        // Until the daemon has said all that it says at its start.
        #expect(
            try await eventually {
                positions = try await host.log(after: [], limit: 1 << 20).positions
                return await clock.measure { await host.waitForLog(beyond: positions, atMost: .milliseconds(300)) }
                    >= .milliseconds(300)
            })
        let quiet = positions
        async let waiting = clock.measure { await host.waitForLog(beyond: quiet, atMost: .seconds(120)) }
        fail2ban.write("failure from 192.0.2.1", to: "one")
        #expect(await waiting < .seconds(60))
        let later = try await host.log(after: quiet, limit: 1 << 20).positions
        let task = Task { await host.waitForLog(beyond: later, atMost: .seconds(120)) }
        task.cancel()
        #expect(await clock.measure { await task.value } < .seconds(60))
    }
}

/// Something that has happened.
private final class Flag: @unchecked Sendable {
    // Unchecked: `value` is only touched under `lock`.
    private let lock = NSLock()
    private var value = false

    var isSet: Bool { lock.withLock { value } }
    func set() { lock.withLock { value = true } }
}

/// The log of a daemon, rotated as logrotate does.
private final class RotatedLog {
    enum Way { case rename, copyTruncate }

    private let fail2ban: RealFail2ban
    private let files = FileManager.default
    private var count = 0

    init(_ fail2ban: RealFail2ban) { self.fail2ban = fail2ban }

    private func path(_ number: Int) -> String { fail2ban.logPath + (number == 0 ? "" : ".\(number)") }

    func rotate(by way: Way) throws {
        for number in stride(from: count, to: 0, by: -1) {
            for ending in ["", ".gz"] where files.fileExists(atPath: path(number) + ending) {
                try files.moveItem(atPath: path(number) + ending, toPath: path(number + 1) + ending)
            }
        }
        count += 1
        switch way {
        case .rename:
            try files.moveItem(atPath: path(0), toPath: path(1))
            usleep(150_000)
            _ = try fail2ban.client(["flushlogs"])
        case .copyTruncate:
            // Paused: what the daemon writes between the copy and the truncation is lost, whoever reads.
            fail2ban.pause()
            try files.copyItem(atPath: path(0), toPath: path(1))
            usleep(150_000)
            truncate(path(0), 0)
            fail2ban.resume()
        }
        if count > 1 { _ = try runProgram(["/usr/bin/gzip", "-f", path(2)]) }
    }

    /// All of them, the oldest first.
    var all: [String] {
        (0...count).reversed().compactMap { number in
            [path(number), path(number) + ".gz"].first { files.fileExists(atPath: $0) }
        }
    }
}
