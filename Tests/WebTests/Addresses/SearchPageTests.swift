import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct SearchPageTests {
    @Test func `addresses are found by a login name in their lines, each once, the last first`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            try await world.append(
                [.of("192.0.2.1", .ban, at: 1000)], lines: [Array("for ALICE <x>".utf8), Array("alice".utf8)])
            try await world.append([.of("192.0.2.2", .ban, at: 1010)], lines: [Array("for bob".utf8)])
            try await world.append([.of("192.0.2.3", .ban, at: 1020)], lines: [Array("for alice\u{202e}".utf8)])
            let page = try await ada.get("/search?q=Alice")
            let found = page.text.matches(of: /href="\/addresses\/(192\.0\.2\.\d)"/).map { String($0.1) }
            #expect(page.status == 200 && found == ["192.0.2.3", "192.0.2.1"])
            #expect(!page.text.contains("\u{202e}") && !page.text.contains("<x>"))
            #expect(page.text.contains("and 1 more line with it") && page.text.contains("All 4 lines were looked at"))
            let told = try await ada.get("/api/addresses?word=alice").json
            let addresses = try #require(told["addresses"] as? [[String: Any]])
            #expect(addresses.map { $0["address"] as? String } == ["192.0.2.3", "192.0.2.1"])
            #expect(addresses.map { $0["lines"] as? Int } == [1, 2])
            #expect(told["looked"] as? Int == 4 && told["next"] is NSNull)
            #expect(told["backTo"] as? String == "1970-01-01T00:16:40Z")
        }
    }

    @Test func `the page tells nothing yet, nothing found and a word of no use apart`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            #expect(try await ada.get("/search").text.contains("Someone cannot get in?"))
            #expect(try await ada.get("/search?q=alice").text.contains("No lines are on record yet"))
            try await world.append([.of("192.0.2.1", .ban)], lines: [Array("for bob".utf8)])
            #expect(try await ada.get("/search?q=%3Ci%3Ealice").text.contains("No line says “&lt;i&gt;alice”"))
            let short = try await ada.get("/search?q=a")
            #expect(short.status == 422 && short.text.contains("2 to 200 bytes"))
            #expect(try await ada.get("/search?q=alice&cursor=x").status == 400)
            #expect(try await ada.get("/api/addresses").status == 422)
        }
    }

    @Test func `a look that found much goes on where it ended`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            for number in 0..<3 {
                let lines = (0..<Addresses.lookLines).map { Array("alice \($0)".utf8) }
                try await world.append([.of("192.0.2.\(number)", .ban, at: Int64(1000 + number))], lines: lines)
            }
            var path = "/api/addresses?word=alice"
            var found: [String?] = []
            for _ in 0..<5 {
                let told = try await ada.get(path).json
                found += (told["addresses"] as? [[String: Any]] ?? []).map { $0["address"] as? String }
                guard let next = told["next"] as? String else { break }
                path = "/api/addresses?word=alice&cursor=\(next)"
            }
            #expect(found == ["192.0.2.2", "192.0.2.1", "192.0.2.0"])
            #expect(try await ada.get("/search?q=alice").text.contains("Look further back"))
        }
    }
}
