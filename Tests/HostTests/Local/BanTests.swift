import Fail2ban
import Host
import TestSupport
import Testing

@Suite(.serialized) struct BanTests {
    @Test(arguments: Fail2banRelease.all)
    func `addresses and networks are banned in one of two jails, and listed with their times`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one"), TestJail("two")], release: release)
        let host = try await TwoWayHost(fail2ban)
        let wanted = try ids("192.0.2.1", "2001:DB8:0::1", "198.51.100.9/24")
        let before = SystemClock.seconds()
        #expect(try await host.ban(wanted, in: one) == BanReport(newlyBanned: 3))
        #expect(try await host.ban(wanted, in: one) == BanReport(newlyBanned: 0))
        #expect(try await host.bans(in: two).bans == [])
        let hasRows = try await eventually { try await host.bans(in: one).bans.allSatisfy { $0.count == 1 } }
        #expect(hasRows)
        let bans = try await host.bans(in: one).bans
        #expect(Set(bans.map(\.id.text)) == ["192.0.2.1", "2001:db8::1", "198.51.100.0/24"])
        let span = before - 1...SystemClock.seconds() + 1
        for ban in bans {
            // The second ban made it longer by what had passed since the first.
            #expect((600...660).contains(ban.time?.fail2ban ?? 0))
            #expect(span.contains(ban.bannedAt ?? 0))
        }
        let done = ["ban 192.0.2.1", "ban 198.51.100.0/24", "ban 2001:db8::1"]
        #expect(await eventually { fail2ban.actions(of: "one").sorted() == done })
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all)
    func `an unban takes exactly what was asked, in any spelling, and nothing inside a network`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start(release: release)
        let host = try await TwoWayHost(fail2ban)
        _ = try await host.ban(ids("192.0.2.1", "192.0.2.2", "2001:db8::1", "198.51.100.0/24"), in: one)
        #expect(try await host.unban(ids("192.0.2.0/24"), in: one) == 0)
        #expect(try await host.isBanned(ids("192.0.2.1", "192.0.2.2", "192.0.2.3"), in: one) == [true, true, false])
        #expect(try await host.unban(ids("2001:0DB8:0:0:0:0:0:1", "198.51.100.77/24", "192.0.2.1"), in: one) == 3)
        #expect(try await host.bans(in: one).bans.map(\.id.text) == ["192.0.2.2"])
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all)
    func `a ban whose action fails is reported as not enforced, in the daemon's words`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start([.notEnforcing("one"), TestJail("two")], release: release)
        let host = try await TwoWayHost(fail2ban)
        let wanted = try ids("192.0.2.1", "2001:db8::1", "198.51.100.0/24")
        let report = try await host.ban(wanted, in: one)
        #expect(report.newlyBanned == 3)
        #expect(report.notEnforced[wanted[0]] == "fails: Error banning 192.0.2.1")
        #expect(report.notEnforced.count == 3)
        #expect(try await host.ban(wanted, in: two).notEnforced == [:])
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all) func `a permanent ban and a changed ban time show as they are in force`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start(release: release)
        let host = try await TwoWayHost(fail2ban)
        _ = try await host.ban(ids("192.0.2.1"), in: one)
        _ = try await host.change(.banTime(.permanent), in: one)
        #expect(try await host.bans(in: one).bans.first?.time == .permanent)
        _ = try await host.change(.banTime(.seconds(7200)), in: one)
        #expect(try await host.bans(in: one).bans.first?.time == .seconds(7200))
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all) func `a daemon on another zone's clock tells the same moments`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start(release: release, environment: ["TZ": "XXX-5:45"])
        let host = try await TwoWayHost(fail2ban)
        let before = SystemClock.seconds()
        _ = try await host.ban(ids("192.0.2.1"), in: one)
        #expect(try await eventually { try await host.bans(in: one).bans.first?.count == 1 })
        let bannedAt = try await host.bans(in: one).bans.first?.bannedAt
        // The zone is hours away.
        #expect(abs((bannedAt ?? 0) - before) < 120)
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all) func `a bulk of bans in which one batch is refused says so`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start(release: release)
        let host = try await TwoWayHost(fail2ban)
        let missing = JailName(existing: "missing")
        let many = try (0..<120).map { try BanID(typed: "192.0.2.\($0)") }
        await #expect(throws: HostError.noSuchJail(missing)) { try await host.ban(many, in: missing) }
        #expect(try await host.ban(many, in: one).newlyBanned == 120)
        #expect(try await host.isBanned(many, in: one).allSatisfy { $0 })
        #expect(try await host.unban(many, in: one) == 120)
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all) func `growing ban times and counts come through`(
        release: Fail2banRelease
    ) async throws {
        let options = ["bantime.increment": "true", "bantime": "2", "maxretry": "1"]
        let fail2ban = try await RealFail2ban.start([TestJail("one", options)], release: release)
        let host = try await TwoWayHost(fail2ban)
        #expect(try await host.settings(of: one).increment.enabled)
        try await fail2ban.attackUntilBanned(from: "192.0.2.1", on: "one", times: 1)
        #expect(await eventually { fail2ban.actions(of: "one").contains("unban 192.0.2.1") })
        try await fail2ban.attackUntilBanned(from: "192.0.2.1", on: "one", times: 1)
        let grown = try await eventually {
            try await host.bans(in: one).bans.first.map { $0.count == 2 && $0.time == .seconds(4) } ?? false
        }
        #expect(grown)
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all) func `more than two thousand bans are listed with times from the database`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one", ["action": ""])], release: release)
        let host = try await TwoWayHost(fail2ban)
        let wanted = try (0..<2100).map { try BanID(typed: "10.0.\($0 / 256).\($0 % 256)") }
        #expect(try await host.ban(wanted, in: one).newlyBanned == 2100)
        let complete = try await eventually {
            let bans = try await host.bans(in: one).bans
            return bans.count == 2100 && bans.allSatisfy { $0.time == .seconds(600) && $0.bannedAt != nil }
        }
        #expect(complete)
        await host.close()
    }
}
