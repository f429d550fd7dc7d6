import Fail2ban
import Host
import Storage
import Testing

@testable import Console

/// Why a ban that was in force is not any more, where no line tells.
struct AbsenceTests {
    private func ban(_ length: Int64?, at: Int64 = 1000, since: Int64? = nil) -> EventRecord {
        var event = EventRecord(host: "local", at: at, kind: .ban, source: .socket, jail: "a", banID: "192.0.2.1")
        event.banTime = length
        event.since = since
        return event
    }

    private func told(_ change: (inout UnbanJudge.Evidence) -> Void) -> String {
        var evidence = UnbanJudge.Evidence(at: 2000)
        change(&evidence)
        let (kind, why) = UnbanJudge.judgeAbsence(evidence)
        return "\(kind):\(why.map { "\($0)" } ?? "-")"
    }

    private func row(_ time: BanTime?) -> UnbanJudge.Standing { .row(StandingBan(bannedAt: 1000, time: time)) }

    @Test func `what BanGUI did itself is by hand, and a chosen end is an expiry`() {
        #expect(
            told {
                $0.ban = ban(10); $0.isOwnDoing = true; $0.isStopping = true
            } == "unban:hand")
        #expect(
            told {
                $0.ban = ban(5000); $0.chosenEnd = 1990; $0.standing = .erased
            } == "unban:expired")
    }

    @Test func `a ban whose known time has passed expired`() {
        #expect(told { $0.ban = ban(1002) } == "unban:expired")
        #expect(told { $0.ban = ban(1003) } == "unban:hand")
    }

    @Test func `a row that is gone was erased by hand, also while the jail starts anew`() {
        #expect(
            told {
                $0.ban = ban(5000); $0.standing = .erased; $0.isStopping = true
            } == "unban:hand")
    }

    @Test(arguments: [(1002, "unban:expired"), (1003, "repeal:stopping")])
    func `a row that is there tells by its end`(seconds: Int64, expected: String) {
        #expect(told { $0.standing = row(.seconds(seconds)) } == expected)
        #expect(
            told {
                $0.standing = row(.seconds(seconds)); $0.isStopping = true
            } == expected)
    }

    @Test func `a row without an end is of a jail that stopped, unless the jail's own time is over`() {
        #expect(told { $0.standing = row(.permanent) } == "repeal:stopping")
        #expect(
            told {
                $0.standing = row(nil); $0.ban = ban(nil); $0.jailTime = .seconds(1000)
            } == "unban:expired")
        #expect(
            told {
                $0.standing = row(nil); $0.ban = ban(nil); $0.jailTime = .seconds(1003)
            } == "repeal:stopping")
    }

    @Test func `without a row the jail's time decides, from the earliest moment at which it may have begun`() {
        #expect(
            told {
                $0.ban = ban(nil); $0.jailTime = .seconds(1000)
            } == "unban:expired")
        #expect(
            told {
                $0.ban = ban(nil, at: 1500, since: 1000); $0.jailTime = .seconds(1000)
            } == "unban:expired")
        #expect(
            told {
                $0.ban = ban(nil, at: 1500); $0.jailTime = .seconds(1000)
            } == "unban:hand")
        // It was to last longer: perhaps the jail's time was shortened, perhaps someone lifted it.
        #expect(
            told {
                $0.ban = ban(5000); $0.jailTime = .seconds(900)
            } == "unban:-")
    }

    @Test func `of a ban that nobody knows nothing is said, but that its jail began anew`() {
        #expect(told { _ in } == "unban:-")
        #expect(told { $0.isStopping = true } == "repeal:stopping")
    }
}
