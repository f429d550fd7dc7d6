import Fail2ban
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct AuditWalkTests {
    @Test(.shows("ASVS-16.3.1"))
    func `every action that changes anything leaves an entry, and what only reads leaves none`() async throws {
        for action in Action.allCases {
            #expect((action.auditKind != nil) == action.rule.changesState, "\(action)")
        }
        try await guarded { world, _ in
            let ada = try await world.visitor()
            var last: Int64 = 0
            for action in Action.allCases where action.rule.changesState {
                let actor = try await perform(action, ada)
                // The setup and a sign-in have been.
                let hasBeen = action == .completeSetup || action == .signIn
                let found = try await world.entries(after: hasBeen ? 0 : last)
                last = found.last?.sequence ?? last
                let entry = try #require(
                    found.last { $0.kind == action.auditKind?.rawValue }, "\(action) left \(found.map(\.kind))")
                #expect(entry.result == (action == .startDaemon ? "already" : "done"), "\(action): \(entry)")
                #expect(entry.actorName == actor, "\(action): \(entry)")
                let isWithoutHTTP = action == .manageUsers || action == .completeSetup
                #expect(isWithoutHTTP || entry.address != nil, "\(action): \(entry)")
            }
            #expect(try await world.console.audit.verify().isUnbroken)
        }
    }

    @Test func `what failed is told with whom it was to touch, and what was cut off is no failure`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let last = try await world.entries(after: 0).last?.sequence ?? 0
            let body = #"{"addresses":["192.0.2.1","192.0.2.2"],"jails":["one"]}"#
            #expect(try await ada.ban(body).status == 503)
            let unban = try await ada.api("POST", "/api/unbans", #"{"addresses":["192.0.2.3"]}"#)
            #expect(unban.status == 503)
            let form = try await ada.form("/bans/ban", [("addresses", "192.0.2.4"), ("jail", "one")])
            #expect(form.status == 503)
            let failed = try await world.entries(after: last)
            #expect(failed.map(\.result) == ["failed", "failed", "failed"])
            #expect(failed.map(\.subject) == ["192.0.2.1, 192.0.2.2", "192.0.2.3", "192.0.2.4"])
            #expect(failed.map(\.jail) == ["one", nil, "one"])
            let connection = try RawConnection(port: world.client.port)
            connection.send(
                "POST /api/bans HTTP/1.1\r\nHost: 127.0.0.1:\(world.client.port)\r\nCookie: \(ada.cookie)\r\n"
                    + "X-CSRF-Token: \(ada.token)\r\nSec-Fetch-Site: same-origin\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"addr")
            connection.finish()
            while case .bytes = await connection.receive() {}
            #expect(try await world.entries(after: failed.last?.sequence ?? 0).isEmpty)
            #expect(!world.logLines.contains { $0.hasPrefix("error") }, "\(world.logLines)")
        }
    }

    /// Does what an action is, so that it succeeds, and gives the name of who did it.
    private func perform(_ action: Action, _ ada: Visitor) async throws -> String {
        let world = ada.world
        switch action {
        case .completeSetup, .signIn: break
        case .issueToken, .renewToken:
            let type = ("Content-Type", "application/json")
            let body = #"{"username":"ada","password":"\#(World.password)"}"#
            let made = try await world.client.send("POST", "/api/auth/token", [type], body: body)
            expectDone(made, action)
            guard action == .renewToken else { break }
            let refresh = #"{"refreshToken":"\#(made.json["refreshToken"] ?? "")"}"#
            expectDone(
                try await world.client.send("POST", "/api/auth/token/refresh", [type], body: refresh), action)
        case .signOut: expectDone(try await world.visitor().api("POST", "/api/auth/logout"), action)
        case .endOwnSession:
            _ = try await world.visitor()
            expectDone(try await ada.form("/account/sessions/end", [("session", "others")]), action)
        case .changeOwnPassword:
            let new = World.password + "!"
            let fields = [("current", World.password), ("new", new), ("repeat", new)]
            try await world.person("cleo")
            expectDone(try await world.visitor("cleo").form("/account/password", fields), action)
            return "cleo"
        case .changeOwnSettings:
            expectDone(try await ada.api("PATCH", "/api/settings/me", #"{"theme":"dark"}"#), action)
        case .createOwnToken, .revokeOwnToken:
            let body = #"{"name":"\#(action)","scopes":["read"],"password":"\#(World.password)"}"#
            let made = try await ada.api("POST", "/api/tokens", body)
            expectDone(made, action)
            guard action == .revokeOwnToken else { break }
            expectDone(try await ada.api("DELETE", "/api/tokens/\(made.json["id"] ?? "")"), action)
        case .changeSettings: expectDone(try await ada.form("/settings", [("allowlist", "203.0.113.0/24")]), action)
        case .runTask: expectDone(try await ada.api("POST", "/api/tasks/audit-check/run"), action)
        case .manageUsers:
            let bob = try await world.person("bob")
            try await world.console.accounts.setDisabled(true, of: bob.id, by: .tester)
            return "tester"
        case .ban: expectDone(try await ada.ban(#"{"addresses":["198.18.7.1"],"jails":["one"]}"#), action)
        case .askName: expectDone(try await ada.api("POST", "/api/addresses/198.18.7.1/name"), action)
        case .unban: expectDone(try await ada.api("POST", "/api/unbans", #"{"addresses":["198.18.7.1"]}"#), action)
        case .undo:
            let banned = try await ada.ban(#"{"addresses":["198.18.7.2"],"jails":["one"]}"#).json["operation"]
            expectDone(try await ada.api("POST", "/api/undo/\(banned ?? "")"), action)
        case .confirmOperation:
            let banned = try await ada.ban(#"{"addresses":["198.18.9.0/24"],"jails":["one"]}"#).json["operation"]
            expectDone(try await ada.api("POST", "/api/operations/\(banned ?? "")/confirm"), action)
        case .changeJail: expectDone(try await ada.api("POST", "/api/jails/two/settings", #"{"maxretry":7}"#), action)
        case .ignoreAddress:
            expectDone(try await ada.api("POST", "/api/jails/one/ignore", #"{"address":"198.18.8.1"}"#), action)
        case .unignoreAddress:
            expectDone(try await ada.api("POST", "/api/jails/one/unignore", #"{"address":"198.18.8.1"}"#), action)
        case .stopJail: expectDone(try await ada.api("POST", "/api/jails/two/stop"), action)
        case .startJail:
            _ = try await ada.api("POST", "/api/jails/two/stop")
            expectDone(try await ada.api("POST", "/api/jails/two/start"), action)
        case .startDaemon: expectDone(try await ada.api("POST", "/api/daemon/start", "{}"), action)
        case .overrideRecovery:
            let body = #"{"acknowledge":true,"reason":"mended"}"#
            expectDone(try await ada.api("POST", "/api/daemon/recovery", body), action)
        case .reloadJail: expectDone(try await ada.api("POST", "/api/jails/one/reload"), action)
        default: Issue.record("Say here how \(action) is done.")
        }
        return "ada"
    }

    private func expectDone(_ reply: HTTPReply, _ action: Action) {
        #expect(reply.status < 400, "\(action): \(reply.status) \(reply.text)")
    }

    @Test(.shows("ASVS-16.3.2")) func `what an account was not granted is an entry, up to a bound, and then a sum`()
        async throws
    {
        try await World.with { world in
            try await world.person("guest", isAdministrator: false)
            let guest = try await world.visitor("guest")
            let last = try await world.entries().last?.sequence ?? 0
            for _ in 0..<50 {
                let reply = try await guest.api("POST", "/api/bans", #"{"addresses":["198.18.7.1"],"jails":["one"]}"#)
                #expect(reply.status == 403)
            }
            #expect(try await guest.form("/settings", [("timezone", "UTC")]).status == 403)
            #expect(try await guest.get("/settings").status == 403)
            let found = try await world.entries(after: last)
            #expect(found.count == 20)
            #expect(
                found.allSatisfy {
                    $0.kind == "ban" && $0.result == "refused" && $0.actorName == "guest" && $0.origin == "api"
                })
            world.clock.advance(3700)
            await world.console.audit.writeSums()
            let sum = try #require(try await world.entries(after: last).last)
            #expect(
                sum.kind == "refused" && sum.subject == "guest" && sum.detail?.hasPrefix("31 more attempts") == true)
        }
    }

    @Test(.shows("ASVS-16.3.3")) func `a forged request is an entry, and one with values that cannot be used is none`()
        async throws
    {
        try await World.with { world in
            let ada = try await world.visitor()
            let last = try await world.entries().last?.sequence ?? 0
            let forged = Visitor(world: world, cookie: ada.cookie, token: "wrong", id: ada.id)
            #expect(try await forged.api("PATCH", "/api/settings/me", #"{"theme":"dark"}"#).status == 403)
            #expect(try await ada.api("PATCH", "/api/settings/me", #"{"theme":"none"}"#).status == 422)
            let found = try await world.entries(after: last)
            #expect(found.map(\.kind) == ["own_settings"] && found.first?.result == "refused")
            #expect(found.first?.detail?.contains("Refused as forged") == true)
        }
    }

    @Test func `that fail2ban is down is told of what was to be done`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let last = try await world.entries().last?.sequence ?? 0
            let reply = try await ada.api("POST", "/api/bans", #"{"addresses":["198.18.7.1"],"jails":["one"]}"#)
            #expect(reply.status == 503)
            let found = try await world.entries(after: last)
            #expect(found.map(\.kind) == ["ban"] && found.first?.result == "failed")
        }
    }

    @Test(.shows("ASVS-16.3.1"))
    func `sign-ins that fail are entries, and never tell what was typed as a name that nobody has`() async throws {
        try await World.with { world in
            let last = try await world.entries().last?.sequence ?? 0
            for name in ["ada", "my-secret-password"] {
                let reply = try await world.client.send(
                    "POST", "/api/auth/login", [("Content-Type", "application/json")],
                    body: #"{"username":"\#(name)","password":"wrong"}"#)
                #expect(reply.status == 401)
            }
            let found = try await world.entries(after: last)
            #expect(found.map(\.subject) == ["ada", nil])
            #expect(found.allSatisfy { $0.kind == "sign_in" && $0.result == "refused" && $0.actorName.isEmpty })
            #expect(found.allSatisfy { $0.address == "127.0.0.1" && $0.origin == "api" })
            #expect(try await world.entries().allSatisfy { !"\($0)".contains("my-secret-password") })
        }
    }
}

extension World {
    /// The entries of the audit log behind a number.
    func entries(after sequence: Int64 = 0) async throws -> [AuditRecord] {
        try await database.read { try $0.audit.run(after: sequence, limit: 1000) }
    }
}
