import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

/// Every registered route, asked for with a token.
@Suite struct BearerRouteTests {
    @Test(.shows("ASVS-6.3.4"))
    func `a token with the scope passes on every JSON route where a session passes, and no other token does`()
        async throws
    {
        try await World.with { world in
            let ada = try await world.visitor()
            let all = try await world.program(Set(TokenScope.allCases), called: "all")
            var single: [TokenScope: Program] = [:]
            for scope in TokenScope.allCases {
                single[scope] = try await world.program([scope], called: scope.rawValue)
            }
            let routes = world.entries.filter(\.isAPI)
            #expect(routes.count > 25)
            for entry in routes where !entry.action.scopes.isEmpty {
                let expected = try await Sample(entry).send(to: world, by: ada)
                let reply = try await all.send(entry)
                #expect(reply.status == expected.status, "\(entry): \(reply.status) \(reply.text)")
                #expect(![401, 403].contains(reply.status), "\(entry) \(reply.text)")
                for (scope, program) in single {
                    let reply = try await program.send(entry)
                    if entry.action.scopes.contains(scope) {
                        #expect(![401, 403].contains(reply.status), "\(entry) \(scope): \(reply.text)")
                    } else {
                        let words = entry.action.scopes.words.joined(separator: " ")
                        #expect(reply.status == 403 && reply.code == "insufficient_scope", "\(entry) \(scope)")
                        #expect(
                            reply["www-authenticate"]
                                == "Bearer realm=\"BanGUI\", error=\"insufficient_scope\", scope=\"\(words)\"")
                    }
                }
            }
        }
    }

    @Test(.shows("ASVS-8.2.1"))
    func `a token that only reads is refused wherever something is changed, and changes nothing`() async throws {
        try await World.with { world in
            let reader = try await world.program([.read, .system])
            let before = try await world.fingerprint(without: "audit")
            let changing = world.entries.filter { $0.action.rule.changesState && $0.isAPI }
            #expect(changing.count > 12)
            for entry in changing {
                let reply = try await reader.send(entry)
                #expect(reply.status == 403, "\(entry) \(reply.status)")
            }
            #expect(try await world.fingerprint(without: "audit") == before)
        }
    }

    @Test func `what is for people no token may do, whatever its scopes are`() async throws {
        try await World.with { world in
            let all = try await world.program(Set(TokenScope.allCases))
            let routes = world.entries.filter { $0.isAPI && $0.action.scopes.isEmpty }
            let names = Set(routes.map { "\($0.method) \($0.path)" })
            for route in ["GET /api/tokens", "POST /api/tokens", "DELETE /api/tokens/{id}", "POST /api/auth/logout"] {
                #expect(names.contains(route))
            }
            for entry in routes {
                let reply = try await all.send(entry)
                #expect(reply.status == 403 && reply.code == "not_allowed", "\(entry) \(reply.status)")
            }
        }
    }

    @Test func `no page and no form knows a token`() async throws {
        try await World.with { world in
            let all = try await world.program(Set(TokenScope.allCases))
            let before = try await world.fingerprint(without: "audit")
            for entry in world.entries where !entry.path.hasPrefix("/api/") && entry.path != "/health" {
                let stranger = try await Sample(entry).send(to: world, by: nil)
                let reply = try await all.send(entry)
                #expect(reply.status == stranger.status, "\(entry) \(reply.status) \(stranger.status)")
                if entry.action.rule.need != .anyone, entry.action.rule.need != .setup {
                    #expect(reply.status == 303 && reply["location"]?.hasPrefix("/login") == true, "\(entry)")
                }
            }
            #expect(try await world.fingerprint(without: "audit") == before)
        }
    }

    @Test(.shows("ASVS-8.3.1")) func `a token has what its owner has at that moment`() async throws {
        try await World.with { world in
            try await world.person("guest", isAdministrator: false)
            let guest = try await world.program([.read], of: "guest")
            #expect(try await guest.send("GET", "/api/bans").code == "not_allowed")
            #expect(try await guest.send("GET", "/api/auth/session").status == 200)
            // The scopes of a token are judged anew: an owner who got less has tokens with less.
            try await world.person("bob")
            let bob = try await world.program([.read, .bans], of: "bob")
            #expect(try await bob.send("GET", "/api/bans").status == 200)
            try await world.database.write { transaction in
                let user = try transaction.users.find(nameKey: "bob")
                try transaction.users.setAdministrator(false, of: user!.id)
            }
            #expect(try await bob.send("GET", "/api/bans").code == "not_allowed")
            let ban = #"{"addresses":["192.0.2.1"],"jails":["one"]}"#
            #expect(try await bob.send("POST", "/api/bans", ban).code == "not_allowed")
        }
    }
}
