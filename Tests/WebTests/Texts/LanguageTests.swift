import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct LanguageTests {
    @Test func `before sign-in the browser’s language is spoken, faults included`() async throws {
        try await World.with { world in
            let german = [("Accept-Language", "de-AT,de;q=0.9,en;q=0.5")]
            let page = try await world.client.send("GET", "/login", german)
            #expect(page.text.contains("<html lang=\"de\"") && page.text.contains("Benutzername"))
            #expect(page.text.contains("<title>Anmelden · BanGUI</title>"))
            let other = try await world.client.send("GET", "/login", [("Accept-Language", "fr")])
            #expect(other.text.contains("<html lang=\"en\"") && other.text.contains("User name"))
            let lost = try await world.client.send("GET", "/nowhere", german)
            #expect(lost.status == 404 && lost.text.contains("Unter dieser Adresse ist nichts."))
        }
    }

    @Test func `what a person chose goes before what their browser asks for`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            #expect(try await ada.form("/settings/me", [("language", "de")]).status == 303)
            let page = try await ada.get("/settings", [("Accept-Language", "en")])
            #expect(page.text.contains("<html lang=\"de\"") && page.text.contains("Einstellungen"))
            #expect(page.text.contains("Socket des fail2ban-Servers."))
            let refused = try await ada.form("/settings", [("timezone", "Mars/Olympus")])
            #expect(refused.text.contains("ist keine Zeitzone dieses Systems; einen Namen wie"))
            // Programs read English, whatever the person reads.
            let answer = try await ada.api("PATCH", "/api/settings/me", #"{"zone":"Mars/Olympus"}"#)
            #expect(answer.text.contains("There is no such time zone."))
        }
    }

    @Test func `what was just done is told in the language of who did it`() async throws {
        try await guarded { world, _ in
            let ada = try await world.visitor()
            _ = try await ada.form("/settings/me", [("language", "de")])
            let done = try await ada.form("/bans/ban", [("addresses", "192.0.2.9"), ("jail", "one")])
            let page = try await ada.get(try #require(done["location"]))
            #expect(page.text.contains("<title>192.0.2.9 in one gesperrt · BanGUI</title>"))
        }
    }
}
