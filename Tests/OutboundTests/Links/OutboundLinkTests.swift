import Testing

@testable import Outbound

@Suite("Reading addresses of the web")
struct OutboundLinkTests {
    @Test(
        "An address is taken apart and put together again",
        arguments: [
            ("https://example.org", "https://example.org/"),
            ("HTTPS://Example.ORG:443/A?b=C", "https://example.org/A?b=C"),
            ("https://example.org:8443/x#part", "https://example.org:8443/x"),
            ("https://93.184.216.34/", "https://93.184.216.34/"),
            ("https://[2606:4700:0::1111]:444/x", "https://[2606:4700::1111]:444/x"),
            ("https://a.b/c/./d/../e", "https://a.b/c/e"),
            ("https://a.b/../../x", "https://a.b/x"), ("https://a.b?q=1", "https://a.b/?q=1"),
            ("https://a.b/c/..", "https://a.b/"),
            ("https://a.b/c//d", "https://a.b/c//d"),
            ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
            ("https://_dmarc.a.b/%2e%2e/x", "https://_dmarc.a.b/%2e%2e/x"),
            ("https://1a.example/", "https://1a.example/"),
        ])
    func reads(_ text: String, _ again: String) throws {
        let link = try OutboundLink(text)
        #expect(link.text == again)
        #expect(try OutboundLink(again) == link)
    }

    @Test(
        "What programs could read in two ways is refused with what to do",
        arguments: [
            ("file:///etc/passwd", OutboundLinkFault.scheme), ("gopher://a.b/", .scheme), ("ftp://a.b/", .scheme),
            ("dict://a.b:11211/stats", .scheme), ("unix:/run/x.sock", .scheme), ("http+unix://%2Frun/x", .scheme),
            ("javascript:alert(1)", .scheme), ("//a.b/", .scheme), ("https:a.b", .scheme), ("https:/a.b", .scheme),
            ("", .scheme),
            ("http://a.b/", .plain), ("https://", .noHost), ("https:///x", .noHost), ("https://:80/", .noHost),
            ("https://user@a.b/", .userinfo), ("https://a.b:pw@127.0.0.1/", .userinfo), ("https://a.b@c.d/", .userinfo),
            ("https://2130706433/", .numericHost), ("https://0x7f000001/", .numericHost),
            ("https://0x7f.1/", .numericHost),
            ("https://0177.0.0.1/", .numericHost), ("https://127.1/", .numericHost), ("https://0/", .numericHost),
            ("https://127.0.0.1.1/", .numericHost), ("https://a.0x10/", .numericHost),
            ("https://1.2.3.256/", .numericHost),
            ("https://a.1/", .numericHost), ("https://0x/", .numericHost), ("https://a.b./", .trailingDot),
            ("https://127.0.0.1./", .trailingDot), ("https://b\u{fc}cher.example/", .international),
            ("https://\u{ff11}27.0.0.1/", .international), ("https://\u{2488}27.0.0.1/", .international),
            ("https://a%2eb/", .hostName), ("https://a_b-/", .hostName), ("https://-a/", .hostName),
            ("https://a..b/", .hostName),
            ("https://a\\b/", .hostName), ("https://a\\@b/", .userinfo), ("https://[::1/", .hostName),
            ("https://[1.2.3.4]/", .hostName),
            ("https://[::1]x/", .port), ("https://[fe80::1%25eth0]/", .zone), ("https://[fe80::1%eth0]/", .zone),
            ("https://a.b:0/", .port), ("https://a.b:65536/", .port), ("https://a.b:/", .port),
            ("https://a.b:+80/", .port),
            ("https://a.b:8 0/", .character), ("https://a.b/x y", .character), ("https://a.b/\r\nHost: c", .character),
            ("https://a.b/\0", .character), (" https://a.b/", .character), ("https://a.b/\t", .character),
            ("https://a.b/<x>", .character), ("https://a.b/\u{fc}", .character), ("https://a.b/{x}", .character),
        ])
    func refuses(_ text: String, _ fault: OutboundLinkFault) {
        #expect(throws: fault) { try OutboundLink(text) }
        #expect(fault.words.hasSuffix("."))
    }

    @Test("Addresses beyond the length are refused")
    func longest() throws {
        _ = try OutboundLink("https://a.b/" + String(repeating: "x", count: 2036))
        #expect(throws: OutboundLinkFault.tooLong) {
            try OutboundLink("https://a.b/" + String(repeating: "x", count: 2037))
        }
        #expect(throws: OutboundLinkFault.hostName) {
            try OutboundLink("https://" + String(repeating: "x", count: 64) + ".b/")
        }
    }

    @Test(
        "Redirects lead where browsers would go",
        arguments: [
            ("https://c.d/x", "https://c.d/x"), ("/x?y", "https://a.b/x?y"), ("x", "https://a.b/p/x"),
            ("../x", "https://a.b/x"),
            ("?z", "https://a.b/p/q?z"), ("#f", "https://a.b/p/q?r"), ("//c.d/x", "https://c.d/x"), ("x:8/y", nil),
            ("x/y:8", "https://a.b/p/x/y:8"), ("http://a.b/", nil), ("file:///etc/passwd", nil), ("//user@c.d", nil),
            ("https://[::ffff:127.0.0.1]/", "https://[::ffff:127.0.0.1]/"), ("x\ny", nil), ("\\\\c.d\\x", nil),
        ])
    func follows(_ location: String, _ expected: String?) throws {
        let base = try OutboundLink("https://a.b/p/q?r")
        #expect((try? base.following(location))?.text == expected)
    }

    @Test("From http to https is a way, and within http too")
    func plain() throws {
        let base = try OutboundLink("http://a.b:8080/p", plain: true)
        #expect(try base.following("https://c.d/").text == "https://c.d/")
        #expect(try base.following("//c.d/").text == "http://c.d/")
        #expect(base.origin == "http://a.b:8080" && "\(base)" == base.origin)
    }

    @Test("Text of any kind is read the same again or not at all")
    func anyText() throws {
        let pieces = [
            "https://", "http://", "a", ".", "/", "?", "#", "@", ":", "[", "]", "%", "1", "0x7f", "\\", "..", "xn--",
            "-", " ", "é",
        ]
        for _ in 0..<20_000 {
            let text = "https://" + (0..<Int.random(in: 0...9)).map { _ in pieces.randomElement() ?? "" }.joined()
            guard let link = try? OutboundLink(text) else { continue }
            #expect(try OutboundLink(link.text) == link)
            #expect(!link.hostText.utf8.contains(UInt8(ascii: "@")))
        }
    }
}
