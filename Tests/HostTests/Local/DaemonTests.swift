import Fail2ban
import Host
import Logging
import TestSupport
import Testing

@Suite(.serialized) struct DaemonTests {
    @Test(arguments: Fail2banRelease.all) func `the daemon tells its version, start, database and log`(
        release: Fail2banRelease
    ) async throws {
        let before = SystemClock.seconds()
        let fail2ban = try await RealFail2ban.start(release: release, purgeAge: "30d")
        let host = try await TwoWayHost(fail2ban)
        let daemon = try await host.daemon()
        #expect(daemon.version.text == release.version)
        #expect(daemon.version.isTested)
        #expect(abs((daemon.startedAt ?? 0) - before) < 120)
        #expect(daemon.databasePath == fail2ban.databasePath)
        #expect(daemon.databaseReadable)
        #expect(daemon.purgeAge == 2_592_000)
        #expect(daemon.logTarget == fail2ban.logPath)
        #expect(daemon.logLevel == "INFO")
        await host.close()
        await #expect(throws: HostError.closed) { try await host.daemon() }
    }

    @Test(.shows("ABUSE-1"), arguments: Fail2banRelease.all)
    func `a killed daemon is a stale socket, and its return is noticed`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start(release: release)
        let host = try await TwoWayHost(fail2ban)
        _ = try await host.ban(ids("192.0.2.1"), in: one)
        #expect(try await eventually { try await host.bans(in: one).bans.first?.count == 1 })
        fail2ban.kill9()
        let stale = HostError.unreachable(.staleSocket(path: fail2ban.socketPath))
        await #expect(throws: stale) { try await host.counters() }
        await #expect(throws: stale) { try await host.ping(deadline: .seconds(30)) }
        try await fail2ban.launch()
        try await host.ping(deadline: .seconds(30))
        #expect(try await eventually { try await host.bans(in: one).bans.map(\.id.text) == ["192.0.2.1"] })
        fail2ban.stop()
        await #expect(throws: HostError.unreachable(.notRunning(path: fail2ban.socketPath))) {
            try await host.counters()
        }
        await host.close()
    }

    @Test(.shows("ABUSE-2")) func `a daemon that hangs ends every operation in time, and answers again after it`()
        async throws
    {
        let fail2ban = try await RealFail2ban.start()
        let host = try await TwoWayHost(fail2ban)
        try await host.ping(deadline: .seconds(30))
        fail2ban.pause()
        let start = ContinuousClock.now
        await #expect(throws: HostError.timedOut) { try await host.ping(deadline: .milliseconds(300)) }
        await #expect(throws: HostError.timedOut) { try await host.counters() }
        #expect(start.duration(to: .now) < .seconds(30))
        fail2ban.resume()
        #expect(await eventually { (try? await host.counters().count) == 1 })
        try await host.ping(deadline: .seconds(30))
        await host.close()
    }

    @Test func `the machine's own addresses are protected`() async throws {
        let host = LocalHost(.init(socketPath: "/nonexistent"), logger: .init(label: "test"))
        let own = await host.protectedNetworks().filter { $0.reason == .ownAddress }.map { "\($0.network)" }
        #expect(own.contains("127.0.0.1"))
    }
}
