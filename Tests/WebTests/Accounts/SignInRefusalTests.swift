import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct SignInRefusalTests {
    @Test(.shows("ABUSE-25"))
    func `an unknown name, a wrong password and a disabled account get one and the same answer`() async throws {
        try await World.with { world in
            let account = try await world.person("bob")
            try await world.console.accounts.setDisabled(true, of: account.id, by: .tester)
            let replies = [
                try await login(world, name: "nobody"), try await login(world, password: "wrong"),
                try await login(world, name: "bob"), try await login(world, name: "", password: ""),
            ]
            for reply in replies {
                #expect(reply.status == 401 && reply.code == "wrong_credentials")
                #expect(body(reply) == body(replies[0]))
                #expect(reply.fields.map(\.name).sorted() == replies[0].fields.map(\.name).sorted())
                #expect(reply.all("set-cookie").isEmpty)
            }
        }
    }

    @Test(.shows("ASVS-2.3.2", "ASVS-6.3.1")) func `the sixth try of an address within a minute has to wait`()
        async throws
    {
        try await World.with { world in
            world.clock.stop()
            for _ in 0..<5 { #expect(try await login(world, password: "wrong").status == 401) }
            let refused = try await login(world)
            #expect(refused.status == 429 && refused.code == "too_many_requests")
            let seconds = try #require(refused["retry-after"].flatMap { Int64($0) })
            #expect((1...60).contains(seconds))
            world.clock.advance(seconds)
            #expect(try await login(world).status == 200)
        }
    }

    @Test(.shows("ABUSE-35", "ASVS-4.1.3")) func `an address that nobody trusts cannot take another's place`()
        async throws
    {
        try await World.with(WorldPlan(settings: [.clientAddressHeader: "X-Forwarded-For"])) { world in
            world.clock.stop()
            var statuses: [Int] = []
            for index in 0..<6 {
                statuses.append(
                    try await login(
                        world, password: "wrong",
                        fields: [("X-Forwarded-For", "198.51.100.\(index)"), ("X-Real-IP", "198.51.100.\(index)")]
                    ).status)
            }
            #expect(statuses == [401, 401, 401, 401, 401, 429])
        }
    }

    @Test(.shows("ABUSE-24", "ABUSE-35", "ASVS-15.3.4"))
    func `behind a trusted proxy each client is counted, whatever it claims of itself`() async throws {
        let plan = WorldPlan(settings: [.trustedProxies: "127.0.0.1", .clientAddressHeader: "X-Forwarded-For"])
        try await World.with(plan) { world in
            world.clock.stop()
            func attempt(_ chain: String) async throws -> Int {
                try await login(world, name: "nobody", fields: [("X-Forwarded-For", chain)]).status
            }
            var statuses: [Int] = []
            for index in 0..<6 { statuses.append(try await attempt("203.0.113.\(index), 198.51.100.7")) }
            #expect(statuses == [401, 401, 401, 401, 401, 429])
            let other = try await attempt("198.51.100.8")
            #expect(other == 401)
            // One subscriber has a whole /64.
            var wide: [Int] = []
            for index in 0..<6 { wide.append(try await attempt("2001:db8::\(index + 1)")) }
            #expect(wide.last == 429)
        }
    }

    @Test(.shows("ASVS-3.7.2")) func `the page leads back to a path of this site and nowhere else`() async throws {
        try await World.with(WorldPlan(settings: [.sessionCookieSecure: "false"])) { world in
            let paths = [
                ("/jails?x=1", "/jails?x=1"), ("//evil.example", "/"), ("/\\evil.example", "/"),
                ("https://evil.example", "/"), ("https:evil.example", "/"), ("javascript:alert(1)", "/"),
                ("/\t/evil.example", "/"), ("\\/evil.example", "/"), ("jails", "/"), ("/\r\nSet-Cookie: x=y", "/"),
                ("", "/"),
            ]
            for (asked, expected) in paths {
                let shown = try await world.client.send("GET", "/login?" + encodedForm([("return", asked)]))
                let cookie = try #require(shown.cookie("bangui_form"))
                let token = try #require(shown.formToken)
                let reply = try await world.client.send(
                    "POST", "/login",
                    [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", "bangui_form=\(cookie)")],
                    body: encodedForm([
                        ("_csrf", token), ("username", "ada"), ("password", World.password), ("return", asked),
                    ]))
                #expect(reply.status == 303 && reply["location"] == expected, "\(asked)")
            }
        }
    }

    @Test func `a stranger is led to the sign-in and from there back`() async throws {
        try await World.with { world in
            let reply = try await world.client.send("GET", "/bans?q=192.0.2.0%2F24&jail=sshd")
            #expect(reply.status == 303)
            #expect(reply["location"] == "/login?return=%2Fbans%3Fq%3D192.0.2.0%252F24%26jail%3Dsshd")
            let page = try await world.client.send("GET", reply["location"] ?? "")
            #expect(page.text.contains("value=\"/bans?q=192.0.2.0%2F24&amp;jail=sshd\""))
        }
    }

    private func body(_ reply: HTTPReply) -> [String: String] {
        reply.json.mapValues { "\($0)" }.filter { $0.key != "requestId" }
    }
}
