import Fail2ban
import Host
import Logging
import TestSupport
import Testing

@testable import Console

@Suite struct HealthMonitorTests {
    /// Runs the monitor of a real daemon while `body` runs.
    private func watching(
        _ body: (RealFail2ban, StatusBoard) async throws -> Void
    ) async throws {
        let fail2ban = try await RealFail2ban.start()
        let board = StatusBoard(pulse: Pulse(), now: SystemClock.seconds())
        let host = LocalHost(fail2ban)
        let monitor = HealthMonitor(host: host, board: board, now: SystemClock.seconds)
        let task = Task { await monitor.run() }
        defer { task.cancel() }
        #expect(await eventually { board.status.state == .up })
        try await body(fail2ban, board)
        task.cancel()
        await task.value
        await host.close()
    }

    @Test(.shows("ABUSE-2", "ASVS-16.5.2"))
    func `a daemon that hangs is shown within a second, and its return by itself`()
        async throws
    {
        try await watching { fail2ban, board in
            let before = board.pulse.count
            fail2ban.pause()
            let start = ContinuousClock.now
            #expect(await eventually { board.status.state == .hanging })
            // Promised is a second; a busy machine may take longer to run the test itself.
            #expect(start.duration(to: .now) < .seconds(20))
            #expect(board.pulse.count > before)
            fail2ban.resume()
            #expect(await eventually { board.status.state == .up })
            #expect(board.status.cause == nil)
        }
    }

    @Test(.shows("ABUSE-1")) func `a killed daemon is down with its stale socket, a stopped one is not running`()
        async throws
    {
        try await watching { fail2ban, board in
            fail2ban.kill9()
            #expect(await eventually { board.status.state == .down })
            #expect(board.status.cause == .unreachable(.staleSocket(path: fail2ban.socketPath)))
            try await fail2ban.launch()
            #expect(await eventually { board.status.state == .up })
            fail2ban.stop()
            #expect(
                await eventually {
                    board.status.cause == .unreachable(.notRunning(path: fail2ban.socketPath))
                })
        }
    }

    @Test func `no permission for the socket is down and said as such`() {
        var status = DaemonStatus(at: 100)
        _ = status.note(.unreachable(.noPermission(path: "/s")), at: 110)
        #expect(status.state == .down)
        #expect(status.cause == .unreachable(.noPermission(path: "/s")))
    }

    @Test func `a status read once tells version, jails and state`() async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("two"), TestJail("one")])
        let host = LocalHost(fail2ban)
        let status = await DaemonStatus.read(from: host, now: 100)
        #expect(status.state == .up)
        #expect(status.jails.map(\.name.text) == ["one", "two"])
        #expect(status.daemon?.version.isTested == true)
        fail2ban.stop()
        #expect(await DaemonStatus.read(from: host, now: 100).state == .down)
        await host.close()
    }
}
