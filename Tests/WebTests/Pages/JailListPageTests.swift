import HTML
import Testing

@testable import Web

@Suite struct JailListPageTests {
    private let frame = PageFrame(
        title: "t", section: .jails, userName: "ann", csrfToken: "token", assetHash: "h", now: 100)

    @Test func `a jail of a fail2ban that is silent is not said to run`() {
        let rows = [JailRow(name: "sshd", state: .running), JailRow(name: "old", state: .stopped(by: nil, at: nil))]
        let fresh = jailListFragment(JailListView(rows: rows), in: frame).text
        #expect(fresh.contains(">running<") && !fresh.contains("was running"))
        let stale = jailListFragment(JailListView(rows: rows, staleSince: 40), in: frame).text
        #expect(stale.contains("was running") && !stale.contains(">running<"))
    }
}
