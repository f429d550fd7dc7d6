import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct TokenAPITests {
    private func body(_ name: String = "probe", scopes: String = #"["read"]"#, password: String = World.password)
        -> String
    {
        #"{"name":"\#(name)","scopes":\#(scopes),"days":30,"password":"\#(password)"}"#
    }

    @Test func `a token is made, told once, listed and revoked`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let made = try await ada.api("POST", "/api/tokens", body())
            #expect(made.status == 201 && made["cache-control"] == "no-store")
            let text = try #require(made.json["token"] as? String)
            let id = try #require(made.json["id"] as? Int64 ?? (made.json["id"] as? Int).map(Int64.init))
            let program = Program(world: world, text: text, id: id)
            #expect(try await program.send("GET", "/api/bans").status == 200)
            let list = try await ada.get("/api/tokens")
            #expect(!list.text.contains(text))
            let token = try #require((list.json["tokens"] as? [[String: Any]])?.first)
            #expect(token["name"] as? String == "probe" && token["scopes"] as? [String] == ["read"])
            #expect(token["lastAddress"] as? String == "127.0.0.1" && token["expired"] as? Bool == false)
            try await world.person("bob")
            #expect(try await world.visitor("bob").api("DELETE", "/api/tokens/\(id)").status == 404)
            #expect(try await world.visitor("bob").get("/api/tokens").text == #"{"tokens":[]}"#)
            #expect(try await ada.api("DELETE", "/api/tokens/\(id)").status == 204)
            #expect(try await ada.api("DELETE", "/api/tokens/\(id)").status == 404)
            #expect(try await program.send("GET", "/api/bans").code == "invalid_token")
        }
    }

    @Test(.shows("ASVS-2.2.2")) func `values and a wrong password are told by field, and tries are limited`()
        async throws
    {
        try await World.with { world in
            let ada = try await world.visitor()
            let bad = try await ada.api("POST", "/api/tokens", #"{"name":"","scopes":[],"days":0,"password":""}"#)
            #expect(bad.status == 422 && bad.faultyFields == ["name", "scopes", "days"])
            let wrong = try await ada.api("POST", "/api/tokens", body(password: "no"))
            #expect(wrong.status == 422 && wrong.faultyFields == ["password"])
            for _ in 0..<4 { _ = try await ada.api("POST", "/api/tokens", body(password: "no")) }
            let limited = try await ada.api("POST", "/api/tokens", body())
            #expect(limited.status == 429 && (1...60).contains(limited.retryAfter ?? 0))
            let refused = try await world.entries().filter { $0.kind == "token_add" }
            #expect(refused.count == 5 && refused.allSatisfy { $0.result == "refused" })
        }
    }
}
