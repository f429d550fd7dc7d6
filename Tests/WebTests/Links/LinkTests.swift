import HTML
import TestSupport
import Testing

@testable import Web

@Suite struct LinkTests {
    @Test(
        .shows("ASVS-1.1.1"),
        arguments: ["sshd", "", ".", "..", "~", "~x", "a/b", "%2F", "ü \"<", "\u{301}", "\u{0}", "~\u{0}~1\u{301}"])
    func `a jail's name comes back from its segment`(name: String) {
        let segment = Link.jail(name).path().text.split(separator: "/", omittingEmptySubsequences: false)[2]
        #expect(segment != "." && segment != ".." && !segment.isEmpty)
        #expect(Link.jail(segment: segment)?.utf8.elementsEqual(name.utf8) == true)
        #expect(!segment.contains("%00"))
    }

    @Test func `a malformed segment is no jail's name`() {
        for segment in ["%", "a%2", "%GG", "%ff", "~0~", "~0a~3"] { #expect(Link.jail(segment: segment) == nil) }
    }

    @Test func `a link fills the pattern of its route`() {
        #expect(Link.stopJail("a b").path().text == "/jails/a%20b/stop")
        #expect(Link.confirmOperation("7").path(under: URLPath(["x"])).text == "/x/operations/7/confirm")
        #expect(Link.login(returnTo: "/jails?x=1").path().text == "/login?return=%2Fjails%3Fx%3D1")
        #expect(Link.root.path().text == "/")
    }

    @Test func `a list's query comes back from its address`() {
        let query = BanListQuery(
            text: "2001:db8::/32", jails: ["a&b", "sshd"], sort: .init(column: .ends, descending: false), cursor: "x=")
        #expect(BanListQuery(parameters: query.parameters) == query)
        #expect(BanListQuery().parameters.isEmpty)
    }

    @Test func `what a query does not know is left out`() {
        let query = BanListQuery(parameters: [("sort", "password"), ("x", "y"), ("jail", "a"), ("jail", "a")])
        #expect(query == BanListQuery(jails: ["a"]))
    }

    @Test func `a change of the filter begins at the first page`() {
        #expect(BanListQuery(cursor: "c").changed { $0.text = "1" } == BanListQuery(text: "1"))
    }

    @Test(arguments: [("sshd", "192.0.2.1"), ("", ""), ("a/b", "x%2Fy\n"), ("~", "\u{301}\"é"), ("-", "2001:db8::/32")])
    func `a ban comes back from its form value`(jail: String, address: String) {
        let reference = BanReference(jail: jail, address: address)
        let read = BanReference(text: reference.text)
        #expect(read?.jail.utf8.elementsEqual(jail.utf8) == true)
        #expect(read?.address.utf8.elementsEqual(address.utf8) == true)
    }

    @Test(arguments: ["", "-a", "a/b", "-a/-b/-c", "-%/-b", "-%F/-b", "-%FF/-b", "-%G0/-b"])
    func `a form value of another make is refused`(text: String) {
        #expect(BanReference(text: text) == nil)
    }
}
