import Fail2ban
import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

/// Hostile text in every place that others write to, looked for at every address that is registered.
@Suite(.shows("ABUSE-28", "ASVS-1.1.2", "ASVS-1.2.4", "ASVS-3.2.2")) struct HostileEverywhereTests {
    private static let text = "=1+1<script>alert(7)</script>\"'><img src=x onerror=alert(7)>\u{202e}\u{1b}[31m\"\u{301}"
    private static let banned = "198.51.100.9"

    @Test func `log lines, names, reasons and notes of others are inert on every page and in every export`()
        async throws
    {
        let folder = try TemporaryFolder()
        let log = try folder.write("", to: "hostile.log")
        try await guarded([TestJail(Self.text, ["action": "", "logpath": log])]) { world, fail2ban in
            let ada = try await hostileVisitor(world)
            try await fill(world, ada, fail2ban)
            var shown: Set<String> = []
            for (entry, path) in try await addresses(world, ada) {
                let reply = try await ada.get(path)
                #expect(reply.status < 500, "\(path) \(reply.status)")
                expectInert(reply, path)
                if reply.text.contains("alert(7)") { shown.insert(entry.path) }
            }
            // Where the text must be found, shown for what it is: else the search would have found nothing.
            for place in [
                "/bans", "/events", "/jails", "/jails/{name}", "/operations", "/operations/{id}", "/addresses/{id}",
                "/search", "/audit", "/account/sessions", "/account/tokens", "/bans/export.csv", "/bans/export.json",
                "/audit/export.csv", "/audit/export.ndjson", "/events/export.csv", "/events/export.ndjson",
                "/events/export.json", "/api/bans", "/api/events", "/api/operations",
                "/api/audit", "/api/tokens", "/api/addresses/{id}", "/api/auth/sessions", "/",
            ] {
                #expect(shown.contains(place), "\(place) does not show it")
            }
        }
    }

    /// Someone whose browser gives itself a hostile name.
    private func hostileVisitor(_ world: World) async throws -> Visitor {
        let address = try #require(IPAddress("192.0.2.200"))
        let outcome = try await world.console.signIn.signIn(
            name: "ada", password: World.password,
            from: ClientAddress(address: address, isSecure: true, chain: [address]), userAgent: Self.text)
        guard case .signedIn(let cookie, let person) = outcome else { throw World.Refused(outcome: "\(outcome)") }
        return Visitor(
            world: world, cookie: "\(world.console.configuration.cookie.sessionName)=\(cookie)",
            token: world.console.sessions.forgeryToken(of: person), id: person.session.id)
    }

    private func fill(_ world: World, _ ada: Visitor, _ fail2ban: RealFail2ban) async throws {
        try fail2ban.client(["set", Self.text, "banip", "<script>alert(7)<"])
        func done(_ path: String, _ body: [String: Any], _ status: Int = 200) async throws {
            let text = String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
            let reply = try await ada.api("POST", path, text)
            #expect(reply.status == status, "\(path) \(reply.text)")
        }
        try await done("/api/bans", ["addresses": [Self.banned], "jails": [Self.text], "reason": Self.text])
        try await done("/api/jails/one/ignore", ["address": "198.51.100.7", "note": Self.text])
        try await done(
            "/api/tokens", ["name": "<script>alert(7)", "scopes": ["read"], "password": World.password], 201)
        try await world.append(
            [
                .of(Self.banned, .ban, jail: Self.text, at: world.clock.now() - 60, why: .failures),
                .of(Self.text, jail: Self.text, at: world.clock.now() - 50),
            ], lines: [Array(Self.text.utf8)])
        let isListed = try await eventually {
            try await ada.get("/api/bans").json["total"] as? Int == 2
        }
        #expect(isListed, "the bans are not in the list")
    }

    /// Every address to be looked at: each registered one with what fills its places, lists with a search beside.
    private func addresses(_ world: World, _ ada: Visitor) async throws -> [(Routes.Entry, String)] {
        let operations = try await ada.get("/api/operations").json["operations"] as? [[String: Any]] ?? []
        let operation = try #require(operations.compactMap { $0["operation"] as? String }.first)
        let encoded = encodedForm([("", Self.text)]).dropFirst()
        let left: Set<String> = ["/api/events/stream", "/assets/{hash}/{file}"]
        return world.entries.filter { $0.method == "GET" && !left.contains($0.path) }.flatMap { entry in
            let ids =
                entry.path.contains("address")
                ? [Self.banned, String(encoded)] : [operation]
            return ids.flatMap { id -> [(Routes.Entry, String)] in
                let path = entry.path.replacing("{id}", with: id).replacing("{name}", with: encoded)
                let query =
                    path == "/api/pulse" ? "?since=0" : path == "/api/addresses" ? "?word=alert" : ""
                return [
                    (entry, path + query), (entry, path + "?q=\(encoded)&word=alert&since=0&lines=true"),
                    (entry, path + "?q=alert"),
                ]
            }
        }
    }
}
