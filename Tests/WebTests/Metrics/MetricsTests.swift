import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct MetricsTests {
    @Test(.shows("ASVS-13.4.5")) func `without a token there are no metrics`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            #expect(try await ada.get("/metrics").status == 404)
            #expect(!world.entries.contains { $0.path == "/metrics" })
        }
    }

    @Test(.shows("ASVS-13.4.5"))
    func `who does not show the token reads none of them, an administrator's session neither`() async throws {
        try await measured { world, _ in
            let ada = try await world.visitor()
            let wrong: [[(String, String)]] = [
                [], [("Authorization", "Bearer")], [("Authorization", "Bearer ")],
                [("Authorization", "Bearer \(Self.token)0")], [("Authorization", "Bearer \(Self.token.dropLast())")],
                [("Authorization", "Bearer \(Self.token.uppercased())")], [("Authorization", "Basic \(Self.token)")],
                [("Authorization", Self.token)], [("Cookie", ada.cookie)],
            ]
            for fields in wrong {
                let reply = try await world.client.send("GET", "/metrics", fields)
                let isMalformed = fields.first?.1.trimmingCharacters(in: .whitespaces) == "Bearer"
                #expect(reply.status == (isMalformed ? 400 : 401), "\(fields) \(reply.status)")
                #expect(reply.code == (isMalformed ? "bad_request" : "not_signed_in"), "\(fields)")
                #expect(reply["www-authenticate"]?.hasPrefix("Bearer") == true, "\(fields)")
                #expect(!reply.text.contains("bangui_"), "\(fields)")
            }
            #expect(try await world.client.send("GET", "/metrics?token=\(Self.token)").status == 401)
            // Whoever asks by a name that nobody set up shows the token all the same.
            let reply = try await world.metrics([("Host", "ban.internal:8080")])
            #expect(reply.status == 200 && reply["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(reply["cache-control"] == "no-store")
            #expect(!world.logLines.contains { $0.contains(Self.token) })
        }
    }

    @Test func `what is told is well-formed, and names no address and nobody`() async throws {
        try await measured { world, fail2ban in
            let ada = try await world.visitor()
            #expect(try await ada.ban(#"{"addresses":["203.0.113.77"],"jails":["one"]}"#).status == 200)
            _ = try await world.client.send(
                "POST", "/api/auth/login", [("Content-Type", "application/json")],
                body: #"{"username":"mallory","password":"x"}"#)
            for number in 0..<50 { _ = try await ada.get("/made-up/\(number)") }
            _ = try await ada.get("/addresses/203.0.113.77")
            try await world.append([.of("203.0.113.78", .found, at: 1_800_000_000)])
            try await expectSoon(world, #"bangui_events_total{jail="one",kind="found"} 1"#)
            let text = try await world.metrics().text
            expectWellFormed(text)
            for secret in ["203.0.113", "ada", "mallory", "made-up"] { #expect(!text.contains(secret), "\(secret)") }
            let lines = text.split(separator: "\n").map(String.init)
            for line in [
                "bangui_fail2ban_up 1", #"bangui_fail2ban_state{state="up"} 1"#, #"bangui_jail_up{jail="two"} 1"#,
                #"bangui_bans{jail="one"} 1"#, #"bangui_bans{jail="two"} 0"#,
                #"bangui_operations_total{kind="ban",result="done"} 1"#, #"bangui_sign_ins_total{result="wrong"} 1"#,
                #"bangui_http_requests_total{route="other",method="GET",status="4xx"} 50"#,
                #"bangui_http_requests_total{route="/addresses/{id}",method="GET",status="2xx"} 1"#,
                "bangui_sessions 1", "bangui_streams 0", "bangui_database_up 1", "bangui_log_gaps 0",
            ] { #expect(lines.contains(line), "\(line) is missing") }
            #expect(try value("process_resident_memory_bytes", text) > 1_000_000)
            #expect(try value("process_open_fds", text) > 3)
            #expect(abs(try value("process_start_time_seconds", text) - Date().timeIntervalSince1970) < 7200)
            #expect(try value("bangui_fail2ban_answer_seconds_count", text) > 0)
            withExtendedLifetime(fail2ban) {}
        }
    }

    @Test(.shows("ABUSE-2")) func `a fail2ban that hangs and a database that fails are told, and hold nothing up`()
        async throws
    {
        try await measured { world, fail2ban in
            fail2ban.pause()
            defer { fail2ban.resume() }
            try await expectSoon(world, "bangui_fail2ban_up 0")
            try await expectSoon(world, #"bangui_fail2ban_state{state="hanging"} 1"#)
            world.database.fail(with: StorageError.busy)
            try await expectSoon(world, "bangui_database_up 0")
            let start = ContinuousClock.now
            let text = try await world.metrics().text
            expectWellFormed(text)
            #expect(text.contains("bangui_jail_banned") && !text.contains("\nbangui_bans{"))
            #expect(ContinuousClock.now - start < .seconds(10))
            world.database.fail(with: nil)
            fail2ban.resume()
            try await expectSoon(world, "bangui_database_up 1")
            try await expectSoon(world, "bangui_fail2ban_up 1")
        }
    }

    @Test func `every number that the dashboard shows is there`() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let dashboard = try Data(contentsOf: root.appendingPathComponent("packaging/grafana/bangui.json"))
        _ = try #require(try JSONSerialization.jsonObject(with: dashboard) as? [String: Any])
        let used = Set(
            String(decoding: dashboard, as: UTF8.self).matches(of: /\b(bangui|process)_[a-z0-9_]+/).map { String($0.0) }
        )
        #expect(used.count > 25)
        try await measured { world, _ in
            let ada = try await world.visitor()
            _ = try await ada.ban(#"{"addresses":["203.0.113.77"],"jails":["one"]}"#)
            try await world.append([.of("203.0.113.78", .found, at: 1_800_000_000)])
            try await expectSoon(world, #"bangui_events_total{jail="one",kind="found"} 1"#)
            try await expectSoon(world, "# TYPE bangui_log_lag_seconds gauge")
            try await expectSoon(world, "# TYPE bangui_blind_spots gauge")
            try await expectSoon(world, "# TYPE bangui_jails_dead gauge")
            let text = try await world.metrics().text
            for name in used { #expect(text.contains("\n\(name){") || text.contains("\n\(name) "), "\(name)") }
        }
    }

    private static let token = "7c1de0b95f3a48e2a6d4107b9c83f25e0d96b1a47e5f42c8"

    private func measured(_ body: (World, RealFail2ban) async throws -> Void) async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one"), TestJail("two", ["bantime": "-1"])])
        var plan = WorldPlan(fail2ban: fail2ban, doesTasks: true)
        plan.metricsToken = MetricsToken(Array(Self.token.utf8))
        try await World.with(plan) { try await body($0, fail2ban) }
    }

    /// Waits until a line is there.
    private func expectSoon(_ world: World, _ line: String) async throws {
        var text = ""
        for _ in 0..<600 {
            text = try await world.metrics().text
            if text.split(separator: "\n").contains(Substring(line)) { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("waited a minute for \(line) in \(text.prefix(4000))")
    }

    private func value(_ name: String, _ text: String) throws -> Double {
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(name + " ") }, "\(name)")
        return try #require(Double(line.dropFirst(name.count + 1)), "\(line)")
    }

    /// Each family begins with its help and type, once, and its numbers follow it.
    private func expectWellFormed(_ text: String) {
        var families: Set<String> = []
        var family = ""
        #expect(text.hasSuffix("\n"))
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let match = line.wholeMatch(of: /# TYPE ([a-z_0-9]+) (counter|gauge|histogram)/) {
                family = String(match.1)
                #expect(families.insert(family).inserted, "\(family) occurs twice")
                #expect((match.2 == "counter") == family.hasSuffix("_total"), "\(line)")
            } else if !line.hasPrefix("# HELP ") {
                let isSample =
                    line.wholeMatch(of: /([a-z_0-9]+)(\{([a-z]+="([^"\\]|\\.)*",?)+\})? -?(\d[\d.e+-]*|\+Inf)/) != nil
                #expect(isSample && line.hasPrefix(family), "\(line)")
            }
        }
    }
}

extension World {
    /// The metrics, with the token.
    func metrics(_ fields: [(String, String)] = []) async throws -> HTTPReply {
        try await client.send(
            "GET", "/metrics", [("Authorization", "Bearer 7c1de0b95f3a48e2a6d4107b9c83f25e0d96b1a47e5f42c8")] + fields)
    }
}
