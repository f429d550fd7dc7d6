import HTML
import TestSupport
import Testing

@Suite(.shows("ASVS-1.2.2")) struct URLPathTests {
    @Test func `every part is percent-encoded`() {
        let path = URLPath(["jails", "a/b?c#d e\"é"], query: [("q", "1&2=3+4"), ("x", "")], fragment: "ü")
        #expect(path.text == "/jails/a%2Fb%3Fc%23d%20e%22%C3%A9?q=1%262%3D3%2B4&x=#%C3%BC")
    }

    @Test(arguments: [
        ["", "evil.example"], ["", "", "evil.example"], ["/evil.example"], ["\\evil.example"], ["javascript:alert(1)"],
    ])
    func `no path leaves the site`(segments: [String]) {
        let text = URLPath(segments).text
        #expect(text.utf8.first == UInt8(ascii: "/"))
        #expect(!text.utf8.dropFirst().starts(with: "/".utf8) && !text.utf8.contains(UInt8(ascii: "\\")))
        #expect(!text.utf8.contains(UInt8(ascii: ":")))
    }

    @Test func `a path lies below its base`() {
        let base = URLPath(["tools", "bangui"])
        #expect(URLPath(["bans"], under: base).text == "/tools/bangui/bans")
        #expect(URLPath([], under: base).text == "/tools/bangui/")
        #expect(URLPath([], under: base, query: [("a", "b")]).text == "/tools/bangui/?a=b")
        #expect(URLPath([]).text == "/")
    }
}
