import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct SetupTests {
    private let open = WorldPlan(isSetUp: false)

    @Test(.shows("ASVS-2.3.1")) func `before setup every page leads to it and every program is told`() async throws {
        try await World.with(open) { world in
            for entry in world.entries where entry.action.rule.need != .setup {
                if [.readAsset, .checkHealth].contains(entry.action) { continue }
                let reply = try await Sample(entry).send(to: world, by: nil)
                if entry.path.hasPrefix("/api/") || entry.path == "/health" {
                    #expect(reply.status == 503 && reply.code == "setup_needed", "\(entry)")
                    #expect(reply["retry-after"] != nil)
                } else {
                    #expect(reply.status == 303 && reply["location"] == "/setup", "\(entry)")
                }
            }
            let page = try await world.client.send("GET", "/setup?token=\(world.setupToken ?? "")")
            #expect(page.status == 200 && page.text.contains(world.setupToken ?? "-"))
            #expect(try await world.client.send("GET", "/health/live").status == 200)
        }
    }

    @Test(.shows("ASVS-6.4.1")) func `setup by JSON is done once, and what was chosen is in use at once`() async throws
    {
        try await World.with(open) { world in
            let values = #""timezone":"Europe/Berlin","session_duration_minutes":30"#
            let reply = try await setUp(world, values)
            #expect(reply.status == 201, "\(reply.text)")
            let again = try await setUp(world, values)
            #expect(again.status == 409 && again.code == "setup_done")
            let page = try await world.client.send("GET", "/setup")
            #expect(page.status == 303 && page["location"] == "/login")
            #expect(try await world.client.send("POST", "/setup").status == 409)
            let before = world.clock.now()
            let session = try await login(world)
            #expect(session.status == 200)
            let ends = try #require(session.json["expiresAt"] as? String)
            #expect((before...world.clock.now()).contains { ends == RFC3339.text($0 + 1800) })
            let bans = try await world.visitor().get("/bans")
            #expect(bans.status == 200 && bans.text.contains("Europe/Berlin"))
        }
    }

    @Test func `a wrong token opens nothing`() async throws {
        try await World.with(open) { world in
            for token in ["", "x", String((world.setupToken ?? "").dropLast())] {
                let reply = try await setUp(world, token: token)
                #expect(reply.status == 403)
            }
            #expect(world.phase.services == nil && !isStored(world))
        }
    }

    @Test(
        .shows("ASVS-2.2.2"),
        arguments: [
            (#""timezone":"Mars/Base""#, "timezone"), (#""session_duration_minutes":0"#, "session_duration_minutes"),
            (#""session_duration_minutes":"soon""#, "session_duration_minutes"),
            (#""database_path":"/nowhere/at/all.sqlite""#, "database_path"), (#""listen":"0.0.0.0:80""#, "listen"),
            (#""fail2ban_start_command":"sh -c x""#, "fail2ban_start_command"), (#""nonsense":"1""#, "nonsense"),
            (#""csrf_mode":"report""#, "csrf_mode"),
        ])
    func `a value that cannot be used is named, and nothing is stored`(value: String, field: String) async throws {
        try await World.with(open) { world in
            let reply = try await setUp(world, value)
            #expect(reply.status == 422 && reply.code == "invalid_values")
            #expect(reply.faultyFields == [field], "\(reply.text)")
            #expect(world.phase.services == nil && !isStored(world))
            #expect(try await setUp(world).status == 201)
        }
    }

    @Test func `all faults are named at once`() async throws {
        try await World.with(open) { world in
            let reply = try await setUp(
                world, #""timezone":"Mars/Base","session_duration_minutes":-1"#, name: "", password: "short")
            #expect(reply.faultyFields == ["username", "password", "timezone", "session_duration_minutes"])
        }
    }

    @Test func `of many setups at once one is done`() async throws {
        try await World.with(open) { world in
            let replies = try await withThrowingTaskGroup(of: HTTPReply.self) { group in
                for _ in 0..<8 { group.addTask { try await setUp(world) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.count { $0.status == 201 } == 1)
            for reply in replies { #expect(reply.status == 201 || reply.status == 409, "\(reply.text)") }
        }
    }

    @Test func `setup by form keeps what was typed until it is right`() async throws {
        try await World.with(WorldPlan(isSetUp: false, settings: [.sessionCookieSecure: "false"])) { world in
            let shown = try await world.client.send("GET", "/setup?token=\(world.setupToken ?? "")")
            let cookie = try #require(shown.cookie("bangui_form"))
            let hidden = try #require(shown.formToken)
            func send(_ password: String, _ again: String, hidden: String = hidden) async throws -> HTTPReply {
                try await world.client.send(
                    "POST", "/setup",
                    [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", "bangui_form=\(cookie)")],
                    body: encodedForm([
                        ("_csrf", hidden), ("token", world.setupToken ?? ""), ("username", "grace"),
                        ("password", password), ("repeat", again), ("timezone", "Europe/Berlin"),
                    ]))
            }
            let refused = [
                try await send("short", "short"), try await send(World.password, "x"),
                try await send(World.password, World.password, hidden: "x"),
            ]
            #expect(refused.map(\.status) == [422, 422, 403])
            for reply in refused { #expect(reply.text.contains("grace") && !reply.text.contains(World.password)) }
            #expect(!isStored(world))
            let done = try await send(World.password, World.password)
            try #require(done.status == 200)
            #expect(world.console.configuration.timeZone == "Europe/Berlin")
            #expect(try await login(world, name: "grace").status == 200)
        }
    }

    @Test func `two passwords that differ do not hide what else is wrong, but from who lacks the token`() async throws {
        try await World.with(open) { world in
            let token = world.setupToken ?? ""
            let reply = try await form(world, token: token, again: "other", ["database_path": "/no/such/x.sqlite"])
            #expect(reply.status == 422)
            for words in ["The two passwords differ", "needs at least 8 characters", "/no/such does not exist"] {
                #expect(reply.text.contains(words), "\(words)")
            }
            let strange = try await form(world, token: "x", again: "other", ["database_path": "/no/such/x.sqlite"])
            #expect(strange.text.contains("The two passwords differ") && !strange.text.contains("does not exist"))
        }
    }

    @Test func `a value that was given at the start says so in a sentence tied to its field`() async throws {
        try await World.with(open) { world in
            let page = try await world.client.send("GET", "/setup").text
            #expect(page.contains("Given when BanGUI was started (command line), so it cannot be changed here."))
            #expect(page.contains(#"aria-describedby="f-fail2ban_socket-hint""#) && !page.contains("fixed by"))
        }
    }

    @Test func `another site cannot set the console up`() async throws {
        try await World.with(open) { world in
            let body = self.body(world)
            for forgery in ForgeryCase.all {
                let isOurs = forgery.showsOurPage(hasCookie: false) && forgery.type == "application/json"
                guard !isOurs else { continue }
                let fields = forgery.fields(port: world.client.port, token: "x")
                for path in ["/api/setup", "/setup"] {
                    let reply = try await world.client.send("POST", path, fields, body: body)
                    #expect([403, 415].contains(reply.status), "\(path) \(forgery) \(reply.status)")
                }
            }
            #expect(world.phase.services == nil && !isStored(world))
        }
    }

    @Test(.shows("ASVS-5.3.2"))
    func `this machine looks at a socket only for who holds the token, and never at another than a fixed one`()
        async throws
    {
        try await World.with(open) { world in
            for path in ["/setup", "/setup?token=", "/setup?token=x", "/setup?token=x&fail2ban_socket=/tmp/x"] {
                #expect(try await world.client.send("GET", path).status == 200)
            }
            _ = try await form(world, token: "x")
            #expect(world.inspected == [])
            // The test's socket is fixed by the command line, so that the form cannot name another.
            let token = world.setupToken ?? ""
            _ = try await world.client.send("GET", "/setup?token=\(token)")
            _ = try await form(world, token: token)
            #expect(world.inspected == Array(repeating: world.folder.file("none.sock"), count: 2))
            #expect(world.phase.services == nil)
        }
    }

    /// The form as a browser sends it, with a password that is refused and another socket.
    private func form(
        _ world: World, token: String, again: String = "short", _ more: KeyValuePairs<String, String> = [:]
    ) async throws -> HTTPReply {
        let page = try await world.client.send("GET", "/setup")
        let cookie = page.all("set-cookie").compactMap { $0.split(separator: ";").first }.joined(separator: "; ")
        return try await world.client.send(
            "POST", "/setup",
            [
                ("Cookie", cookie), ("Sec-Fetch-Site", "same-origin"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ],
            body: encodedForm(
                [
                    ("_csrf", page.formToken ?? ""), ("token", token), ("username", "ada"), ("password", "short"),
                    ("repeat", again), ("fail2ban_socket", "/etc/shadow"),
                ] + more.map { ($0.key, $0.value) }))
    }

    private func isStored(_ world: World) -> Bool {
        let files = ["data/bootstrap.json", "data/bangui.sqlite"]
        return files.contains { !world.folder.read($0).isEmpty }
    }

    private func setUp(
        _ world: World, _ values: String = "", token: String? = nil, name: String = "ada",
        password: String = World.password
    ) async throws -> HTTPReply {
        try await world.client.send(
            "POST", "/api/setup", [("Content-Type", "application/json")],
            body: body(world, values, token: token, name: name, password: password))
    }

    private func body(
        _ world: World, _ values: String = "", token: String? = nil, name: String = "ada",
        password: String = World.password
    ) -> String {
        let token = token ?? world.setupToken ?? ""
        let rest = values.isEmpty ? "" : "," + values
        return #"{"token":"\#(token)","username":"\#(name)","password":"\#(password)"\#(rest)}"#
    }
}
