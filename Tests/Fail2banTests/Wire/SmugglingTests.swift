import Fail2ban
import Logging
import TestSupport
import Testing

@Suite(.shows("ABUSE-5", "ASVS-1.3.3")) struct SmugglingTests {
    static let terminator = "<F2B_END_COMMAND>"
    static let payload = "x\(terminator)cos\nsystem\n(S'id'\ntR.\(terminator)"

    private func isRefused<Reply>(_ command: Command<Reply>) async -> Bool {
        let daemon = try? ScriptedDaemon { _ in .stall }
        let connection = Fail2banConnection(path: daemon?.socketPath ?? "", logger: Logger(label: "test"))
        do {
            _ = try await connection.send(command, deadline: .milliseconds(200))
            return false
        } catch {
            return error == .unsendable(.containsTerminator) && daemon?.connections == 0
        }
    }

    @Test(arguments: [payload, terminator, "a" + terminator, terminator + "b", "é\(terminator)"])
    func `a text that holds the terminator reaches no socket, in whatever command`(_ text: String) async {
        let (jail, id) = (JailName(existing: text), BanID.raw(text))
        let good = JailName(existing: "one")
        #expect(await isRefused(.start(jail)))
        #expect(await isRefused(.stop(jail)))
        #expect(await isRefused(.status(of: jail)))
        #expect(await isRefused(.shortStatus(of: jail)))
        #expect(await isRefused(.banned(in: jail)))
        #expect(await isRefused(.bannedWithTimes(in: jail)))
        #expect(await isRefused(.isBanned([id], in: good)))
        #expect(await isRefused(.isBanned([.raw("a")], in: jail)))
        #expect(await isRefused(.ban([.raw("a"), id], in: good)))
        #expect(await isRefused(.ban([.raw("a")], in: jail)))
        #expect(await isRefused(.unban([.raw("a"), id], in: good)))
        #expect(await isRefused(.unban([.raw("a")], in: jail)))
        #expect(await isRefused(.ignore(id, in: good)))
        #expect(await isRefused(.ignore(.raw("a"), in: jail)))
        #expect(await isRefused(.unignore(text, in: good)))
        #expect(await isRefused(.unignore("a", in: jail)))
        #expect(await isRefused(.setBanTime(.permanent, of: jail)))
        #expect(await isRefused(.setFindTime(1, of: jail)))
        #expect(await isRefused(.setMaxRetry(1, of: jail)))
        #expect(await isRefused(.banTime(of: jail)))
        #expect(await isRefused(.findTime(of: jail)))
        #expect(await isRefused(.maxRetry(of: jail)))
        #expect(await isRefused(.logPaths(of: jail)))
        #expect(await isRefused(.journalMatches(of: jail)))
        #expect(await isRefused(.failRegexes(of: jail)))
        #expect(await isRefused(.ignoreRegexes(of: jail)))
        #expect(await isRefused(.actions(of: jail)))
        #expect(await isRefused(.ignored(in: jail)))
        #expect(await isRefused(.ignoresSelf(jail)))
        #expect(await isRefused(.logEncoding(of: jail)))
        #expect(await isRefused(.usesDNS(jail)))
        #expect(await isRefused(.ignoreCommand(of: jail)))
        #expect(await isRefused(.increment(.factor, of: jail)))
    }

    @Test func `a terminator in halves is text like any other, to the real daemon too`() async throws {
        let fail2ban = try await RealFail2ban.start()
        let connection = Fail2banConnection(path: fail2ban.socketPath, logger: Logger(label: "test"))
        let jail = JailName(existing: "one")
        let ignored = try await connection.send(.ignore(.raw("<F2B_END_COMM"), in: jail))
        #expect(ignored == ["<F2B_END_COMM"])
        try await connection.send(.ping)
    }

    @Test func `more than sixty-four kilobytes are not sent`() async throws {
        let daemon = try ScriptedDaemon { _ in .stall }
        let connection = Fail2banConnection(path: daemon.socketPath, logger: Logger(label: "test"))
        let long = String(repeating: "a", count: 65_000)
        await #expect(throws: Fail2banError.unsendable(.tooLong)) {
            try await connection.send(.unignore(long + long, in: JailName(existing: "one")))
        }
        #expect(daemon.connections == 0)
    }
}
