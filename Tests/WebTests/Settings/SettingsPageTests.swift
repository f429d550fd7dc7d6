import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct SettingsPageTests {
    @Test func `the allowlist holds as soon as it is saved, and no longer when it is taken away`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            let body = #"{"addresses":["198.18.7.1"],"jails":["one"]}"#
            let saved = try await ada.form("/settings", [("allowlist", "198.18.7.0/24")])
            #expect(saved.status == 303)
            let page = try await ada.get(try #require(saved["location"]))
            #expect(page.text.contains("Saved. It holds from now on."))
            #expect(page.text.contains("value=\"198.18.7.0/24\"") && !page.text.contains("holds at next start"))
            #expect(try await ada.ban(body).results == ["198.18.7.1 one refused"])
            _ = try await ada.form("/settings", [("allowlist", "")])
            #expect(try await ada.get("/settings").text.contains("198.18.7.0/24") == false)
            #expect(try await ada.ban(body).results == ["198.18.7.1 one done"])
        }
    }

    @Test func `a saved value that waits for the next start is told and marked`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let saved = try await ada.form("/settings", [("timezone", "Europe/Berlin"), ("log_level", "debug")])
            let page = try await ada.get(try #require(saved["location"]))
            #expect(page.text.contains("Saved. What is marked holds from the next start of BanGUI."))
            #expect(page.text.contains("holds at next start"))
            #expect(page.text.contains("<option value=\"debug\" selected>"))
            let again = try await ada.form("/settings", [("timezone", "Europe/Berlin"), ("log_level", "debug")])
            #expect(try await ada.get(try #require(again["location"])).text.contains("Nothing was changed."))
            world.clock.advance(60)
            #expect(try await ada.get(try #require(saved["location"])).text.contains("Saved.") == false)
        }
    }

    @Test func `faults stand above the form with links to their fields, and beside these`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let refused = try await ada.form(
                "/settings", [("timezone", "Mars/Olympus"), ("session_idle_minutes", "soon"), ("log_level", "debug")])
            #expect(refused.status == 422 && refused.text.contains("Not saved: 2 values are wrong"))
            for key in ["timezone", "session_idle_minutes"] {
                #expect(refused.text.contains("href=\"#s-\(key)\""))
                #expect(refused.text.contains("aria-describedby=\"s-\(key)-error\" aria-invalid=\"true\""))
            }
            #expect(refused.text.contains("id=\"errors\"") && refused.text.contains("Mars/Olympus"))
            #expect(try await world.console.settings.stored()["log_level"] == nil)
        }
    }
}
