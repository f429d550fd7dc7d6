import Fail2ban
import Host
import Storage
import Testing

@testable import Console

struct UnbanJudgeTests {
    private func ban(_ length: Int64?, at: Int64 = 1000) -> EventRecord {
        var event = EventRecord(host: "local", at: at, kind: .ban, source: .log, jail: "a", banID: "192.0.2.1")
        event.banTime = length
        return event
    }

    private func told(_ change: (inout UnbanJudge.Evidence) -> Void) -> String {
        var evidence = UnbanJudge.Evidence(at: 2000)
        change(&evidence)
        let (kind, why) = UnbanJudge.judge(evidence)
        return "\(kind):\(why.map { "\($0)" } ?? "-")"
    }

    @Test func `a ban whose known time has passed expired`() {
        #expect(told { $0.ban = ban(1000) } == "unban:expired")
        #expect(told { $0.ban = ban(1002) } == "unban:expired")
        #expect(told { $0.ban = ban(1003) } == "unban:hand")
    }

    @Test func `an expiry while the jail stops is an expiry`() {
        #expect(
            told {
                $0.ban = ban(900); $0.isStopping = true
            } == "unban:expired")
    }

    @Test func `a ban that had time left when its jail stopped is no unban`() {
        #expect(
            told {
                $0.ban = ban(5000); $0.isStopping = true
            } == "repeal:stopping")
        #expect(told { $0.isStopping = true } == "repeal:stopping")
    }

    @Test func `what BanGUI did itself is by hand whatever else is known`() {
        #expect(
            told {
                $0.ban = ban(10); $0.isOwnDoing = true; $0.isStopping = true
            } == "unban:hand")
    }

    @Test func `an end that was chosen in BanGUI is an expiry`() {
        #expect(
            told {
                $0.ban = ban(5000); $0.chosenEnd = 1990; $0.standing = .erased
            } == "unban:expired")
        #expect(
            told {
                $0.ban = ban(5000); $0.chosenEnd = 2010; $0.standing = .erased
            } == "unban:hand")
        #expect(
            told {
                $0.ban = ban(5000); $0.chosenEnd = 1900; $0.standing = .erased
            } == "unban:hand")
    }

    @Test func `a row that is gone was erased by hand`() {
        #expect(
            told {
                $0.ban = ban(nil); $0.standing = .erased
            } == "unban:hand")
        #expect(told { $0.standing = .erased } == "unban:hand")
    }

    @Test(arguments: [(900, "unban:expired"), (1002, "unban:expired"), (1003, "repeal:stopping")])
    func `a row that is there tells by its end`(seconds: Int64, expected: String) {
        let row = StandingBan(bannedAt: 1000, time: .seconds(seconds))
        #expect(
            told {
                $0.ban = ban(nil); $0.standing = .row(row)
            } == expected)
        #expect(told { $0.standing = .row(row) } == expected)
    }

    @Test func `a row of a permanent ban is of a jail that stops`() {
        let row = StandingBan(bannedAt: 1000, time: .permanent)
        #expect(
            told {
                $0.ban = ban(-1); $0.standing = .row(row)
            } == "repeal:stopping")
    }

    @Test func `a row of unknown length says nothing`() {
        #expect(told { $0.standing = .row(StandingBan(bannedAt: 1000, time: nil)) } == "unban:-")
    }

    @Test func `a ban made right after an unban by hand is none that comes back`() {
        var first = ban(5000, at: 1998)
        first.recordedAt = 1998
        let again = UnbanJudge.Standing.row(StandingBan(bannedAt: 1999, time: .seconds(5000)))
        #expect(
            told {
                $0.ban = first; $0.standing = again
            } == "unban:hand")
        // The row of the same ban says that it comes back.
        first.recordedAt = 1999
        #expect(
            told {
                $0.ban = first; $0.standing = again
            } == "repeal:stopping")
        // Without a record the line's time stands for it, which is a little later or earlier.
        first.recordedAt = nil
        #expect(
            told {
                $0.ban = first; $0.standing = again
            } == "repeal:stopping")
    }

    @Test func `a row of a later ban does not count for the earlier`() {
        let later = StandingBan(bannedAt: 2001, time: .seconds(600))
        #expect(
            told {
                $0.ban = ban(5000); $0.standing = .row(later)
            } == "unban:hand")
        #expect(
            told {
                $0.ban = ban(nil); $0.standing = .row(later)
            } == "unban:-")
        #expect(told { $0.standing = .row(later) } == "unban:-")
    }

    @Test func `without any record the time of the jail decides`() {
        #expect(
            told {
                $0.ban = ban(nil); $0.jailTime = .seconds(1000)
            } == "unban:expired")
        #expect(
            told {
                $0.ban = ban(nil); $0.jailTime = .seconds(5000)
            } == "unban:hand")
        #expect(
            told {
                $0.ban = ban(nil); $0.jailTime = .permanent
            } == "unban:hand")
        #expect(told { $0.ban = ban(nil) } == "unban:-")
        #expect(told { $0.jailTime = .seconds(1000) } == "unban:-")
    }

    @Test func `a permanent ban ends by hand only`() {
        #expect(told { $0.ban = ban(-1) } == "unban:hand")
    }
}
