import Fail2ban
import HTML
import Host
import Testing

@testable import Console
@testable import Web

@Suite struct BanListPageTests {
    private let frame = PageFrame(
        title: "t", section: .bans, userName: "ann", csrfToken: "token", assetHash: "h", now: 100)
    private let hostile = "\"'><script>alert(1)</script>\u{301}"

    @Test func `hostile names and addresses make no element`() {
        let row = BanRow(
            address: hostile, jail: hostile, bannedAt: 0, ends: .unknown, count: 1, notEnforced: hostile)
        let view = BanListView(
            query: BanListQuery(text: hostile, jails: [hostile]), rows: [row], total: 1,
            jails: [JailChoice(name: hostile)])
        let text = banListPage(view, in: frame).text
        #expect(occurrences(of: "<script", in: text) == 1)
        #expect(!text.contains("<script>"))
    }

    @Test func `every form that changes something carries the token`() {
        let view = BanListView(query: BanListQuery(), rows: [], total: 0, jails: [], emptiness: .nothingYet)
        var frame = frame
        frame.toast = ToastView(message: "m", undo: UndoView(id: "1", deadline: 200))
        frame.status = StatusView(state: .up)
        frame.confirmations = [ConfirmationView(operation: "1", kind: .rangeBanned, subject: "s", deadline: 160)]
        let text = banListPage(view, in: frame).text
        #expect(occurrences(of: "method=\"post\"", in: text) == 4)
        #expect(occurrences(of: "name=\"_csrf\" value=\"token\"", in: text) == 4)
    }

    @Test func `the fragment is the part of the page that its region holds`() {
        let row = BanRow(
            address: "192.0.2.1", jail: "sshd", bannedAt: 0, ends: .permanent, count: nil, notEnforced: nil)
        let view = BanListView(query: BanListQuery(), rows: [row], total: 1, jails: [], next: "n")
        #expect(banListPage(view, in: frame).text.contains(banListFragment(view, in: frame).text))
    }

    @Test func `a list that is still being read says how much it lacks of what fail2ban counts`() {
        var status = DaemonStatus(at: 0)
        _ = status.note(nil, at: 0)
        status.jails = [("one", 90_000), ("two", 30)].map { name, banned in
            JailCounters(name: JailName(existing: name), failing: 0, totalFailed: 0, banned: banned, totalBanned: 0)
        }
        #expect(BanPages.unread(BanListQuery(), status, total: 50_000) == 40_030)
        #expect(BanPages.unread(BanListQuery(jails: ["one"]), status, total: 90_000) == nil)
        // A handful is there with the next look, and a search holds fewer by intent.
        #expect(BanPages.unread(BanListQuery(jails: ["two"]), status, total: 0) == nil)
        #expect(BanPages.unread(BanListQuery(text: "198.51"), status, total: 3) == nil)
        let row = BanRow(address: "192.0.2.1", jail: "one", bannedAt: 0, ends: .permanent, count: nil, notEnforced: nil)
        var view = BanListView(query: BanListQuery(), rows: [row], total: 1, jails: [])
        #expect(!banListFragment(view, in: frame).text.contains("being read"))
        view.unread = 40_030
        #expect(banListFragment(view, in: frame).text.contains("40,030 more are being read"))
        _ = status.note(.timedOut, at: 1)
        #expect(BanPages.unread(BanListQuery(), status, total: 50_000) == nil)
    }

    @Test func `links lie below the base path`() {
        var frame = frame
        frame.base = URLPath(["tools"])
        let view = BanListView(query: BanListQuery(), rows: [], total: 0, jails: [], emptiness: .filteredAway)
        let text = banListPage(view, in: frame).text
        for attribute in ["href", "action", "src"] {
            #expect(occurrences(of: "\(attribute)=\"/", in: text) == occurrences(of: "\(attribute)=\"/tools", in: text))
        }
    }

    private func occurrences(of part: String, in text: String) -> Int {
        text.split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
