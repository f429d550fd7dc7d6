import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct SignInTests {
    @Test(.shows("ASVS-3.3.4"))
    func `signing in gives the end and the form token in the body and the session in the cookie only`()
        async throws
    {
        try await World.with { world in
            world.clock.stop()
            let reply = try await login(world)
            #expect(reply.status == 200 && Set(reply.json.keys) == ["expiresAt", "csrfToken"])
            let cookie = try #require(reply.cookie("__Host-bangui"))
            #expect(cookie.utf8.count > 43)
            for part in cookie.split(separator: ".") { #expect(!reply.text.contains(part)) }
            #expect(reply.json["expiresAt"] as? String == RFC3339.text(world.clock.now() + 8 * 3600))
            let session = try await world.client.send(
                "GET", "/api/auth/session", [("Cookie", "__Host-bangui=\(cookie)")])
            #expect(session.json["csrfToken"] as? String == reply.json["csrfToken"] as? String)
            #expect(session.json["expiresAt"] as? String == reply.json["expiresAt"] as? String)
            let user = try #require(session.json["user"] as? [String: Any])
            #expect(user["username"] as? String == "ada" && user["administrator"] as? Bool == true)
            #expect(!session.text.contains(cookie))
        }
    }

    @Test(.shows("ASVS-3.3.1", "ASVS-3.3.2", "ASVS-3.3.3", "ASVS-3.3.4"))
    func `the cookie binds to this host and https, or says by its name that it does not`() async throws {
        try await World.with { world in
            let cookie = try await login(world).all("set-cookie")
            #expect(cookie.count == 1 && cookie[0].hasPrefix("__Host-bangui="))
            #expect(attributes(cookie[0]) == ["Path=/", "Max-Age=28800", "SameSite=Lax", "Secure", "HttpOnly"])
        }
        try await World.with(WorldPlan(settings: [.sessionCookieSecure: "false"])) { world in
            let cookie = try await login(world).all("set-cookie")
            #expect(cookie.count == 1 && cookie[0].hasPrefix("bangui_session="))
            #expect(attributes(cookie[0]) == ["Path=/", "Max-Age=28800", "SameSite=Lax", "HttpOnly"])
        }
    }

    @Test(.shows("ABUSE-26", "ASVS-7.2.4")) func `a sign-in makes a new session and ends the one that the browser had`()
        async throws
    {
        try await World.with { world in
            let old = try await world.visitor()
            let reply = try await login(world, fields: [("Cookie", old.cookie)])
            let new = try #require(reply.cookie("__Host-bangui"))
            #expect(old.cookie != "__Host-bangui=\(new)")
            #expect(try await old.get("/api/auth/session").status == 401)
            let planted = try await login(world, fields: [("Cookie", "__Host-bangui=planted")])
            let given = try #require(planted.cookie("__Host-bangui"))
            #expect(planted.status == 200 && given != "planted")
        }
    }

    @Test(.shows("ABUSE-26", "ASVS-7.4.1", "ASVS-14.3.1"))
    func `signing out counts at once and has the browser forget`() async throws {
        try await World.with { world in
            let (ada, other) = (try await world.visitor(), try await world.visitor())
            let reply = try await ada.api("POST", "/api/auth/logout")
            #expect(reply.status == 204 && reply.cookie("__Host-bangui") == "")
            #expect(attributes(reply.all("set-cookie")[0]).contains("Max-Age=0"))
            #expect(try await ada.get("/api/auth/session").status == 401)
            #expect(try await other.get("/api/auth/session").status == 200)
            let page = try await other.form("/logout")
            #expect(page.status == 303 && page["location"] == "/login")
            #expect(try await other.get("/bans").status == 303)
        }
    }

    @Test(.shows("ABUSE-26", "ASVS-6.2.2", "ASVS-6.2.3", "ASVS-7.4.3"))
    func `a new password ends the other sessions at once, and a wrong one changes nothing`()
        async throws
    {
        try await World.with { world in
            let (ada, other) = (try await world.visitor(), try await world.visitor())
            let new = "another walk by the sea"
            func change(_ current: String, _ new: String, _ again: String) async throws -> Int {
                try await ada.form(
                    "/account/password", [("current", current), ("new", new), ("repeat", again)]
                ).status
            }
            let refused = try await [
                change("wrong", new, new), change(World.password, new, new + "x"),
                change(World.password, "short", "short"),
            ]
            #expect(refused == [422, 422, 422])
            #expect(try await other.get("/api/auth/session").status == 200)
            let done = try await change(World.password, new, new)
            #expect(done == 303)
            #expect(try await other.get("/api/auth/session").status == 401)
            #expect(try await ada.get("/api/auth/session").status == 200)
            let (old, fresh) = (try await login(world), try await login(world, password: new))
            #expect(old.status == 401 && fresh.status == 200)
        }
    }

    @Test func `tries at the password of a session are limited as sign-ins are`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            world.clock.stop()
            var replies: [HTTPReply] = []
            for _ in 0..<6 {
                let fields = [("current", "wrong"), ("new", World.password + "x"), ("repeat", World.password + "x")]
                replies.append(try await ada.form("/account/password", fields))
            }
            #expect(replies.map(\.status) == [422, 422, 422, 422, 422, 429])
            #expect(replies[5]["retry-after"] != nil)
        }
    }

    @Test(.shows("ABUSE-26", "ASVS-7.4.2", "ASVS-7.4.5"))
    func `disabling someone ends what they do and what they wait for`() async throws {
        try await World.with { world in
            let account = try await world.person("bob")
            let bob = try await world.visitor("bob")
            let pulse = world.console.pulse.count
            async let waiting = bob.get("/api/pulse?since=\(pulse)")
            try await Task.sleep(for: .milliseconds(300))
            try await world.console.accounts.setDisabled(true, of: account.id, by: .tester)
            #expect(try await bob.get("/api/auth/session").status == 401)
            let ended = try await waiting
            // A wait that nobody ended would be answered with what there is.
            #expect(ended.status == 401)
            #expect(try await login(world, name: "bob").status == 401)
        }
    }

    @Test(.shows("ASVS-7.3.1", "ASVS-7.3.2")) func `a session ends at its time, and when nobody used it`() async throws
    {
        try await World.with(WorldPlan(settings: [.sessionDuration: "60", .sessionIdle: "30"])) { world in
            let (busy, idle) = (try await world.visitor(), try await world.visitor())
            for _ in 0..<2 {
                world.clock.advance(20 * 60)
                #expect(try await busy.get("/api/auth/session").status == 200)
            }
            #expect(try await idle.get("/api/auth/session").status == 401)
            world.clock.advance(20 * 60)
            #expect(try await busy.get("/api/auth/session").status == 401)
        }
    }

    @Test(.shows("ASVS-7.5.2", "ASVS-8.2.2")) func `one's own sessions are listed and ended, nobody else's`()
        async throws
    {
        try await World.with { world in
            try await world.person("bob")
            let (ada, other, bob) = (
                try await world.visitor(), try await world.visitor(), try await world.visitor("bob")
            )
            let list = try await ada.get("/api/auth/sessions").json["sessions"] as? [[String: Any]] ?? []
            #expect(Set(list.compactMap { $0["id"] as? Int }) == [Int(ada.id), Int(other.id)])
            #expect(list.filter { $0["current"] as? Bool == true }.map { $0["id"] as? Int } == [Int(ada.id)])
            #expect(try await bob.api("DELETE", "/api/auth/sessions/\(ada.id)").status == 404)
            #expect(try await ada.api("DELETE", "/api/auth/sessions/\(other.id)").status == 204)
            #expect(try await other.get("/api/auth/session").status == 401)
            #expect(try await bob.get("/api/auth/session").status == 200)
            let third = try await world.visitor()
            #expect(try await ada.form("/account/sessions/end", [("session", "others")]).status == 303)
            #expect(try await third.get("/api/auth/session").status == 401)
            #expect(try await ada.get("/api/auth/session").status == 200)
        }
    }

    @Test(.shows("ASVS-7.2.1")) func `a cookie that was not given out opens nothing`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            var bytes = Array(ada.cookie.utf8)
            bytes[bytes.count - 5] = bytes[bytes.count - 5] == 65 ? 66 : 65
            let values = [
                String(decoding: bytes, as: UTF8.self), "__Host-bangui=", "__Host-bangui=x.y", "__Host-bangui=é",
                "bangui_session" + ada.cookie.dropFirst("__Host-bangui".count),
            ]
            for value in values {
                let reply = try await world.client.send("GET", "/api/auth/session", [("Cookie", value)])
                #expect(reply.status == 401, "\(value)")
            }
            let query = try await world.client.send("GET", "/api/auth/session?\(ada.cookie)")
            #expect(query.status == 401)
        }
    }

    private func attributes(_ cookie: String) -> Set<String> {
        Set(cookie.split(separator: "; ").dropFirst().map(String.init))
    }
}

/// Signs in as a program does.
func login(
    _ world: World, name: String = "ada", password: String = World.password, fields: [(String, String)] = []
) async throws -> HTTPReply {
    try await world.client.send(
        "POST", "/api/auth/login", [("Content-Type", "application/json")] + fields,
        body: #"{"username":"\#(name)","password":"\#(password)"}"#)
}
