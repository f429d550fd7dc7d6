import Fail2ban
import Host
import TestSupport
import Testing

@Suite(.serialized) struct JailTests {
    @Test(arguments: Fail2banRelease.all) func `counters tell every jail's failures and bans`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("two"), TestJail("one")], release: release)
        let host = try await TwoWayHost(fail2ban)
        fail2ban.attack(from: "192.0.2.1", on: "one")
        fail2ban.attack(from: "192.0.2.2", on: "one", times: 1)
        let expected = JailCounters(name: one, failing: 1, totalFailed: 4, banned: 1, totalBanned: 1)
        #expect(try await eventually { try await host.counters().first == expected })
        #expect(try await host.counters().map(\.name) == [one, two])
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all) func `every change of a setting is in force at once`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start(release: release)
        let host = try await TwoWayHost(fail2ban)
        #expect(try await host.change(.banTime(.seconds(86_400)), in: one).banTime == .seconds(86_400))
        #expect(try await host.change(.findTime(120), in: one).findTime == 120)
        #expect(try await host.change(.maxRetry(7), in: one).maxRetry == 7)
        let network = try BanID(typed: "198.51.100.7/24")
        #expect(try await host.change(.ignore(network), in: one).ignored == ["198.51.100.0/24"])
        #expect(try await host.change(.unignore("198.51.100.0/24"), in: one).ignored == [])
        await #expect(throws: HostError.self) { try await host.change(.maxRetry(0), in: one) }
        await #expect(throws: HostError.self) { try await host.change(.banTime(.seconds(0)), in: one) }
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all)
    func `a jail stops and starts again with its bans, and the other jail runs on`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one"), TestJail("two")], release: release)
        let host = try await TwoWayHost(fail2ban)
        _ = try await host.ban(ids("192.0.2.1"), in: one)
        _ = try await host.ban(ids("192.0.2.2"), in: two)
        // A ban that the daemon has not written yet would not come back.
        #expect(try await eventually { try await host.bans(in: one).bans.first?.count == 1 })
        try await host.stop(one)
        #expect(try await host.counters().map(\.name) == [two])
        await #expect(throws: HostError.noSuchJail(one)) { try await host.stop(one) }
        await #expect(throws: HostError.noSuchJail(one)) { try await host.reload(one) }
        try await host.start(one)
        #expect(try await eventually { try await host.bans(in: one).bans.map(\.id.text) == ["192.0.2.1"] })
        #expect(try await host.bans(in: two).bans.map(\.id.text) == ["192.0.2.2"])
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all)
    func `a reload takes the new configuration and keeps bans, also when the actions changed`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one"), TestJail("two")], release: release)
        let host = try await TwoWayHost(fail2ban)
        _ = try await host.ban(ids("192.0.2.1"), in: one)
        #expect(try await eventually { try await host.bans(in: one).bans.first?.count == 1 })
        try fail2ban.configure([TestJail("one", ["maxretry": "9"]), TestJail("two")])
        try await host.reload(one)
        #expect(try await host.settings(of: one).maxRetry == 9)
        #expect(try await host.bans(in: one).bans.map(\.id.text) == ["192.0.2.1"])
        #expect(fail2ban.actions(of: "one") == ["ban 192.0.2.1"])
        try fail2ban.configure([TestJail("one", ["action": "notes[name=one]\n fails"]), TestJail("two")])
        try await host.reload(one)
        #expect(try await Set(host.settings(of: one).actions) == ["notes", "fails"])
        #expect(try await eventually { try await host.bans(in: one).bans.map(\.id.text) == ["192.0.2.1"] })
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all)
    func `a jail that is not configured, disabled or broken is refused in fail2ban's words`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one")], release: release)
        let host = try await TwoWayHost(fail2ban)
        let jails = [
            TestJail("one"), TestJail("off", ["enabled": "false"]), TestJail("bad", ["failregex": "foo("]),
            TestJail("nofilter", ["filter": "missing"]),
        ]
        try fail2ban.configure(jails)
        for name in ["off", "bad", "nofilter", "absent"] {
            let error = await #expect(throws: HostError.self) { try await host.start(JailName(existing: name)) }
            guard case .refused(let words) = error else {
                Issue.record("\(name): \(String(describing: error))")
                continue
            }
            #expect(!words.isEmpty)
            if name == "bad" { #expect(words.contains("Unable to compile regular expression")) }
            if name == "nofilter" { #expect(words.contains("Unable to read the filter")) }
        }
        #expect(try await host.counters().map(\.name) == [one])
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all)
    func `a running jail whose section is gone or broken is not touched by a reload`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one"), TestJail("two")], release: release)
        let host = try await TwoWayHost(fail2ban)
        for broken in [[TestJail("two")], [TestJail("one", ["filter": "missing"]), TestJail("two")]] {
            try fail2ban.configure(broken)
            await #expect(throws: HostError.self) { try await host.reload(one) }
            #expect(try await host.counters().map(\.name) == [one, two])
        }
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all)
    func `a reload that fail2ban fails leaves the other jail alone and says what became of this one`(
        release: Fail2banRelease
    )
        async throws
    {
        let fail2ban = try await RealFail2ban.start([TestJail("one"), TestJail("two")], release: release)
        let host = try await TwoWayHost(fail2ban)
        try fail2ban.configure([TestJail("one", ["failregex": "foo("]), TestJail("two")])
        let error = await #expect(throws: HostError.self) { try await host.reload(one) }
        guard case .refused(let words)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(words.contains("Unable to compile"))
        let running = try await host.counters().map(\.name)
        #expect(running.contains(two))
        #expect(words.contains("no longer runs") == !running.contains(one))
        await host.close()
    }

    @Test(arguments: Fail2banRelease.all)
    func `a jail named like a keyword of fail2ban ends in an error and changes nothing`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one")], release: release)
        let host = try await TwoWayHost(fail2ban)
        let keyword = JailName(existing: "dbpurgeage")
        await #expect(throws: HostError.self) { try await host.ban(ids("192.0.2.1"), in: keyword) }
        await #expect(throws: HostError.self) { try await host.change(.maxRetry(3), in: keyword) }
        #expect(try await host.daemon().purgeAge == 86_400)
        await host.close()
    }
}
