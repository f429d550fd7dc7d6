import TestSupport
import Testing

@testable import Console
@testable import Storage
@testable import Web

@Suite struct HeaderTests {
    struct Unforeseen: Error {}

    @Test(
        .shows(
            "ASVS-3.2.1", "ASVS-3.4.2", "ASVS-3.4.3", "ASVS-3.4.4", "ASVS-3.4.5", "ASVS-3.4.6", "ASVS-3.7.1",
            "ASVS-14.2.2", "ASVS-14.2.3", "ASVS-14.3.2")) func `every kind of answer carries the strict headers`()
        async throws
    {
        try await World.with { world in
            try await world.person("guest", isAdministrator: false)
            let (ada, guest) = (try await world.visitor(), try await world.visitor("guest"))
            let asset = "/assets/\(Assets().hash)/app.css"
            var replies: [(Int, HTTPReply)] = [
                (200, try await ada.get("/bans")), (200, try await ada.get("/api/status")),
                (200, try await world.client.send("GET", "/login")),
                (200, try await world.client.send("GET", "/health/live")),
                (200, try await ada.get("/bans/export.csv")),
                (204, try await world.client.send("OPTIONS", "/bans")),
                (303, try await world.client.send("GET", "/bans")),
                (401, try await world.client.send("GET", "/api/bans")), (403, try await guest.get("/bans")),
                (403, try await guest.get("/api/bans")), (404, try await world.client.send("GET", "/nothing")),
                (404, try await world.client.send("GET", "/api/nothing")),
                (404, try await world.client.send("GET", "/assets/old/app.css")),
                (405, try await world.client.send("PUT", "/bans")),
                (405, try await world.client.send("DELETE", "/api/bans")),
                (413, try await ada.api("POST", "/api/bans", String(repeating: " ", count: 1_048_577))),
                (415, try await world.client.send("POST", "/api/auth/login", body: "{}")),
                (422, try await ada.api("POST", "/api/bans", #"{"addresses":[],"jails":[]}"#)),
                (503, try await ada.get("/api/jails/one")),
            ]
            world.database.fail(with: Unforeseen())
            replies.append((500, try await ada.get("/bans")))
            replies.append((500, try await ada.get("/api/bans")))
            world.database.fail(with: nil)
            for (status, reply) in replies {
                #expect(reply.status == status)
                expectStrict(reply)
                #expect(reply["cache-control"] == "no-store")
            }
            let style = try await world.client.send("GET", asset)
            #expect(style.status == 200 && style["content-type"] == "text/css; charset=utf-8")
            #expect(style["cache-control"]?.contains("immutable") == true)
            expectStrict(style)
        }
    }

    @Test(.shows("ASVS-3.4.1")) func `browsers are told to stay with https only where people come by it`() async throws
    {
        try await World.with { world in
            let reply = try await world.client.send("GET", "/login")
            #expect(reply["strict-transport-security"] == nil)
        }
        try await World.with(WorldPlan(settings: [.publicURL: "https://ban.example.org"])) { world in
            for path in ["/login", "/nothing", "/api/bans"] {
                let value = try await world.client.send("GET", path)["strict-transport-security"]
                #expect(value == "max-age=31536000; includeSubDomains")
            }
        }
    }

    @Test func `HEAD says what GET would and sends no body`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            for path in ["/bans", "/api/status", "/bans/export.json", "/nothing", "/api/nothing", "/login"] {
                let get = try await ada.get(path)
                let head = try await world.client.send("HEAD", path, [("Cookie", ada.cookie)])
                #expect(head.status == get.status && head.body.isEmpty, "\(path) \(head.status)")
                #expect(head["content-type"] == get["content-type"])
                expectStrict(head)
            }
            #expect(try await world.client.send("HEAD", "/api/bans").status == 401)
        }
    }

    @Test(.shows("ASVS-3.4.2", "ASVS-3.5.2", "ASVS-13.4.4"))
    func `a method that an address does not have is refused, and OPTIONS names those it has`() async throws {
        try await World.with { world in
            let refused = try await world.client.send("PUT", "/api/bans", body: "{}")
            #expect(refused.code == "method_not_allowed" && refused["allow"] == "GET, HEAD, OPTIONS, POST")
            let logout = try await world.client.send("GET", "/logout")
            #expect(logout["allow"] == "OPTIONS, POST")
            for entry in world.entries {
                let options = try await world.client.send(
                    "OPTIONS", Sample(entry).path,
                    [("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST")])
                #expect(options.status == 204 && options["allow"]?.contains(entry.method) == true)
                #expect(options["access-control-allow-origin"] == nil)
            }
        }
    }

    @Test(.shows("ASVS-13.4.2", "ASVS-16.3.4", "ASVS-16.5.1"))
    func `an error that nobody foresaw says nothing of the inside, and its id is in the log`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            world.database.fail(with: Unforeseen())
            let (page, api) = (try await ada.get("/bans"), try await ada.get("/api/bans"))
            world.database.fail(with: nil)
            #expect(api.code == "internal_error")
            for reply in [page, api] {
                for word in ["Unforeseen", "swift", "/tmp", "/work", "HeaderTests", world.folder.path] {
                    #expect(!reply.text.contains(word), "\(word)")
                }
            }
            #expect(world.logLines.contains { $0.contains("Unforeseen") })
            #expect((api.json["requestId"] as? String)?.isEmpty == false)
        }
    }

    private func expectStrict(_ reply: HTTPReply) {
        let policy = reply["content-security-policy"] ?? ""
        #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
        #expect(!policy.contains("unsafe") && !policy.contains("nonce") && !policy.contains("data:"))
        #expect(policy.contains("form-action 'self'; base-uri 'none'; object-src 'none'"))
        #expect(policy.contains("frame-ancestors 'none'") && policy.contains("require-trusted-types-for 'script'"))
        let fixed = [
            "x-content-type-options": "nosniff", "referrer-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
            "cross-origin-embedder-policy": "require-corp",
        ]
        for (name, value) in fixed { #expect(reply[name] == value, "\(name)") }
        #expect(reply["server"] == nil && reply["access-control-allow-origin"] == nil)
    }
}
