import TestSupport
import Testing

@testable import Console

@Suite(.shows("ABUSE-27", "ASVS-3.5.1")) struct CrossOriginTests {
    static let site = "https://ban.example.org"

    func decide(
        _ guarded: CrossOrigin = CrossOrigin(publicURL: nil), method: String = "POST", site: String? = nil,
        origin: String? = nil, host: String? = "ban.example.org", isSecure: Bool = true, cookie: Bool = true,
        bearer: Bool = false
    ) -> CrossOrigin.Decision {
        guarded.decide(
            CrossOrigin.Request(
                method: method, fetchSite: site, origin: origin, host: host, isSecure: isSecure, hasCookie: cookie,
                hasBearer: bearer))
    }

    /// The table of Go's protection with the hardened cells: site, origin, whether Host is rewritten, allowed.
    @Test(arguments: ["same-origin", "none", "same-site", "cross-site", "garbage", nil] as [String?])
    func `decides by the whole table`(fetchSite: String?) {
        for origin in [Self.site, "https://evil.example", "null", nil] as [String?] {
            for host in ["ban.example.org", "127.0.0.1:8080"] {
                for cookie in [true, false] {
                    let decision = decide(site: fetchSite, origin: origin, host: host, cookie: cookie)
                    let isAllowed =
                        if origin == "null" { false } else if let fetchSite {
                            fetchSite == "same-origin" || fetchSite == "none"
                        } else if let origin { origin == Self.site && host == "ban.example.org" } else { !cookie }
                    #expect((decision == .allow) == isAllowed, "\(fetchSite ?? "-") \(origin ?? "-") \(host) \(cookie)")
                }
            }
        }
    }

    @Test func `behind a proxy that rewrites Host the configured origin passes`() {
        let guarded = CrossOrigin(publicURL: WebOrigin(Self.site))
        #expect(decide(guarded, origin: Self.site, host: "127.0.0.1:8080", isSecure: false) == .allow)
        #expect(decide(guarded, site: "same-origin", origin: Self.site, host: "127.0.0.1:8080") == .allow)
        #expect(
            decide(guarded, origin: "https://evil.example", host: "ban.example.org")
                == .refuse(.otherOrigin(seen: "https://evil.example", expected: Self.site)))
    }

    @Test(arguments: [
        ("http://ban.example.org", "ban.example.org", true, false),
        ("https://ban.example.org", "ban.example.org", false, false),
        ("https://ban.example.org:8443", "ban.example.org", true, false),
        ("https://ban.example.org:443", "ban.example.org", true, true),
        ("http://192.168.1.5:8080", "192.168.1.5:8080", false, true),
        ("http://192.168.1.5:8081", "192.168.1.5:8080", false, false),
        ("http://[::1]:8080", "[::1]:8080", false, true), ("https://BAN.example.org", "ban.EXAMPLE.org", true, true),
        ("https://ban.example.org.evil.example", "ban.example.org", true, false),
    ])
    func `compares scheme, host and port`(origin: String, host: String, isSecure: Bool, isAllowed: Bool) {
        #expect((decide(origin: origin, host: host, isSecure: isSecure) == .allow) == isAllowed)
    }

    @Test(arguments: [
        "", "https://a, https://b", "https://ban.example.org/", "ban.example.org", "javascript:1", "NULL",
    ])
    func `refuses an Origin that is none`(origin: String) {
        #expect(decide(origin: origin) == .refuse(.malformedOrigin))
        #expect(decide(site: "same-origin", origin: origin) == .refuse(.malformedOrigin))
    }

    @Test func `two lines of Sec-Fetch-Site are another site`() {
        #expect(decide(site: "same-origin, cross-site") == .refuse(.otherSite("same-origin, cross-site")))
    }

    @Test func `a missing Host proves nothing`() {
        #expect(decide(origin: Self.site, host: nil) != .allow)
    }

    @Test(arguments: ["GET", "HEAD", "OPTIONS"]) func `what changes nothing passes`(method: String) {
        #expect(decide(method: method, site: "cross-site", origin: "https://evil.example") == .allow)
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE", "get", "TRACE", "QUERY"])
    func `every other method is looked at`(method: String) {
        #expect(decide(method: method, site: "cross-site") == .refuse(.otherSite("cross-site")))
    }

    @Test func `a bearer token is exempt only without a cookie`() {
        #expect(decide(site: "cross-site", origin: "https://evil.example", cookie: false, bearer: true) == .allow)
        #expect(decide(site: "cross-site", cookie: true, bearer: true) == .refuse(.otherSite("cross-site")))
        #expect(decide(cookie: true, bearer: true) == .refuse(.unproven))
    }

    @Test func `the reason tells what was seen and what was expected`() {
        guard case .refuse(let reason) = decide(origin: "https://a.example") else {
            Issue.record("was allowed")
            return
        }
        #expect(reason.description.contains("https://a.example") && reason.description.contains(Self.site))
    }
}
