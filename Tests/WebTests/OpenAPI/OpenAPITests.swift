import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct OpenAPITests {
    @Test(.shows("ASVS-2.1.1")) func `every JSON route that is registered is described, and nothing else`() async throws
    {
        try await World.with { world in
            let registered = world.entries.filter(\.isForPrograms).map { "\($0.method) \($0.path)" }.sorted()
            let described = RouteGroup.all.flatMap(\.routes).map { "\($0.method) \($0.path)" }.sorted()
            #expect(registered == described)
            for route in RouteGroup.all.flatMap(\.routes) {
                let places = Set(route.path.matches(of: /\{([a-z]+)\}/).map { String($0.1) })
                let named = Set(route.parameters.filter { $0.place == .path }.map(\.name))
                #expect(places == named, "\(route.path)")
            }
        }
    }

    @Test(.shows("ASVS-8.1.1")) func `the document says of each route what the table of actions says`() async throws {
        try await World.with { world in
            let document = try await world.visitor().get("/api/openapi.json").json
            #expect(document["openapi"] as? String == "3.1.0")
            var ids: Set<String> = []
            for entry in world.entries where entry.isForPrograms {
                let operation = try #require(Self.operation(entry, document), "\(entry)")
                let id = try #require(operation["operationId"] as? String)
                #expect(ids.insert(id).inserted, "\(id) occurs twice")
                let demands = try #require(operation["security"] as? [[String: Any]], "\(entry)")
                let schemes = Set(demands.flatMap(\.keys))
                let isOpen = entry.action.rule.need == .anyone || entry.action.rule.need == .setup
                #expect(schemes.contains("session") == !isOpen, "\(entry)")
                let responses = try #require(operation["responses"] as? [String: Any], "\(entry)")
                #expect(isOpen || responses["429"] != nil, "\(entry): tokens are tried out on any route")
                #expect(schemes.contains("csrfToken") == (!isOpen && entry.action.rule.changesState), "\(entry)")
                let scopes = demands.compactMap { $0["token"] as? [String] }.first ?? []
                #expect(Set(scopes) == Set(entry.action.scopes.map(\.rawValue)), "\(entry)")
            }
        }
    }

    @Test(.shows("ASVS-13.4.5")) func `nobody reads the document without signing in`() async throws {
        try await World.with { world in
            let reply = try await world.client.send("GET", "/api/openapi.json")
            #expect(reply.status == 401 && reply.code == "not_signed_in")
        }
    }

    @Test(.shows("ASVS-2.1.1", "ASVS-15.3.1"))
    func `what is answered is as the document says, from empty to full, and so is every refusal`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            let document = try await ada.get("/api/openapi.json").json
            let empty = try await compare(ada, document, operation: "none")
            let operation = try await fill(ada)
            let full = try await compare(ada, document, operation: operation)
            // A page that has more rows, and those who may not.
            let page = try await ada.get("/api/events?limit=1&lines=true")
            #expect(page.json["next"] is String)
            try expectFits(page, "GET", "/api/events", document)
            for entry in world.entries where entry.isForPrograms && entry.method == "GET" {
                let stranger = try await world.client.send("GET", path(entry, operation))
                try expectFits(stranger, "GET", entry.path, document)
            }
            #expect(empty.isSuperset(of: [200, 404]) && full.isSuperset(of: [200]), "\(empty) \(full)")
        }
    }

    /// Asks for everything and compares; gives the status of each answer.
    private func compare(
        _ ada: Visitor, _ document: [String: Any], operation: String
    ) async throws -> Set<Int> {
        var statuses: Set<Int> = []
        for entry in ada.world.entries where entry.isForPrograms && entry.method == "GET" {
            // It has no end.
            if entry.path == "/api/events/stream" { continue }
            let reply = try await ada.get(path(entry, operation))
            try expectFits(reply, "GET", entry.path, document)
            statuses.insert(reply.status)
        }
        return statuses
    }

    /// Does a little of everything; gives the id of an operation.
    private func fill(_ ada: Visitor) async throws -> String {
        try await ada.world.append(
            [
                .of("203.0.113.9", .ban, at: 1_800_000_000, why: .failures),
                .of("203.0.113.9", .unban, at: 1_800_000_060),
            ],
            lines: [Array("Failed password for root".utf8)])
        let document = try await ada.get("/api/openapi.json").json
        func act(_ method: String, _ path: String, _ route: String, _ body: String? = nil) async throws -> HTTPReply {
            let reply = try await ada.api(method, path, body)
            #expect(reply.status == 200, "\(path) \(reply.text)")
            try expectFits(reply, method, route, document)
            return reply
        }
        let ban = #"{"addresses":["203.0.113.9","2001:db8::/64"],"jails":["one","two"],"reason":"a ticket"}"#
        let operation = try #require(try await act("POST", "/api/bans", "/api/bans", ban).json["operation"] as? String)
        _ = try await act("POST", "/api/operations/\(operation)/confirm", "/api/operations/{id}/confirm")
        _ = try await act("POST", "/api/unbans", "/api/unbans", #"{"addresses":["203.0.113.9"],"jails":["one"]}"#)
        let jail = "/api/jails/{name}"
        _ = try await act(
            "POST", "/api/jails/one/ignore", "\(jail)/ignore", #"{"address":"198.51.100.7","note":"the office"}"#)
        let change = try await act(
            "POST", "/api/jails/one/settings", "\(jail)/settings", #"{"bantime":"2h","maxretry":7}"#)
        let id = try #require(change.json["operation"] as? String)
        _ = try await act("POST", "/api/undo/\(id)", "/api/undo/{id}")
        _ = try await act("PATCH", "/api/settings/me", "/api/settings/me", #"{"theme":"dark","shortcuts":false}"#)
        _ = try await act("POST", "/api/jails/two/stop", "\(jail)/stop")
        let made = try await ada.api(
            "POST", "/api/tokens", #"{"name":"backup","scopes":["read"],"password":"\#(World.password)"}"#)
        #expect(made.status == 201, "\(made.text)")
        try expectFits(made, "POST", "/api/tokens", document)
        let signedIn = try await ada.world.client.send(
            "POST", "/api/auth/token", [("Content-Type", "application/json")],
            body: #"{"username":"ada","password":"\#(World.password)"}"#)
        #expect(signedIn.status == 200, "\(signedIn.text)")
        try expectFits(signedIn, "POST", "/api/auth/token", document)
        try await compareOfToken(try #require(made.json["token"] as? String), ada, document)
        return operation
    }

    /// What a token is told, and refused.
    private func compareOfToken(_ token: String, _ ada: Visitor, _ document: [String: Any]) async throws {
        var statuses: Set<Int> = []
        for entry in ada.world.entries where entry.isForPrograms && entry.method == "GET" {
            if entry.path == "/api/events/stream" { continue }
            let reply = try await ada.world.client.send(
                "GET", path(entry, "none"), [("Authorization", "Bearer \(token)")])
            try expectFits(reply, "GET", entry.path, document)
            statuses.insert(reply.status)
        }
        #expect(statuses.isSuperset(of: [200, 403]), "\(statuses)")
    }

    private func path(_ entry: Routes.Entry, _ operation: String) -> String {
        let id = entry.path.hasPrefix("/api/addresses") ? "203.0.113.9" : operation
        let path = entry.path.replacing("{id}", with: id).replacing("{name}", with: "one")
        switch path {
        case "/api/pulse": return path + "?since=0&latest=0"
        case "/api/addresses": return path + "?word=root"
        case "/api/dashboard": return path + "?from=2000-01-01T00:00:00Z"
        default: return path
        }
    }

    /// Compares an answer with what is said of its route and status.
    private func expectFits(
        _ reply: HTTPReply, _ method: String, _ path: String, _ document: [String: Any]
    ) throws {
        let entry = Routes.Entry(method: method, path: path, action: .viewDescription)
        let responses = Self.operation(entry, document)?["responses"] as? [String: [String: Any]]
        let response = try #require(
            responses?["\(reply.status)"], "\(method) \(path): \(reply.status) is not described")
        let content = try #require(response["content"] as? [String: [String: Any]], "\(method) \(path)")
        let schema = try #require(
            content[reply["content-type"] ?? ""]?["schema"] as? [String: Any],
            "\(method) \(path): \(reply["content-type"] ?? "") is not described")
        let faults = SchemaCheck(document).faults(of: reply.json, schema)
        #expect(faults.isEmpty, "\(method) \(path) \(reply.status): \(faults.joined(separator: "; "))")
    }

    private static func operation(_ entry: Routes.Entry, _ document: [String: Any]) -> [String: Any]? {
        let path = (document["paths"] as? [String: [String: Any]])?[entry.path]
        return path?[entry.method.lowercased()] as? [String: Any]
    }
}
