import Testing

@testable import Console
@testable import Web

@Suite struct HostTests {
    @Test func `a request for another name is refused before any route, with what to set`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let foreign = [("Host", "rebound.example:8080")]
            for (method, path) in [
                ("GET", "/api/bans"), ("GET", "/bans"), ("GET", "/login"), ("GET", "/nothing"), ("OPTIONS", "/bans"),
                ("GET", "/api/auth/session"), ("GET", "/bans/export.csv"),
            ] {
                let reply = try await world.client.send(method, path, foreign + [("Cookie", ada.cookie)])
                #expect(reply.status == 421, "\(path)")
                #expect(reply.text.contains("BANGUI_PUBLIC_URL=https://rebound.example:8080"))
                #expect(reply["content-security-policy"] != nil)
            }
            let before = try await world.fingerprint()
            let same = [("Sec-Fetch-Site", "same-origin"), ("Origin", "http://rebound.example:8080")]
            let json = [("Cookie", ada.cookie), ("X-CSRF-Token", ada.token), ("Content-Type", "application/json")]
            let ban = try await world.client.send(
                "POST", "/api/bans", foreign + same + json, body: #"{"addresses":["192.0.2.1"],"jails":["one"]}"#)
            #expect(ban.status == 421 && ban.code == "unknown_host")
            #expect(try await world.fingerprint() == before)
        }
    }

    @Test func `an open setup cannot be reached by another name either`() async throws {
        try await World.with(WorldPlan(isSetUp: false)) { world in
            for path in ["/", "/setup", "/setup?token=\(world.setupToken ?? "")"] {
                let reply = try await world.client.send("GET", path, [("Host", "rebound.example")])
                #expect(reply.status == 421, "\(path)")
            }
        }
    }

    @Test func `the console answers to its own names`() async throws {
        try await World.with(WorldPlan(settings: [.publicURL: "https://ban.example.org"])) { world in
            for host in ["ban.example.org", "localhost:1", "192.0.2.9:8080", "[::1]", "tower.lan:8080"] {
                #expect(try await world.client.send("GET", "/login", [("Host", host)]).status == 200, "\(host)")
            }
            let foreign = try await world.client.send("GET", "/api/bans", [("Host", "bangui")])
            #expect(foreign.status == 421 && foreign.text.contains("public_url is https://ban.example.org"))
        }
    }

    @Test(arguments: ["Host: \r\n", "Host: a b\r\n", "Host: localhost, evil.example\r\n"])
    func `a host that is none is a bad request, but not to probes`(fields: String) async throws {
        try await World.with { world in
            func get(_ path: String) async throws -> HTTPReply {
                try await world.client.send(
                    Array("GET \(path) HTTP/1.1\r\n\(fields)Connection: close\r\n\r\n".utf8))
            }
            for (path, status) in [("/api/bans", 400), ("/login", 400), ("/health/live", 200), ("/health/ready", 200)] {
                let reply = try await get(path)
                #expect(reply.status == status, "\(path)")
            }
        }
    }

    @Test func `the page of the refusal has its style and says what it is, without a way that leads nowhere`()
        async throws
    {
        try await World.with { world in
            let host = [("Host", "rebound.example")]
            let page = try await world.client.send("GET", "/bans", host)
            #expect(page.status == 421 && page.text.contains("<h1>BanGUI does not answer by this name</h1>"))
            #expect(!page.text.contains(#"href="/""#))
            let sheets = page.text.split(separator: "\"").filter { $0.hasPrefix("/assets/") && $0.hasSuffix(".css") }
            #expect(sheets.count == 4)
            for sheet in sheets { #expect(try await world.client.send("GET", String(sheet), host).status == 200) }
            #expect(try await world.client.send("POST", "/assets/x/app.css", host).status == 421)
        }
    }

    @Test func `probes may ask by any name, by HTTP 1.0 without one`() async throws {
        try await World.with { world in
            for path in ["/health/live", "/health/ready"] {
                #expect(try await world.client.send("GET", path, [("Host", "10.0.0.3.pod.cluster")]).status == 200)
                let old = try await world.client.send(Array("GET \(path) HTTP/1.0\r\n\r\n".utf8))
                #expect(old.status == 200)
            }
            #expect(try await world.client.send("GET", "/health", [("Host", "any.example")]).status == 401)
            #expect(try await world.client.send("GET", "/healthy", [("Host", "any.example")]).status == 421)
        }
    }
}
