import TestSupport
import Testing

@testable import Console

@Suite(.shows("ASVS-2.2.3")) struct SettingRulesTests {
    let now: Int64 = 1_800_000_000

    /// The names of the settings that are refused.
    func refused(_ environment: [String: String]) -> [String] {
        let named = Dictionary(uniqueKeysWithValues: environment.map { ("BANGUI_" + $0.key, $0.value) })
        do throws(ConfigurationFaults) {
            _ = try ConfigurationReader { now }.read(SettingSources(environment: named))
            return []
        } catch {
            return error.faults.map(\.name)
        }
    }

    @Test(
        arguments: [
            (["SESSION_COOKIE_SAME_SITE": "None"], []),
            (["SESSION_COOKIE_SAME_SITE": "None", "SESSION_COOKIE_SECURE": "false"], ["session_cookie_same_site"]),
            (["SESSION_COOKIE_SECURE": "false"], []),
            (["PUBLIC_URL": "http://b.example.org"], ["public_url"]),
            (["PUBLIC_URL": "http://b.example.org", "SESSION_COOKIE_SECURE": "false"], []),
            (["PUBLIC_URL": "https://b.example.org"], []),
            (["PUBLIC_URL": "https://b.example.org", "SESSION_COOKIE_SECURE": "false"], ["session_cookie_secure"]),
            (["LISTEN": "0.0.0.0:80"], []),
            (["LISTEN": "0.0.0.0:80", "SESSION_COOKIE_SECURE": "false"], ["session_cookie_secure"]),
            (["LISTEN": "[::]:80", "SESSION_COOKIE_SECURE": "0"], ["session_cookie_secure"]),
            (["LISTEN": "[::1]:80", "SESSION_COOKIE_SECURE": "no"], []),
            (["LISTEN": "localhost:0", "SESSION_COOKIE_SECURE": "no"], []),
            (["LISTEN": "0.0.0.0:80", "SESSION_COOKIE_SECURE": "false", "ALLOW_PLAIN_HTTP": "true"], []),
            (["SESSION_DURATION_MINUTES": "30"], []),
            (["SESSION_DURATION_MINUTES": "30", "SESSION_IDLE_MINUTES": "31"], ["session_idle_minutes"]),
            (["CSRF_MODE": "report"], ["csrf_report_until"]),
            (["CSRF_MODE": "report", "CSRF_REPORT_UNTIL": "2027-02-01T00:00:00Z"], []),
            (["CSRF_MODE": "report", "CSRF_REPORT_UNTIL": "2027-03-01T00:00:00Z"], ["csrf_report_until"]),
            (["CSRF_MODE": "report", "CSRF_REPORT_UNTIL": "soon"], ["csrf_report_until"]),
            (["TRUSTED_PROXIES": "0.0.0.0/0"], ["trusted_proxies"]),
            (["TRUSTED_PROXIES": "10.0.0.0/8, ::/0"], ["trusted_proxies"]),
            (["DATABASE_PATH": "session-secret"], ["database_path"]),
            (["FAIL2BAN_SOCKET": "/" + String(repeating: "x", count: 107)], ["fail2ban_socket"]),
            (["LISTEN": "127.0.0.1:65536"], ["listen"]), (["LISTEN": "a b:1"], ["listen"]),
            (["LISTEN": "::1:80"], ["listen"]),
            (["LOGIN_FAILURE_DELAY_SECONDS": "61"], ["login_failure_delay_seconds"]),
            (["LOGIN_FAILURE_DELAY_SECONDS": "-1"], ["login_failure_delay_seconds"]),
            (["PUBLIC_URL": "https://b.example.org/x?y"], ["public_url"]), (["PUBLIC_URL": ""], []),
            (["SESSION_COOKIE_SECURE": "maybe"], ["session_cookie_secure"]),
        ] as [([String: String], [String])])
    func `refuses what must not stand together`(environment: [String: String], names: [String]) {
        #expect(refused(environment) == names)
    }

    @Test(
        arguments: [
            ([:], nil), (["CLIENT_ADDRESS_HEADER": "none"], nil),
            (["CLIENT_ADDRESS_HEADER": "X-Real-IP"], "client_address_header has no effect"),
            (["CLIENT_ADDRESS_HEADER": "X-Forwarded-For"], "client_address_header has no effect"),
            (["CLIENT_ADDRESS_HEADER": "X-Real-IP", "TRUSTED_PROXIES": "10.0.0.1"], nil),
            (["PUBLIC_URL": "https://b.example.org"], "everyone has the proxy's address"),
            (["PUBLIC_URL": "https://b.example.org", "TRUSTED_PROXIES": "10.0.0.1"], nil),
            (["PROXY_STRIPS_PATH": "true"], "no effect without a path"),
            (
                [
                    "PUBLIC_URL": "https://b.example.org/x", "TRUSTED_PROXIES": "10.0.0.1", "PROXY_STRIPS_PATH": "true",
                ], nil
            ),
        ] as [([String: String], String?)])
    func `warns of a proxy that is not trusted`(environment: [String: String], words: String?) throws {
        let named = Dictionary(uniqueKeysWithValues: environment.map { ("BANGUI_" + $0.key, $0.value) })
        let warnings = try ConfigurationReader { now }.read(SettingSources(environment: named)).warnings
        #expect(warnings.count == (words == nil ? 0 : 1))
        if let words { #expect(warnings.first?.contains(words) == true) }
    }

    @Test func `a plain cookie has no host prefix`() {
        #expect(CookiePolicy(isSecure: false).sessionName == "bangui_session")
        #expect(CookiePolicy(isSecure: true).formName.utf8.starts(with: "__Host-".utf8))
    }

    @Test func `below a path the cookies have no prefix that is for the whole site`() {
        #expect(CookiePolicy(isSecure: true, path: "/bangui").sessionName == "__Secure-bangui")
        #expect(CookiePolicy(isSecure: true, path: "/bangui").formName == "__Secure-bangui-form")
        #expect(CookiePolicy(isSecure: false, path: "/bangui").sessionName == "bangui_session")
    }

    @Test func `report mode ends by itself`() {
        #expect(ForgeryMode.report(until: now).lets(at: now - 1))
        #expect(!ForgeryMode.report(until: now).lets(at: now))
        #expect(!ForgeryMode.enforce.lets(at: 0))
    }
}
