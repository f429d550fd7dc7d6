import Fail2ban
import Host
import TestSupport
import Testing

@testable import Console
@testable import Storage
@testable import Web

@Suite struct ErrorTests {
    @Test(.shows("ASVS-16.5.1")) func `a refused request is a problem document with a stable code`() async throws {
        try await World.with { world in
            let reply = try await world.client.send("GET", "/api/bans")
            #expect(reply.status == 401 && reply["content-type"] == "application/problem+json")
            #expect(reply.json["code"] as? String == "not_signed_in" && reply.json["status"] as? Int == 401)
            #expect(reply.json["title"] as? String == "Not signed in")
            #expect(try await world.client.send("GET", "/api/nothing").code == "not_found")
        }
    }

    @Test(
        .shows("ABUSE-10", "ASVS-16.5.3"),
        arguments: [
            (StorageError.busy, "database_busy"), (.full, "database_full"), (.closed, "database_busy"),
            (.unreachable("x"), "database_unreachable"),
            (.failed("disk I/O error"), "internal_error"),
        ])
    func `a database that fails is told with a code and when to come back`(
        error: StorageError, code: String
    ) async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            world.database.fail(with: error)
            let (api, page) = (try await ada.get("/api/bans"), try await ada.get("/bans"))
            let sign = try await world.client.send(
                "POST", "/api/auth/login", [("Content-Type", "application/json")],
                body: #"{"username":"ada","password":"x"}"#)
            let ready = try await world.client.send("GET", "/health/ready")
            let live = try await world.client.send("GET", "/health/live")
            world.database.fail(with: nil)
            for reply in [api, page, sign] { #expect(reply.status == 503 && reply["retry-after"] != nil) }
            #expect(api.code == code && sign.code == code)
            #expect(ready.status == 503 && live.status == 200)
            #expect(!api.text.contains("disk I/O"))
        }
    }

    @Test(.shows("ABUSE-10", "ASVS-16.5.3")) func `an export whose database fails is refused before it begins`()
        async throws
    {
        try await World.with { world in
            let ada = try await world.visitor()
            // The session is read first, so the database may only fail for what comes after it.
            #expect(try await ada.get("/bans/export.csv").text.hasPrefix("address,jail,host"))
            world.database.fail(with: StorageError.busy)
            #expect(try await ada.get("/bans/export.csv").status == 503)
        }
    }

    @Test func `a jail that has not come back yet is told apart from one that does not exist`() {
        let (jail, other) = (JailName(existing: "one"), JailName(existing: "other"))
        var status = DaemonStatus(at: 100)
        status.jails = [JailCounters(name: jail, failing: 0, totalFailed: 0, banned: 0, totalBanned: 0)]
        _ = status.note(.unreachable(.staleSocket(path: "/s")), at: 110)
        _ = status.note(nil, at: 120)
        func told(_ error: any Error, at moment: Int64) -> Problem? {
            var problem = Problem(error)
            problem?.take(status, error, at: moment)
            return problem
        }
        for error in [HostError.noSuchJail(jail), OperationError.host(.noSuchJail(jail))] as [any Error] {
            let starting = told(error, at: 130)
            #expect(starting?.code == .fail2banStarting)
            #expect(starting?.retryAfter == 2 && starting?.recommendation != nil)
            #expect(told(error, at: 200)?.code == .notFound)
        }
        #expect(told(HostError.noSuchJail(other), at: 130)?.code == .notFound)
        #expect(told(HostError.busy, at: 130)?.code == .fail2banBusy)
    }

    @Test(.shows("ASVS-16.5.2")) func `a host that is down is told with a code and when to come back`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let calls = [
                ("GET", "/api/jails/one", nil), ("POST", "/api/jails/one/reload", nil),
                ("POST", "/api/jails/one/ignore", #"{"address":"192.0.2.1"}"#),
                ("POST", "/api/bans", #"{"addresses":["192.0.2.1"],"jails":["one"]}"#),
            ]
            for (method, path, body) in calls {
                let reply = try await ada.api(method, path, body)
                #expect(reply.status == 503 && reply.code == "fail2ban_unreachable", "\(path) \(reply.text)")
                #expect((1...5).contains(reply.retryAfter ?? 0) && reply.json["recommendation"] is String)
            }
            let status = try await ada.get("/api/status").json["fail2ban"] as? [String: Any]
            #expect(status?["state"] as? String == "down" && status?["error"] is String)
            #expect(try await ada.get("/jails/one").status == 503)
            #expect(try await ada.get("/bans").status == 200)
        }
    }

