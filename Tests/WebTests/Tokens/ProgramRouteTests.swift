import Foundation
import TestSupport
import Testing

@testable import Console
@testable import Web

/// `POST /api/auth/token`, and what its tokens are good for.
@Suite struct ProgramRouteTests {
    private let path = "/api/auth/token"
    private let type = ("Content-Type", "application/json")

    private func credentials(_ password: String = World.password) -> String {
        #"{"username":"ada","password":"\#(password)"}"#
    }

    private func begin(_ world: World) async throws -> (program: Program, refresh: String) {
        let reply = try await world.client.send("POST", path, [type], body: credentials())
        let text = try #require(reply.json["accessToken"] as? String, "\(reply.text)")
        let refresh = try #require(reply.json["refreshToken"] as? String)
        return (Program(world: world, text: text, id: 0), refresh)
    }

    private func renew(_ world: World, _ refresh: String) async throws -> HTTPReply {
        try await world.client.send("POST", path + "/refresh", [type], body: #"{"refreshToken":"\#(refresh)"}"#)
    }

    @Test func `name and password give tokens, and never a cookie`() async throws {
        try await World.with { world in
            let before = world.clock.now()
            let reply = try await world.client.send("POST", path, [type], body: credentials())
            #expect(reply.status == 200 && reply["cache-control"] == "no-store" && reply.all("set-cookie").isEmpty)
            #expect(
                Set(reply.json.keys) == ["accessToken", "refreshToken", "tokenType", "expiresAt", "sessionEndsAt"])
            let ends = (before...world.clock.now()).map { RFC3339.text($0 + 8 * 3600) }
            #expect(ends.contains(reply.json["expiresAt"] as? String ?? ""))
            let wrong = try await world.client.send("POST", path, [type], body: credentials("no"))
            #expect(wrong.status == 401 && wrong.code == "wrong_credentials")
            for _ in 0..<4 { _ = try await world.client.send("POST", path, [type], body: credentials("no")) }
            let limited = try await world.client.send("POST", path, [type], body: credentials())
            #expect(
                limited.status == 429
                    && (1...60).contains(limited.retryAfter ?? 0))
        }
    }

    @Test func `no browser is let in here`() async throws {
        try await World.with(WorldPlan(settings: [.csrfMode: "report", .csrfReportUntil: soon()])) { world in
            let ada = try await world.visitor()
            let port = world.client.port
            let signs = [
                ("Origin", "http://127.0.0.1:\(port)"), ("Origin", "https://evil.example"), ("Origin", "null"),
                ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "cors"), ("sec-fetch-dest", "empty"),
                ("Cookie", ada.cookie), ("Cookie", "x=y; \(ada.cookie.prefix { $0 != "=" })=z"),
            ]
            let (_, refresh) = try await begin(world)
            let before = try await world.fingerprint(without: "audit")
            for sign in signs {
                let bodies = [(path, credentials()), (path + "/refresh", #"{"refreshToken":"\#(refresh)"}"#)]
                for (path, body) in bodies {
                    let reply = try await world.client.send("POST", path, [type, sign], body: body)
                    #expect(reply.status == 403 && reply.code == "not_allowed", "\(sign) \(reply.text)")
                }
            }
            #expect(try await world.fingerprint(without: "audit") == before)
            let plain = try await world.client.send("POST", path, [("Content-Type", "text/plain")], body: credentials())
            #expect(plain.status == 415)
        }
    }

    private func soon() -> String { RFC3339.text(TestClock().now() + 3600) }

    @Test func `an access token passes on every JSON route where a session passes, but for what is people's`()
        async throws
    {
        try await World.with { world in
            for entry in world.entries.filter(\.isAPI) {
                // A fresh session for each: some end it.
                let (program, _) = try await begin(world)
                let reply = try await program.send(entry)
                if entry.action.isForPeopleAlone {
                    #expect(reply.status == 403 && reply.code == "not_allowed", "\(entry)")
                    continue
                }
                #expect(![401, 403].contains(reply.status), "\(entry) \(reply.text)")
                if entry.method == "GET" {
                    let expected = try await Sample(entry).send(to: world, by: world.visitor()).status
                    #expect(reply.status == expected, "\(entry)")
                }
            }
        }
    }

    @Test(.shows("ASVS-7.4.1")) func `an access token counts on no page, and until its program signs out`() async throws
    {
        try await World.with { world in
            let (program, refresh) = try await begin(world)
            for entry in world.entries where !entry.path.hasPrefix("/api/") && entry.path != "/health" {
                guard entry.action.rule.need != .anyone, entry.action.rule.need != .setup else { continue }
                let reply = try await program.send(entry)
                #expect(reply.status == 303 && reply["location"]?.hasPrefix("/login") == true, "\(entry)")
            }
            #expect(try await program.send("GET", "/api/auth/session").json["csrfToken"] == nil)
            #expect(try await program.send("POST", "/api/auth/logout").status == 204)
            #expect(try await program.send("GET", "/api/bans").code == "invalid_token")
            #expect(try await renew(world, refresh).code == "invalid_token")
        }
    }

    @Test func `a session of a program is ended by its owner in the list of sessions`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let (program, _) = try await begin(world)
            #expect(try await ada.form("/account/sessions/end", [("session", "others")]).status == 303)
            #expect(try await program.send("GET", "/api/bans").code == "invalid_token")
        }
    }

    @Test func `a refresh token counts once, and again only while its answer may be lost`() async throws {
        try await World.with { world in
            let (_, refresh) = try await begin(world)
            let second = try await renew(world, refresh)
            #expect(second.status == 200)
            let next = try #require(second.json["refreshToken"] as? String)
            let program = Program(world: world, text: try #require(second.json["accessToken"] as? String), id: 0)
            #expect(try await renew(world, refresh).json["refreshToken"] as? String == next)
            #expect(try await program.send("GET", "/api/bans").status == 200)
            world.clock.advance(11)
            let stolen = try await renew(world, refresh)
            #expect(stolen.status == 401 && stolen.code == "invalid_token")
            #expect(try await program.send("GET", "/api/bans").code == "invalid_token")
            #expect(try await renew(world, next).code == "invalid_token")
            #expect(world.logLines.contains { $0.contains("a refresh token was used again") })
        }
    }

    @Test func `what is none of ours is answered as any wrong token`() async throws {
        try await World.with { world in
            let (program, refresh) = try await begin(world)
            let parts = program.text.split(separator: ".").map(String.init)
            let unsigned = Base64URL.text(Array(#"{"alg":"none","typ":"at+jwt"}"#.utf8))
            for text in [refresh, parts[0] + "." + parts[1] + ".", unsigned + "." + parts[1] + "."] {
                let reply = try await Program(world: world, text: text, id: 0).send("GET", "/api/bans")
                #expect(reply.status == 401 && reply.code == "invalid_token")
            }
            #expect(try await program.send("GET", "/api/bans").status == 200)
            #expect(try await renew(world, program.text).code == "invalid_token")
        }
    }

    @Test(.shows("ASVS-16.2.5")) func `no token, password or key is logged, and the key is in no answer`() async throws
    {
        try await World.with { world in
            let (program, refresh) = try await begin(world)
            _ = try await renew(world, refresh)
            _ = try await Program(world: world, text: program.text + "x", id: 0).send("GET", "/api/bans")
            for secret in [program.text, String(program.text.dropLast(20)), refresh, World.password] {
                #expect(!world.logLines.contains { $0.contains(secret) })
            }
            let key = try String(contentsOfFile: world.folder.file("data/token-key"), encoding: .utf8)
            #expect(key.contains("PRIVATE KEY"))
        }
    }
}
