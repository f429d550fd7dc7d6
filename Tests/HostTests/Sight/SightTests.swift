import Fail2ban
import Foundation
import TestSupport
import Testing

@testable import Host

@Suite struct SightTests {
    /// 2026-11-22 06:00:00 UTC.
    private static let now: Int64 = 1_795_327_200

    @Test(arguments: [
        ("2026-11-22T05:12:09.123+02:00 x", -2 * 3600, 7200), ("2026-11-22 05:12:09,123 x", 0, nil),
        ("2026/11/22 05:12:09 [error] x", 0, nil), ("2026-11-22T05:12:09Z x", 0, 0),
        ("Nov 22 05:12:09 host sshd[1]: x", 0, nil), ("[Sun Nov 22 05:12:09.123456 2026] [x]", 0, nil),
        ("192.0.2.1 - - [22/Nov/2026:05:12:09 -0130] \"GET\"", 5400, -5400),
        ("2026-11-22 05:12:09 +0530 x", -19_800, 19_800),
    ])
    func `the times of all usual logs are read`(line: String, shift: Int, offset: Int?) throws {
        let time = try #require(LineTime(in: Array(line.utf8)[...], now: Self.now))
        #expect(time.offset == offset)
        #expect(time.moment(in: .utc) == Self.now - 2871 + Int64(shift))
    }

    @Test func `a line without a year is of the past, and what is no time is none`() throws {
        let old = try #require(LineTime(in: Array("Dec 24 00:00:00 x".utf8)[...], now: Self.now))
        #expect(old.moment(in: .utc) == 1_766_534_400)
        for line in [
            "", "no time", "12026-11-22 05:12:09", "2026-13-22 05:12:09", "Nov 22 25:12:09", "1.2.3.4 05:12:09",
        ] {
            #expect(LineTime(in: Array(line.utf8)[...], now: Self.now) == nil, "\(line)")
        }
        #expect(LineTime.offset(named: "UTC+0200") == 7200 && LineTime.offset(named: "GMT-05:30") == -19_800)
        #expect(LineTime.offset(named: "Z") == 0 && LineTime.offset(named: "Europe/Berlin") == nil)
        let berlin = ZoneRules.named("Europe/Berlin")
        #expect(LineTime(clock: Self.now).moment(in: berlin) == Self.now - 3600)
    }

    @Test func `the end of a log is told in numbers, and ignored addresses do not count`() {
        let lines = [
            "cut off in the middle", "2026-11-22 05:00:00 Failed password for root from 192.0.2.1 port 22 ssh2",
            "2026-11-22 05:00:10 Failed password for root from 198.51.100.7: port 22",
            "2026-11-22 05:10:10 all is well with 192.0.2.1",
            "2026-11-22 05:10:20 AUTHENTICATION FAILURE; rhost=2001:db8::1",
            "2026-11-22 05:10:30 authentication failure; no address", "and no end",
        ]
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let tail = LogTail(bytes, at: 1000, zone: .utc, now: Self.now) { $0 == IPAddress("198.51.100.7") }
        #expect(tail.dated == 5 && tail.span == 630 && tail.longestPause == 600 && tail.newest == Self.now - 2970)
        #expect(tail.failures.count == 2 && tail.failures.allSatisfy { $0.end > 1000 })
        #expect(!tail.namesZone && LogTail([], at: 0, zone: .utc, now: 0) { _ in false } == LogTail())
    }

    @Test(arguments: [
        ("a.log", "a.log.1", "rotated"), ("a.log", "a.log-20261122", "rotated"), ("a.log", "a.log.1.gz", ""),
        ("a.log", "a.log.example.org", ""), ("a.log", "b.log", ""), ("site1.log", "site2.log", ""),
        ("8080_access.log", "8443_access.log", ""), ("x.2026-11-21.txt", "x.2026-11-22.txt", "dated"),
        ("x.2026-11-22.txt", "x.2026-11-21.txt", ""), ("x20261121", "x20261122", "dated"),
        ("x.2026-11-21.txt", "y.2026-11-22.txt", ""),
    ])
    func `a file beside a log is in its place only by a rotation's name or a later date`(
        log: String, other: String, kind: String
    ) {
        #expect(FileLook.kind(of: other, beside: log)?.rawValue ?? "" == kind)
    }

    @Test func `what an account may read is told by the mode, but for rights beyond it`() {
        let view = DaemonView(user: 7, groups: [8], readsAll: false)
        func mayRead(_ mode: UInt32, owner: UInt32 = 0, group: UInt32 = 0) -> Bool {
            view.permits(mode: mode, owner: owner, group: group, bit: 4)
        }
        #expect(mayRead(0o604) && mayRead(0o640, group: 8) && mayRead(0o400, owner: 7))
        #expect(!mayRead(0o600) && !mayRead(0o604, group: 8) && !mayRead(0o077, owner: 7))
        // Its name may be on a list of which the group's bits are the mask.
        #expect(mayRead(0o640))
    }

    @Test func `no match of a jail is taken for an option of journalctl`() {
        #expect(JournalLook.words(["_SYSTEMD_UNIT=ssh.service + _COMM=sshd", "A=b"])?.count == 5)
        #expect(JournalLook.words(["--vacuum-time=1s"]) == nil && JournalLook.words(["=x"]) == nil)
        #expect(JournalLook.words([]) == [])
    }

    @Test func `a real jail's files are seen as they are, here and by the agent`() async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one"), TestJail("two")])
        let host = try await TwoWayHost(fail2ban)
        fail2ban.write("authentication failure from 192.0.2.9", to: "one")
        try FileManager.default.removeItem(atPath: fail2ban.jailLog("two"))
        let isRead = await eventually {
            (try? await host.sight(of: JailName(existing: "one")))?.files.first?.readTo != nil
        }
        #expect(isRead, "how far fail2ban has read is not seen")
        let sight = try await host.sight(of: JailName(existing: "one"))
        #expect(sight.readsJournal == false && sight.bootedAt != nil)
        #expect(sight.files.first?.state == .there && sight.files.first?.tail?.failures.count == 1)
        #expect(try await host.sight(of: JailName(existing: "two")).files.first?.state == .missing)
        await host.close()
    }
}
