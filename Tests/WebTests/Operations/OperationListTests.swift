import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct OperationListTests {
    @Test func `what was done is listed with who, what came of it and what took it back`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            let banned = try await ada.ban(
                #"{"addresses":["198.18.7.1","198.18.7.2"],"jails":["one"],"reason":"<noise>"}"#)
            let id = try #require(banned.json["operation"] as? String)
            _ = try await ada.api("POST", "/api/undo/\(id)")
            _ = try await ada.api("POST", "/api/jails/two/settings", #"{"bantime":"1h"}"#)
            let rows = try #require(try await ada.get("/api/operations").json["operations"] as? [[String: Any]])
            #expect(rows.map { $0["kind"] as? String } == ["change", "undo", "ban"])
            let ban = try #require(rows.last)
            #expect(
                ban["operation"] as? String == id && ban["by"] as? String == "ada" && ban["via"] as? String == "api")
            #expect((ban["results"] as? [String: Any])?["done"] as? Int == 2)
            #expect(ban["reason"] as? String == "<noise>" && ban["undone"] as? Bool == true)
            #expect(ban["undoneBy"] as? String == "ada" && ban["unconfirmed"] as? Bool == false)
            let page = try await ada.get("/operations")
            #expect(
                page.status == 200 && page.text.contains("&lt;noise&gt;") && page.text.contains("taken back by ada"))
            for row in rows { #expect(page.text.contains("/operations/\(row["operation"] ?? "")\"")) }
        }
    }

    @Test func `the list is filtered by address in any spelling, by its start and by jail`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            for address in ["2001:db8::7", "2001:db8::70", "198.18.7.1"] {
                _ = try await ada.ban(#"{"addresses":["\#(address)"],"jails":["one"]}"#)
            }
            _ = try await ada.api("POST", "/api/jails/two/settings", #"{"maxretry":4}"#)
            func count(_ query: String) async throws -> Int {
                (try await ada.get("/api/operations?\(query)").json["operations"] as? [Any] ?? []).count
            }
            #expect(try await count("q=2001:DB8:0::7") == 1)
            #expect(try await count("q=2001:db8::7") == 1)
            #expect(try await count("q=2001:DB8:") == 2)
            #expect(try await count("jail=one") == 3)
            #expect(try await count("jail=two") == 1)
            #expect(try await count("jail=two&q=198.") == 0)
            let none = try await ada.get("/operations?q=192.0.2.")
            #expect(none.status == 200 && none.text.contains("No operation matches"))
        }
    }

    @Test func `pages follow each other and end, and a foreign cursor is refused`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            #expect(try await ada.get("/operations").text.contains("Nothing was done yet"))
            try await world.database.write { transaction in
                for index in 0..<120 {
                    try transaction.operations.insert(
                        Operation(
                            id: "o\(index)", kind: "ban", actorID: nil, actorName: "x", origin: "cli", address: nil,
                            at: Int64(index)),
                        items: [OperationItem(host: "local", jail: "one", id: "192.0.2.1", result: "done")])
                }
            }
            var (seen, cursor) = ([String](), "")
            repeat {
                let page = try await ada.get("/api/operations?limit=50&jail=one&cursor=\(cursor)")
                seen += (page.json["operations"] as? [[String: Any]] ?? []).compactMap { $0["operation"] as? String }
                cursor = page.json["next"] as? String ?? ""
            } while !cursor.isEmpty && seen.count < 200
            #expect(seen == (0..<120).reversed().map { "o\($0)" })
            let first = try await ada.get("/operations")
            #expect(first.text.contains("cursor=o70") && first.text.contains("command line"))
            #expect(try await ada.get("/operations?cursor=nobody").status == 400)
            #expect(try await ada.get("/api/operations?limit=0").status == 422)
        }
    }
}
