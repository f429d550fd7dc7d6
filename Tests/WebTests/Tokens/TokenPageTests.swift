import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct TokenPageTests {
    private let path = "/account/tokens"

    private func fields(_ name: String, _ password: String = World.password) -> [(String, String)] {
        [("name", name), ("scope", "read"), ("scope", "bans"), ("days", "30"), ("password", password)]
    }

    @Test func `without tokens the page tells what they are for`() async throws {
        try await World.with { world in
            let page = try await world.visitor().get(path)
            #expect(page.status == 200 && page.text.contains("No tokens yet"))
            #expect(page.text.contains(#"value="settings""#))
            try await world.person("guest", isAdministrator: false)
            let guests = try await world.visitor("guest").get(path)
            #expect(guests.text.contains(#"value="read""#) && !guests.text.contains(#"value="settings""#))
        }
    }

    @Test func `a token is made by the form, shown this once, and revoked after a question`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let made = try await ada.form(path, fields("<b>probe"))
            #expect(made.status == 201 && made["cache-control"] == "no-store")
            let text = String(try #require(made.text.firstMatch(of: /bgt_[0-9a-z]{56}/)).output)
            #expect(made.text.contains("&lt;b&gt;probe") && !made.text.contains("<b>probe"))
            let token = try #require(try await world.console.tokens.all().first)
            #expect(token.scopes == [.read, .bans] && token.expiresAt == world.clock.now() + 30 * 86_400)
            let program = Program(world: world, text: text, id: token.id)
            #expect(try await program.send("GET", "/api/bans").status == 200)
            let list = try await ada.get(path)
            #expect(!list.text.contains(text) && list.text.contains("&lt;b&gt;probe"))
            let question = "\(path)/\(token.id)/revoke"
            #expect(list.text.contains(#"href="\#(question)""#))
            #expect(try await ada.get(question).text.contains("cannot be undone"))
            #expect(try await program.send("GET", "/api/bans").status == 200)
            let revoked = try await ada.form(question)
            #expect(revoked.status == 303)
            #expect(try await ada.get(revoked["location"] ?? "").text.contains("The token was revoked"))
            #expect(try await program.send("GET", "/api/bans").status == 401)
            #expect(try await ada.get(question).status == 404)
            #expect(try await ada.form(question).status == 404)
        }
    }

    @Test(.shows("ASVS-8.2.2")) func `nobody sees or revokes another's tokens`() async throws {
        try await World.with { world in
            try await world.person("bob")
            let program = try await world.program([.read], called: "hers")
            let bob = try await world.visitor("bob")
            #expect(try await !bob.get(path).text.contains("hers"))
            #expect(try await bob.get("\(path)/\(program.id)/revoke").status == 404)
            #expect(try await bob.form("\(path)/\(program.id)/revoke").status == 404)
            #expect(try await program.send("GET", "/api/bans").status == 200)
        }
    }

    @Test func `what was typed stays beside its faults, but for the password`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let wrong = try await ada.form(path, fields("probe", "wrong password"))
            #expect(wrong.status == 422 && wrong.text.contains("The current password is wrong."))
            #expect(wrong.text.contains(#"value="probe""#) && !wrong.text.contains("wrong password\""))
            let empty = try await ada.form(path, [("name", ""), ("days", "x")])
            #expect(empty.status == 422 && empty.text.contains("Choose at least one of"))
            for _ in 0..<4 { _ = try await ada.form(path, fields("probe", "no")) }
            let limited = try await ada.form(path, fields("probe"))
            #expect(limited.status == 429 && (1...60).contains(limited.retryAfter ?? 0))
            #expect(try await world.console.tokens.all().isEmpty)
        }
    }

    @Test func `one that ended is marked, one that was used tells from where`() async throws {
        try await World.with { world in
            let old = try await world.program([.read], called: "old", days: 1)
            _ = try await old.send("GET", "/api/bans")
            world.clock.advance(86_400)
            let page = try await world.visitor().get(path)
            #expect(page.text.contains("expired") && page.text.contains("127.0.0.1"))
        }
    }
}
