import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

/// Every route there is, while something that it needs fails: an answer in time that says what is wrong and when to come
/// back, and never an error without words.
@Suite struct EveryRouteTests {
    @Test(arguments: [
        StorageError.failed("disk I/O error"), .busy, .full, .unreachable("no route to host 10.9.8.7"),
        .damaged("no database"),
    ])
    func `a database that fails at every statement`(error: StorageError) async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            world.database.fail(with: error)
            let refused = try await walk(world) { _ in ada }
            #expect(refused.count > 70)
            world.database.fail(with: nil)
            #expect(await eventually { world.console.breakers.database.refusal == nil })
            #expect(try await eventually { try await ada.get("/bans").status == 200 })
        }
    }

    @Test func `a database that can be read and not written`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            world.database.failWrites(with: StorageError.full)
            let refused = try await walk(world) { _ in ada }
            #expect(
                !refused.contains { $0.hasPrefix("GET ") && !$0.contains("{name}") && !$0.contains("bans/ban") },
                "\(refused)")
            let page = try await ada.get("/bans")
            #expect(page.status == 200 && page.text.contains("Nothing can be changed just now"))
            #expect(page.text.contains("Left where the data directory is"))
        }
    }

    @Test func `no fail2ban at all`() async throws {
        try await World.with { world in
            let refused = try await walk(world) { _ in try await world.visitor() }
            #expect(refused.contains("POST /api/bans") == false || refused.count < 30)
            for path in ["/", "/bans", "/events", "/jails", "/operations", "/runtime"] {
                #expect(!refused.contains("GET " + path))
            }
        }
    }

    @Test func `a fail2ban that hangs`() async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one")])
        try await World.with(WorldPlan(fail2ban: fail2ban)) { world in
            fail2ban.pause()
            defer { fail2ban.resume() }
            #expect(await eventually { world.console.breakers.fail2ban.report.state == .open })
            _ = try await walk(world) { _ in try await world.visitor() }
            let ada = try await world.visitor()
            let page = try await ada.get("/jails")
            #expect(page.status == 200 && page.text.contains("data-time=\"ago\"") && page.text.contains("one"))
            let start = ContinuousClock.now
            let ban = try await ada.api("POST", "/api/bans", #"{"addresses":["203.0.113.7"],"jails":["one"]}"#)
            #expect(
                ban.status == 503 && ban.code?.hasPrefix("fail2ban_") == true && ban.json["recommendation"] is String)
            // The one that is let through as a trial takes its three seconds.
            #expect(ContinuousClock.now - start < .seconds(6))
            fail2ban.resume()
            #expect(await eventually { world.console.breakers.fail2ban.report.state == .closed })
            let done = try await ada.api("POST", "/api/bans", #"{"addresses":["203.0.113.7"],"jails":["one"]}"#)
            #expect(done.status == 200, "\(done.text)")
        }
    }

    /// Asks for every route and gives those that were refused for now.
    private func walk(
        _ world: World, by visitor: (Routes.Entry) async throws -> Visitor
    ) async throws -> Set<String> {
        var refused: Set<String> = []
        for entry in world.entries where entry.path != "/api/events/stream" && entry.path != "/assets/{hash}/{file}" {
            let path = entry.path.replacing("{id}", with: "1").replacing("{name}", with: "one")
            let by = try await visitor(entry)
            let start = ContinuousClock.now
            let reply =
                switch (entry.method, entry.path.hasPrefix("/api/")) {
                case ("GET", _): try await by.get(path)
                case (_, true): try await by.api(entry.method, path, Self.body(entry.path))
                case (_, false): try await by.form(path, [("addresses", "203.0.113.5"), ("jail", "one")])
                }
            let name = "\(entry.method) \(entry.path) \(reply.status)"
            #expect(ContinuousClock.now - start < .seconds(10), "\(name)")
            guard reply.status >= 500 else { continue }
            #expect(reply.status == 503, "\(name) \(reply.text.prefix(300))")
            #expect((reply.retryAfter ?? 0) > 0 && reply["cache-control"] == "no-store", "\(name)")
            #expect(!reply.text.contains("disk I/O error") && !reply.text.contains("10.9.8.7"), "\(name)")
            refused.insert("\(entry.method) \(entry.path)")
            if entry.path == "/health/ready" { continue }
            let isForProgram = entry.path.hasPrefix("/api/") || entry.path.hasPrefix("/health")
            if isForProgram {
                #expect(reply.code != nil && reply.json["recommendation"] is String, "\(name) \(reply.text)")
            } else {
                #expect(reply.text.contains("data-retry=") || reply.text.contains("fail2ban"), "\(name)")
            }
        }
        return refused
    }

    private static func body(_ path: String) -> String {
        switch path {
        case "/api/bans": #"{"addresses":["203.0.113.5"],"jails":["one"]}"#
        case "/api/auth/login", "/api/auth/token": #"{"username":"ada","password":"x"}"#
        default: #"{"address":"203.0.113.5"}"#
        }
    }
}
