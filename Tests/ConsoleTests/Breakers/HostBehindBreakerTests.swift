import Fail2ban
import Host
import TestSupport
import Testing

@testable import Console

@Suite struct HostBehindBreakerTests {
    /// A real daemon behind a breaker, and nobody else asking it.
    private func guarded(
        _ body: (RealFail2ban, HostBehindBreaker) async throws -> Void
    ) async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one")])
        let real = LocalHost(fail2ban)
        let host = HostBehindBreaker(
            real: real, breaker: Breaker("fail2ban", rules: .nearby, BreakerSurroundings(now: SystemClock.seconds)))
        try await body(fail2ban, host)
        await real.close()
    }

    private func pings(_ host: HostBehindBreaker, _ count: Int) async {
        for _ in 0..<count { try? await host.ping(deadline: .milliseconds(200)) }
    }

    @Test func `a daemon that hangs is refused at once, also changes, and used again at its first sign of life`()
        async throws
    {
        try await guarded { fail2ban, host in
            let id = BanID(reading: "203.0.113.9")
            var count = try await host.counters().count
            #expect(count == 1)
            fail2ban.pause()
            await pings(host, 5)
            #expect(host.breaker.report.state == .open)
            let start = ContinuousClock.now
            for _ in 0..<20 {
                await #expect(throws: HostError.self) { try await host.ban([id], in: JailName(existing: "one")) }
                await #expect(throws: HostError.self) { try await host.counters() }
            }
            // One of these alone would have waited for three seconds.
            #expect(ContinuousClock.now - start < .seconds(2))
            fail2ban.resume()
            #expect(await eventually { (try? await host.ping(deadline: .seconds(5))) != nil })
            #expect(host.breaker.report.state == .closed)
            // What was refused was not sent.
            let isBanned = try await host.isBanned([id], in: JailName(existing: "one"))
            #expect(isBanned == [false])
            count = try await host.ban([id], in: JailName(existing: "one")).newlyBanned
            #expect(count == 1)
        }
    }

    @Test func `a daemon that was killed is refused with the cause, and found again`() async throws {
        try await guarded { fail2ban, host in
            fail2ban.kill9()
            for _ in 0..<5 { _ = try? await host.counters() }
            let cause = HostError.unreachable(.staleSocket(path: fail2ban.socketPath))
            #expect(host.breaker.refusal?.cause == .host(cause))
            await #expect(throws: cause) { try await host.daemon() }
            await pings(host, 1)
            try await fail2ban.launch()
            #expect(await eventually { (try? await host.ping(deadline: .seconds(5))) != nil })
            let count = try await host.counters().count
            #expect(count == 1 && host.breaker.report.state == .closed)
        }
    }

    @Test func `what the daemon itself refuses is no failure of the way to it`() async throws {
        try await guarded { _, host in
            let nobody = JailName(existing: "nobody")
            for _ in 0..<8 { _ = try? await host.settings(of: nobody) }
            await #expect(throws: HostError.noSuchJail(nobody)) { try await host.banTime(of: nobody) }
            #expect(host.breaker.report.state == .closed && host.breaker.report.failures == 0)
        }
    }

    @Test func `a command that was called off tells nothing`() async throws {
        try await guarded { fail2ban, host in
            fail2ban.pause()
            defer { fail2ban.resume() }
            for _ in 0..<8 {
                let task = Task { try await host.counters() }
                task.cancel()
                _ = await task.result
            }
            #expect(host.breaker.report.failures == 0)
        }
    }

    @Test func `files are read and the host is closed whatever the breaker says`() async throws {
        try await guarded { fail2ban, host in
            fail2ban.kill9()
            await pings(host, 5)
            #expect(host.breaker.report.state == .open)
            #expect(host.id == host.real.id && host.clientOptions == host.real.clientOptions)
            _ = try await host.log(after: [], limit: 1000)
            await host.waitForLog(beyond: [], atMost: .milliseconds(10))
            _ = try? await host.recordedBans(since: 0, limit: 1)
            _ = try? await host.standingBans(of: [], in: JailName(existing: "one"))
            _ = try? await host.blindSpots()
            _ = await host.protectedNetworks()
            await #expect(throws: HostError.self) { try await host.startDaemon() }
            for refused in [host.stop, host.start, host.reload] {
                await #expect(throws: HostError.self) { try await refused(JailName(existing: "one")) }
            }
            await #expect(throws: HostError.self) {
                try await host.change(.maxRetry(3), in: JailName(existing: "one"))
            }
            await #expect(throws: HostError.self) { try await host.unban([], in: JailName(existing: "one")) }
            await #expect(throws: HostError.self) { try await host.bans(in: JailName(existing: "one")) }
            await host.close()
            let signs = host.breaker.report.failures
            await #expect(throws: HostError.closed) { try await host.ping(deadline: .seconds(1)) }
            #expect(host.breaker.report.failures == signs && (host.executor == nil) == (host.real.executor == nil))
        }
    }
}
