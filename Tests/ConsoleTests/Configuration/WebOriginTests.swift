import Testing

@testable import Console

struct WebOriginTests {
    @Test(arguments: [
        ("https://Ban.Example.org", "https://ban.example.org"), ("https://a:443", "https://a"),
        ("http://a:80/", "http://a"), ("http://a:8080", "http://a:8080"),
        ("HTTPS://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
    ])
    func `reads an origin and writes it as browsers do`(text: String, written: String) {
        #expect(WebOrigin(text)?.description == written)
    }

    @Test(arguments: [
        "", "null", "a", "ftp://a", "https://", "https://a/b", "https://a?b", "https://u@a", "https://a:0",
        "https://a:99999",
        "https://a:", "https:// a", "https://a\n", "https://[", "https://[]", "https://[x]", "https:/a",
        "https://a, https://b",
    ])
    func `takes nothing else`(text: String) { #expect(WebOrigin(text) == nil) }
}
