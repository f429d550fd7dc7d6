import Host
import Testing

@testable import Console

struct BlindSpotNoticeTests {
    @Test(
        arguments: [
            (.logTarget("STDOUT"), "STDOUT", "logtarget = "),
            (.logUnreadable(path: "/l", reason: "no such file"), "/l cannot be read (no such file)", "read /l"),
            (.journal(reason: "no journalctl"), "(no journalctl)", "journalctl"),
            (.logLevel("ERROR"), "ERROR", "loglevel = INFO"),
            (.noDatabase, "dbfile is None", "dbfile = "),
            (.databaseUnreadable(path: "/d", reason: "locked"), "/d cannot be read (locked)", "read /d"),
        ] as [(BlindSpot, String, String)])
    func `each names what is missing, where, and what to change`(spot: BlindSpot, place: String, remedy: String) {
        let notice = BlindSpotNotice(spot)
        #expect(notice.loss.contains(place) && notice.loss.contains("missing"))
        #expect(notice.remedy.contains(remedy))
    }
}
