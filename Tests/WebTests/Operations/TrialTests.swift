import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct TrialTests {
    @Test func `a trial stands on every page with its button, and its end is told for two minutes`() async throws {
        try await guarded { world, fail2ban in
            let ada = try await world.visitor()
            let banned = try await ada.ban(#"{"addresses":["198.18.7.0/24"],"jails":["one"]}"#)
            let id = try #require(banned.json["operation"] as? String)
            for path in ["/jails", "/settings", "/fragments/status"] {
                let page = try await ada.get(path)
                #expect(page.text.contains("class=\"trial\"") && page.text.contains("/operations/\(id)/confirm"))
            }
            world.clock.advance(61)
            let isTold = try await eventually {
                try await ada.get("/fragments/status").text.contains("because nobody confirmed")
            }
            #expect(isTold)
            let page = try await ada.get("/bans")
            #expect(page.text.contains("/operations/\(id)\"") && !page.text.contains("class=\"trial\""))
            #expect(try await ada.get("/operations").text.contains("taken back, not confirmed"))
            #expect(try !fail2ban.client(["get", "one", "banip"]).output.contains("198.18.7."))
            world.clock.advance(121)
            #expect(try await !ada.get("/bans").text.contains("because nobody confirmed"))
        }
    }

    @Test func `what was confirmed, or undone by a person, is not told as expired`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            let kept = try await ada.ban(#"{"addresses":["198.18.7.0/24"],"jails":["one"]}"#).json["operation"]
            _ = try await ada.api("POST", "/api/operations/\(kept ?? "")/confirm")
            let undone = try await ada.ban(#"{"addresses":["198.18.8.0/24"],"jails":["one"]}"#).json["operation"]
            _ = try await ada.api("POST", "/api/undo/\(undone ?? "")")
            let page = try await ada.get("/bans")
            #expect(!page.text.contains("class=\"trial\"") && !page.text.contains("because nobody confirmed"))
        }
    }
}