    @Test(.shows("ABUSE-19", "ASVS-5.2.1")) func `a body over the limit is refused before it is sent`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let announced = [("Content-Length", "1073741824")]
            let json = [("Content-Type", "application/json"), ("Sec-Fetch-Site", "same-origin")]
            let api = try await world.client.send(
                "POST", "/api/bans", [("Cookie", ada.cookie), ("X-CSRF-Token", ada.token)] + json + announced)
            #expect(api.status == 413 && api.code == "too_large")
            let login = try await world.client.send(
                "POST", "/api/auth/login", json + [("Content-Length", "8193")])
            #expect(login.status == 413)
            let expecting = try await world.client.send(
                "POST", "/api/auth/login", json + announced + [("Expect", "100-continue")])
            #expect(expecting.status == 413)
        }
    }

    @Test(.shows("ABUSE-19", "ASVS-5.2.1")) func `a body that grows over the limit while it comes is refused`()
        async throws
    {
        try await World.with { world in
            let chunk = "1000\r\n" + String(repeating: " ", count: 4096) + "\r\n"
            let reply = try await world.client.send(
                "POST", "/api/auth/login",
                [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")],
                body: chunk + chunk + chunk + "0\r\n\r\n")
            #expect(reply.status == 413)
        }
    }

    @Test(
        .shows("ASVS-15.3.5"),
        arguments: [
            (#"{"jails":["one"]}"#, "addresses"), (#"{"addresses":"192.0.2.1","jails":["one"]}"#, "addresses"),
            (#"{"addresses":["192.0.2.1"],"jails":["one"],"duration":60}"#, "duration"),
            (#"{"addresses":[null],"jails":["one"]}"#, "addresses"), ("[]", "object"), ("{", "JSON"), ("", "JSON"),
            (String(repeating: "[", count: 100_000), "JSON"), ("\"", "JSON"),
        ])
    func `malformed JSON is refused and the member named`(body: String, word: String) async throws {
        try await World.with { world in
            let reply = try await world.visitor().api("POST", "/api/bans", body)
            #expect(reply.status == 400 && reply.code == "bad_request")
            #expect((reply.json["detail"] as? String)?.contains(word) == true, "\(reply.text)")
        }
    }

    @Test(
        arguments: [
            (.notRunning(path: "/run/fail2ban/fail2ban.sock"), "systemctl start fail2ban"),
            (.staleSocket(path: "/var/run/fail2ban/fail2ban.sock"), "systemctl restart fail2ban"),
            (.notRunning(path: "/data/demo/fail2ban.sock"), nil), (.staleSocket(path: "/data/demo/fail2ban.sock"), nil),
        ] as [(HostError.Unreachable, String?)])
    func `the service manager is named only for the fail2ban that it runs`(
        reason: HostError.Unreachable, command: String?
    ) {
        #expect(reason.remedy.contains("systemctl") == (command != nil))
        #expect(reason.remedy.contains(command ?? "The demo's starts with BanGUI"))
    }

    @Test func `an error of someone who is signed in keeps navigation and state, and leads back`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let unban = try await ada.form(
                "/bans/unban", [("only", BanReference(jail: "one", address: "192.0.2.1").text)])
            #expect(unban.status == 503)
            for (reply, back) in [
                (unban, "/bans"), (try await ada.form("/jails/one/stop"), "/jails"),
                (try await ada.get("/operations/none"), "/operations"),
                (try await ada.get("/nowhere"), "/"),
            ] {
                #expect(reply.status == 503 || reply.status == 404)
                #expect(reply.text.contains(#"id="status""#) && reply.text.contains("fail2ban is down"))
                #expect(reply.text.contains(#"action="/logout""#))
                #expect(reply.text.contains(#"<a class="button" href="\#(back)">"#), "\(back)")
            }
            let stranger = try await world.client.send("GET", "/nowhere")
            #expect(stranger.status == 404 && !stranger.text.contains(#"id="status""#))
        }
    }
}
