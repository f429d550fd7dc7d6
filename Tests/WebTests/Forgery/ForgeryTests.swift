import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite(.shows("ABUSE-27", "ASVS-3.5.1", "ASVS-3.5.2")) struct ForgeryTests {
    @Test func `no forged request changes anything, on any route that changes state`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let before = try await world.fingerprint(without: "audit")
            for entry in world.entries where entry.action.rule.changesState && entry.action.rule.need != .setup {
                for forgery in ForgeryCase.all where !isGenuine(forgery, entry) {
                    let reply = try await send(forgery, entry, world, ada)
                    let isRefused = reply.status == 403 || reply.status == 415
                    #expect(isRefused, "\(entry.method) \(entry.path): \(forgery): \(reply.status)")
                }
                #expect(try await world.fingerprint(without: "audit") == before, "\(entry.path)")
            }
        }
    }

    @Test func `a request of the console's own pages is let through, on every route that changes state`() async throws {
        try await World.with { world in
            for entry in world.entries where entry.action.rule.changesState && entry.action.rule.need != .setup {
                for genuine in ForgeryCase.all where isGenuine(genuine, entry) {
                    // A fresh session for each: some of them end it.
                    let reply = try await send(genuine, entry, world, world.visitor())
                    let isRefused =
                        [401, 403, 415].contains(reply.status)
                        && reply.code != "wrong_credentials" && reply.code != "invalid_token"
                    #expect(!isRefused, "\(entry.method) \(entry.path): \(genuine): \(reply.status)")
                    if isBeforeSession(entry) { world.clock.advance(61) }
                }
            }
        }
    }

    @Test(.shows("ASVS-7.6.2")) func `nobody can be signed in by another site`() async throws {
        try await World.with { world in
            let before = try await world.fingerprint(without: "audit")
            let json = #"{"username":"ada","password":"\#(World.password)"}"#
            for forgery in ForgeryCase.all {
                let isRight = forgery.showsOurPage(hasCookie: false) && forgery.type == "application/json"
                guard !isRight else { continue }
                let reply = try await world.client.send(
                    "POST", "/api/auth/login", forgery.fields(port: world.client.port, token: "x"), body: json)
                #expect(reply.status == 403 || reply.status == 415, "\(forgery)")
                #expect(reply.all("set-cookie").isEmpty)
            }
            #expect(try await world.fingerprint(without: "audit") == before)
        }
    }

    @Test func `the form of the way in counts only with the token that this browser was shown`() async throws {
        try await World.with { world in
            let shown = try await world.client.send("GET", "/login")
            let name = "__Host-bangui-form"
            let cookie = try #require(shown.cookie(name))
            let token = try #require(shown.formToken)
            let another = try await world.client.send("GET", "/login")
            let other = try #require(another.formToken)
            func send(_ token: String?, _ cookie: String?) async throws -> HTTPReply {
                try await world.client.send(
                    "POST", "/login",
                    [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "same-origin")]
                        + (cookie.map { [("Cookie", "\(name)=\($0)")] } ?? []),
                    body: encodedForm(
                        (token.map { [("_csrf", $0)] } ?? []) + [("username", "ada"), ("password", World.password)]))
            }
            for (token, cookie) in [(nil, cookie), (token, nil), (other, cookie), ("x", "x"), (nil, nil)] {
                let reply = try await send(token, cookie)
                #expect(reply.status == 403 && reply.cookie("__Host-bangui") == nil)
            }
            let reply = try await send(token, cookie)
            #expect(reply.status == 303 && reply["location"] == "/" && reply.cookie("__Host-bangui") != nil)
            world.clock.advance(FormTokens.lifetime)
            #expect(try await send(token, cookie).status == 403)
        }
    }

    @Test func `a token of one session is worth nothing in another`() async throws {
        try await World.with { world in
            let (first, second) = (try await world.visitor(), try await world.visitor())
            let mixed = Visitor(world: world, cookie: first.cookie, token: second.token, id: first.id)
            #expect(try await mixed.api("POST", "/api/auth/logout").code == "forged_request")
            #expect(try await first.api("POST", "/api/auth/logout").status == 204)
        }
    }

    @Test func `report mode lets through, logs and shows a banner, and ends by itself`() async throws {
        let clock = TestClock()
        let until = RFC3339.text(clock.now() + 3600)
        let plan = WorldPlan(settings: [.csrfMode: "report", .csrfReportUntil: until])
        try await World.with(plan) { world in
            let ada = try await world.visitor()
            let form = [("Cookie", ada.cookie), ("Content-Type", "application/x-www-form-urlencoded")]
            func forge() async throws -> HTTPReply {
                try await world.client.send(
                    "POST", "/settings", form + [("Origin", "https://evil.example")],
                    body: "timezone=Europe%2FBerlin")
            }
            #expect(try await forge().status == 303)
            #expect(world.logLines.contains { $0.contains("a request looks forged") && $0.contains("evil.example") })
            let words = "forged"
            let shown = try await ada.get("/bans").text.lowercased()
            #expect(shown.contains(words))
            world.clock.advance(3601)
            let later = try await world.visitor()
            let reply = try await world.client.send(
                "POST", "/settings",
                [("Cookie", later.cookie), form[1], ("Origin", "https://evil.example")],
                body: "timezone=UTC")
            #expect(reply.status == 403)
            let shownLater = try await later.get("/bans").text.lowercased()
            #expect(!shownLater.contains(words))
        }
    }

    @Test func `behind a proxy the public address is the origin that counts`() async throws {
        try await World.with(WorldPlan(settings: [.publicURL: "https://ban.example.org"])) { world in
            func send(_ origin: String) async throws -> Int {
                let ada = try await world.visitor()
                return try await world.client.send(
                    "POST", "/api/auth/logout",
                    [("Cookie", ada.cookie), ("X-CSRF-Token", ada.token), ("Origin", origin)]
                ).status
            }
            let genuine = try await send("https://ban.example.org")
            #expect(genuine == 204)
            for origin in [
                "https://ban.example.org:444", "http://ban.example.org", "https://ban.example.org.evil.example",
                "https://evil.example", "https://ban.example.org/",
            ] {
                let status = try await send(origin)
                #expect(status == 403, "\(origin)")
            }
        }
    }

    /// Whether a request is one that the console's own pages and programs send.
    private func isGenuine(_ forgery: ForgeryCase, _ entry: Routes.Entry) -> Bool {
        let sample = Sample(entry)
        // A program sends neither, and its tokens are no cookies.
        if entry.isForProgramsAlone {
            return forgery.site == nil && forgery.origin == .absent && forgery.type == sample.type
        }
        guard forgery.showsOurPage(hasCookie: entry.action.rule.need != .anyone) else { return false }
        if sample.isForm {
            // The form before sign-in has a token of its own, see above.
            return entry.action != .signIn && forgery.token == .right && forgery.type == sample.type
        }
        // A program without a body may send any type: the header with the token is what another site cannot send.
        let isTypeRight = sample.type == nil || forgery.type == sample.type
        return isTypeRight && (entry.action == .signIn || forgery.token == .right)
    }

    private func isBeforeSession(_ entry: Routes.Entry) -> Bool { entry.action == .signIn || entry.isForProgramsAlone }

    private func send(
        _ forgery: ForgeryCase, _ entry: Routes.Entry, _ world: World, _ visitor: Visitor
    ) async throws -> HTTPReply {
        let sample = Sample(entry)
        var fields = forgery.fields(port: world.client.port, token: visitor.token)
        if !isBeforeSession(entry) { fields.append(("Cookie", visitor.cookie)) }
        let body = sample.body(token: forgery.text(visitor.token) ?? "")
        return try await world.client.send(entry.method, sample.path, fields, body: body)
    }
}
