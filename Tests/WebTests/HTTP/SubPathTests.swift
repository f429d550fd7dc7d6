import Testing

@testable import Console
@testable import Web

@Suite struct SubPathTests {
    private func with(_ settings: [SettingKey: String] = [:], _ body: (World, Visitor) async throws -> Void)
        async throws
    {
        let own: [SettingKey: String] = [.publicURL: "https://example.org/tools/bangui"]
        try await World.with(WorldPlan(settings: own.merging(settings) { $1 })) { world in
            try await body(world, try await world.visitor())
        }
    }

    @Test func `every address of a page and every redirect lies below the path`() async throws {
        try await with { _, ada in
            for path in ["", "/", "/bans", "/jails", "/events", "/settings", "/doctor", "/account/tokens", "/nowhere"] {
                let reply = try await ada.get("/tools/bangui" + path)
                #expect(reply.status == 200 || path == "/nowhere", "\(path)")
                let addresses = reply.text.matches(of: /(?:href|src|action|data-[a-z]+)="(\/[^"]*)"/).map {
                    String($0.1)
                }
                #expect(addresses.count > 10, "\(path)")
                for address in addresses {
                    #expect(address == "/tools/bangui" || address.hasPrefix("/tools/bangui/"), "\(path): \(address)")
                }
            }
            let out = try await ada.form("/tools/bangui/logout")
            #expect(out.status == 303 && out["location"] == "/tools/bangui/login")
        }
    }

    @Test func `strangers are led in below the path, and come back to where they were`() async throws {
        try await with { world, _ in
            let asked = try await world.client.send("GET", "/tools/bangui/bans?q=a%2Fb")
            #expect(asked["location"] == "/tools/bangui/login?return=%2Fbans%3Fq%3Da%252Fb")
            let form = try await world.client.send("GET", "/tools/bangui/login?return=%2Fbans")
            #expect(form["set-cookie"]?.hasPrefix("__Secure-bangui-form=") == true)
            #expect(form["set-cookie"]?.contains("; Path=/tools/bangui; ") == true)
        }
    }

    @Test func `what is outside is not here, and the root leads in`() async throws {
        try await with { world, ada in
            for path in [
                "/bans", "/toolsx/bangui/bans", "/tools/banguix", "/tools", "/login", "/api/bans", "/assets/x/app.css",
                "/healthy",
            ] {
                let reply = try await ada.get(path)
                #expect(
                    reply.status == 404 && reply.text == "Nothing is here: BanGUI is at /tools/bangui/\n", "\(path)")
                #expect(reply["content-security-policy"] != nil)
            }
            let root = try await world.client.send("GET", "/?x")
            #expect(root.status == 307 && root["location"] == "/tools/bangui/")
            #expect(try await ada.form("/", []).status == 404)
            for path in ["/health/live", "/health/ready", "/tools/bangui/health/live"] {
                #expect(try await world.client.send("GET", path).status == 200, "\(path)")
            }
        }
    }

    @Test func `a proxy that takes the path off is told of by the setting`() async throws {
        try await with([.proxyStripsPath: "true"]) { world, ada in
            let page = try await ada.get("/bans")
            #expect(page.status == 200 && page.text.contains("href=\"/tools/bangui/jails\""))
            #expect(try await world.client.send("GET", "/bans")["location"] == "/tools/bangui/login?return=%2Fbans")
            #expect(try await ada.get("/tools/bangui/bans").status == 404)
            #expect(try await ada.get("/").status == 200)
        }
    }

    @Test func `the description names the path, and programs ask below it`() async throws {
        try await with { _, ada in
            let description = try await ada.get("/tools/bangui/api/openapi.json")
            #expect(description.text.contains("\"servers\":[{\"url\":\"/tools/bangui\"}]"))
            #expect(description.text.contains("__Secure-bangui"))
            #expect(try await ada.api("POST", "/tools/bangui/api/auth/logout").status == 204)
        }
    }

    @Test(arguments: [
        ("/b", "/"), ("/b?x", "/?x"), ("/b/", "/"), ("/b/bans?q", "/bans?q"), ("/bb", nil), ("/", nil),
        ("/health", "/health"),
        ("/health/live?x", "/health/live?x"), ("/healthx", nil), ("/metrics", "/metrics"), ("/metrics/x", nil),
        ("/%62/x", nil),
        ("/b/b/x", "/b/x"),
    ])
    func `the path is taken off once and as it is written`(path: String, rest: String?) {
        #expect(SubPath.rest(of: path, below: "/b") == rest)
    }
}
