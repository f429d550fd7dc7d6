import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

/// What `Authorization: Bearer` counts for.
@Suite struct BearerTests {
    @Test func `whoever brings nothing is told how to come in`() async throws {
        try await World.with { world in
            let reply = try await world.client.send("GET", "/api/bans")
            #expect(reply.status == 401 && reply.code == "not_signed_in")
            #expect(reply["www-authenticate"] == "Bearer realm=\"BanGUI\"")
        }
    }

    @Test func `a token that is none, has ended, was revoked or is of a disabled account is refused alike`()
        async throws
    {
        try await World.with { world in
            try await world.person("bob")
            let (old, gone) = (
                try await world.program([.read], days: 1), try await world.program([.read], called: "gone")
            )
            let bobs = try await world.program([.read], of: "bob")
            let forged = Program(world: world, text: TokenText.text(Array(0..<32)), id: 0)
            for program in [old, gone, bobs] { #expect(try await program.send("GET", "/api/bans").status == 200) }
            let owner = try #require(try await world.console.accounts.find(name: "ada"))
            #expect(try await world.console.tokens.revoke(gone.id, of: owner.id, by: .tester))
            let bob = try #require(try await world.console.accounts.find(name: "bob"))
            try await world.console.accounts.setDisabled(true, of: bob.id, by: .tester)
            world.clock.advance(86_400)
            var texts: Set<String> = []
            for program in [old, gone, bobs, forged] {
                let reply = try await program.send("GET", "/api/bans")
                #expect(reply.status == 401 && reply.code == "invalid_token")
                #expect(reply["www-authenticate"] == "Bearer realm=\"BanGUI\", error=\"invalid_token\"")
                texts.insert(reply.json["detail"] as? String ?? "")
            }
            #expect(texts.count == 1)
        }
    }

    @Test func `too many wrong tokens are told to wait, and a right one passes all the same`() async throws {
        try await World.with { world in
            let probe = try await world.program([.read])
            let wrong = Program(world: world, text: "bgt_nonsense", id: 0)
            for _ in 0..<8 { #expect(try await wrong.send("GET", "/api/bans").status == 401) }
            let reply = try await wrong.send("GET", "/api/bans")
            #expect(reply.status == 429 && reply.code == "too_many_requests")
            #expect((1...60).contains(reply.retryAfter ?? 0))
            #expect(try await probe.send("GET", "/api/bans").status == 200)
        }
    }

    @Test func `to take back what a token may not do is out of its scope, and said so`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            let banned = try await ada.ban(#"{"addresses":["198.18.7.77"],"jails":["one"]}"#)
            let undo = try #require(banned.json["operation"] as? String)
            let jails = try await world.program([.jails])
            let reply = try await jails.send("POST", "/api/undo/\(undo)", "{}")
            #expect(reply.status == 403 && reply.code == "insufficient_scope", "\(reply.text)")
            #expect(reply["www-authenticate"]?.contains("scope=\"bans\"") == true, "\(reply.fields)")
        }
    }

    @Test func `where a token is presented the cookie counts for nothing`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let reader = try await world.program([.read])
            let cookie = ("Cookie", ada.cookie)
            let wrong = Program(world: world, text: "nonsense", id: 0)
            #expect(try await wrong.send("GET", "/api/bans", nil, [cookie]).code == "invalid_token")
            #expect(try await reader.send("GET", "/api/bans", nil, [cookie]).status == 200)
            #expect(try await reader.send("GET", "/api/audit", nil, [cookie]).code == "insufficient_scope")
            // A page goes by its cookie, whatever a proxy adds.
            #expect(try await reader.send("GET", "/bans", nil, [cookie]).status == 200)
            #expect(try await wrong.send("GET", "/bans", nil, [cookie]).status == 200)
        }
    }

    @Test func `only a token alone needs no proof of where a change comes from`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let program = try await world.program([.bans])
            let body = #"{"addresses":["192.0.2.1"],"jails":["one"]}"#
            // fail2ban is down: the request was let in.
            #expect(try await program.send("POST", "/api/bans", body).status == 503)
            #expect(try await program.send("POST", "/api/bans", body, [("Origin", "https://x.example")]).status == 503)
            let proofs = [("Sec-Fetch-Site", "same-origin"), ("X-CSRF-Token", ada.token)]
            for fields in [[], [proofs[0]], proofs] {
                let reply = try await program.send("POST", "/api/bans", body, [("Cookie", ada.cookie)] + fields)
                #expect(reply.status == 403 && reply.code == "forged_request", "\(fields)")
            }
        }
    }

    @Test func `the header is read as RFC 6750 has it, and other schemes are a proxy's business`() async throws {
        try await World.with { world in
            let text = try await world.program([.read]).text
            func send(_ values: [String]) async throws -> HTTPReply {
                try await world.client.send("GET", "/api/bans", values.map { ("Authorization", $0) })
            }
            for value in ["Bearer \(text)", "bearer \(text)", "BEARER   \(text) "] {
                #expect(try await send([value]).status == 200, "\(value)")
            }
            for value in ["Basic \(text)", "Bearerx \(text)", text, "Digest bearer"] {
                #expect(try await send([value]).code == "not_signed_in", "\(value)")
            }
            for values in [
                ["Bearer"], ["Bearer "], ["Bearer \(text)", "Bearer \(text)"], ["Basic x", "Bearer \(text)"],
            ] {
                let reply = try await send(values)
                #expect(reply.status == 400 && reply.code == "bad_request", "\(values)")
                #expect(reply["www-authenticate"] == "Bearer realm=\"BanGUI\", error=\"invalid_request\"")
            }
            for value in ["Bearer \(text) x", "Bearer \(text)\u{e9}", "Bearer \(text.uppercased())"] {
                #expect(try await send([value]).code == "invalid_token", "\(value)")
            }
            let ada = try await world.visitor()
            #expect(try await ada.get("/api/bans", [("Authorization", "Basic eDp5")]).status == 200)
        }
    }

    @Test(.shows("ASVS-14.2.1")) func `a token in an address is refused, also beside a session`() async throws {
        try await World.with { world in
            let program = try await world.program([.read])
            let ada = try await world.visitor()
            for path in ["/api/bans?access_token=\(program.text)", "/api/bans?q=&access%5Ftoken=x"] {
                for reply in [
                    try await world.client.send("GET", path), try await program.send("GET", path),
                    try await ada.get(path),
                ] {
                    #expect(reply.status == 400 && reply.code == "bad_request")
                    #expect(!reply.text.contains(program.text))
                }
            }
        }
    }

    @Test func `a program asks who it is, and gets nothing that is a browser's`() async throws {
        try await World.with { world in
            let reply = try await world.program([.read, .bans]).send("GET", "/api/auth/session")
            let token = try #require(reply.json["token"] as? [String: Any])
            #expect(token["name"] as? String == "probe" && token["scopes"] as? [String] == ["read", "bans"])
            #expect((reply.json["user"] as? [String: Any])?["username"] as? String == "ada")
            #expect(reply.json["csrfToken"] == nil && reply.all("set-cookie").isEmpty)
        }
    }

    @Test(.shows("ASVS-16.2.5")) func `no token is ever logged`() async throws {
        try await World.with { world in
            let program = try await world.program([.read])
            _ = try await program.send("GET", "/api/bans")
            _ = try await program.send("POST", "/api/bans", "{}")
            _ = try await world.client.send("GET", "/api/bans?access_token=\(program.text)")
            _ = try await Program(world: world, text: program.text + "x", id: 0).send("GET", "/api/bans")
            world.database.fail(with: ErrorWithoutMeaning())
            _ = try await program.send("GET", "/api/bans")
            world.database.fail(with: nil)
            #expect(world.logLines.contains { $0.contains("a token was refused") && $0.contains("127.0.0.1") })
            #expect(!world.logLines.contains { $0.contains(program.text.dropFirst(4)) })
        }
    }

    private struct ErrorWithoutMeaning: Error {}

    @Test func `what is refused names the token in the audit log`() async throws {
        try await World.with { world in
            let program = try await world.program([.read])
            let body = #"{"addresses":["192.0.2.1"],"jails":["one"]}"#
            _ = try await program.send("POST", "/api/bans", body)
            let entry = try #require(try await world.entries().last)
            #expect(entry.kind == "ban" && entry.result == "refused" && entry.origin == "api:probe")
            let reader = try await world.program([.system], called: "reader")
            let list = try await reader.send("GET", "/api/audit?kind=ban").json["entries"] as? [[String: Any]]
            #expect(list?.first?["via"] as? String == "api" && list?.first?["token"] as? String == "probe")
        }
    }

    @Test func `a stream that a token opened ends when it is revoked`() async throws {
        try await World.with { world in
            let program = try await world.program([.read])
            let connection = try RawConnection(port: world.client.port)
            connection.send(
                "GET /api/events/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(program.text)\r\n\r\n")
            guard case .bytes(let head) = await connection.receive() else {
                Issue.record("the stream did not begin")
                return
            }
            #expect(head.hasPrefix("HTTP/1.1 200"))
            let owner = try #require(try await world.console.accounts.find(name: "ada"))
            #expect(try await world.console.tokens.revoke(program.id, of: owner.id, by: .tester))
            #expect(await connection.closes(), "the stream went on for a minute")
        }
    }
}
