import Host
import Testing

@testable import Console

struct BlindSpotNoticeTests {
    @Test(
        arguments: [
            (.logTarget("STDOUT"), "STDOUT", "logtarget = "),
            (.logUnreadable(path: "/l", reason: "no such file"), "/l cannot be read (no such file)", "read /l"),
            (.logLevel("ERROR"), "ERROR", "loglevel = INFO"),
            (.noDatabase, "dbfile is None", "dbfile = "),
            (.databaseUnreadable(path: "/d", reason: "locked"), "/d cannot be read (locked)", "read /d"),
        ] as [(BlindSpot, String, String)])
    func `each names what is missing, where, and what to change`(spot: BlindSpot, place: String, remedy: String) {
        let notice = BlindSpotNotice(spot)
        #expect(notice.loss.contains(place) && notice.loss.contains("missing"))
        #expect(notice.remedy.contains(remedy))
    }

    @Test func `a journal that cannot be read says why and what to do`() {
        let faults: [(BlindSpot.JournalFault, String, String)] = [
            (.missing, "`journalctl` is not there", "Let BanGUI run where"),
            (.notPermitted, "does not show its lines", "usermod -aG systemd-journal"),
            (.empty, "holds no line", "reach the journal"),
            (.failed("No space"), "(No space)", "Mend the journal"),
        ]
        for (fault, loss, remedy) in faults {
            let notice = BlindSpotNotice(.journal(target: "SYSLOG", fault))
            #expect(notice.loss.hasPrefix("fail2ban logs to SYSLOG"))
            #expect(notice.loss.contains(loss) && notice.loss.contains("failures and ignored addresses"))
            #expect(notice.remedy.contains(remedy))
            #expect(notice.remedy.contains("`logtarget = /var/log/fail2ban.log`"))
        }
    }

    @Test func `a gap in the journal says from when to when`() {
        let gap = BlindSpotNotice(.journalGap(from: 1_795_219_200, to: 1_795_219_261))
        #expect(gap.loss.contains("between 2026-11-21T00:00:00Z and 2026-11-21T00:01:01Z"))
        #expect(gap.remedy.contains("SystemMaxUse="))
        #expect(BlindSpotNotice(.journalGap(from: nil, to: 0)).loss.contains("before 1970-01-01T00:00:00Z"))
    }
}
