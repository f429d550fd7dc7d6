import Fail2ban
import Logging
import Testing
import TestSupport

@Suite(.serialized) struct RealConversationTests {
    @Test(arguments: Fail2banRelease.all) func `every reading command has its reply from a real daemon`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start(
            [TestJail("one"), TestJail("two", ["ignoreip": "192.0.2.0/24"])], release: release)
        let connection = Fail2banConnection(path: fail2ban.socketPath, logger: Logger(label: "test"))
        let (one, two) = (JailName(existing: "one"), JailName(existing: "two"))
        try await connection.send(.ping)
        #expect(try await connection.send(.version).text == release.version)
        #expect(try await connection.send(.jails) == [one, two])
        #expect(try await connection.send(.databaseFile) == fail2ban.databasePath)
        #expect(try await connection.send(.purgeAge) == 86_400)
        #expect(try await connection.send(.logTarget) == fail2ban.logPath)
        #expect(try await connection.send(.logLevel) == "INFO")
        #expect(try await connection.send(.banTime(of: one)) == .seconds(600))
        #expect(try await connection.send(.findTime(of: one)) == 600)
        #expect(try await connection.send(.maxRetry(of: one)) == 3)
        #expect(try await connection.send(.logPaths(of: one)) == [fail2ban.jailLog("one")])
        #expect(try await connection.send(.journalMatches(of: one)) == [])
        #expect(try await connection.send(.logEncoding(of: one)).isEmpty == false)
        #expect(try await connection.send(.failRegexes(of: one)).count == 1)
        #expect(try await connection.send(.ignoreRegexes(of: one)) == [])
        #expect(try await connection.send(.actions(of: one)) == ["notes"])
        #expect(try await connection.send(.ignored(in: two)) == ["192.0.2.0/24"])
        #expect(try await connection.send(.ignoresSelf(one)) == false)
        #expect(try await connection.send(.ignoreCommand(of: one)) == nil)
        #expect(try await connection.send(.usesDNS(one)) == "no")
        for option in IncrementOption.allCases { _ = try await connection.send(.increment(option, of: one)) }
        #expect(connection.process == fail2ban.pid)
        await connection.close()
    }

    @Test(arguments: Fail2banRelease.all) func `bans and unbans show in the daemon's own counts, lists and times`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start(release: release)
        let connection = Fail2banConnection(path: fail2ban.socketPath, logger: Logger(label: "test"))
        let jail = JailName(existing: "one")
        let ids = try ["192.0.2.1", "2001:DB8::1", "198.51.100.7/24"].map { try BanID(typed: $0) }
        #expect(try await connection.send(.ban(ids, in: jail)) == 3)
        #expect(try await connection.send(.ban(ids, in: jail)) == 0)
        #expect(Set(try await connection.send(.banned(in: jail))) == Set(ids))
        let timed = try await connection.send(.bannedWithTimes(in: jail))
        #expect(Set(timed.map(\.id)) == Set(ids))
        #expect(timed.allSatisfy { $0.time == .seconds(600) && $0.start.inZoneOfMachine != nil })
        #expect(await eventually { (try? await connection.send(.shortStatus(of: jail)).banned) == 3 })
        #expect(try await connection.send(.status(of: jail)).totalBanned == 3)
        #expect(try await connection.send(.isBanned(ids, in: jail)) == [true, true, true])
        #expect(try await connection.send(.unban([ids[0]], in: jail)) == 1)
        #expect(try await connection.send(.isBanned([ids[0]], in: jail)) == [false])
    }

    @Test(arguments: Fail2banRelease.all) func `what the daemon refuses comes back in its words`(
        release: Fail2banRelease
    ) async throws {
        let fail2ban = try await RealFail2ban.start(release: release)
        let connection = Fail2banConnection(path: fail2ban.socketPath, logger: Logger(label: "test"))
        let missing = JailName(existing: "missing")
        await #expect(throws: Fail2banError.unknownJail(missing)) { try await connection.send(.banTime(of: missing)) }
        let refusal = DaemonRefusal(exception: "ValueError", message: "list.remove(x): x not in list")
        await #expect(throws: Fail2banError.refused(refusal)) {
            try await connection.send(.unignore("192.0.2.1", in: JailName(existing: "one")))
        }
    }
}
