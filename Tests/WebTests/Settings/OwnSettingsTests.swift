import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct OwnSettingsTests {
    @Test func `what is chosen in the form holds on every page at once, and for this person only`() async throws {
        try await World.with { world in
            try await world.person("bob")
            let (ada, bob) = (try await world.visitor(), try await world.visitor("bob"))
            let saved = try await ada.form(
                "/settings/me",
                [
                    ("theme", "dark"), ("density", "dense"), ("language", "en"), ("shortcuts", "off"),
                    ("zone", "named"), ("zone-name", "Europe/Berlin"),
                ])
            #expect(saved.status == 303)
            let page = try await ada.get(try #require(saved["location"]))
            #expect(page.text.contains("Saved. It holds from now on."))
            let bans = try await ada.get("/bans").text
            #expect(bans.contains("data-theme=\"dark\"") && bans.contains("data-density=\"dense\""))
            #expect(bans.contains("data-keys=\"off\"") && bans.contains("data-zone=\"Europe/Berlin\""))
            let others = try await bob.get("/bans").text
            #expect(!others.contains("data-theme=") && !others.contains("data-density="))
            #expect(!others.contains("data-keys=") && others.contains("data-zone=\"UTC\""))
        }
    }

    @Test func `an unknown zone is refused beside its field, and nothing is stored`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let refused = try await ada.form(
                "/settings/me", [("theme", "dark"), ("zone", "named"), ("zone-name", "../../etc/passwd")])
            #expect(refused.status == 422 && refused.text.contains("There is no such time zone."))
            #expect(refused.text.contains("value=\"../../etc/passwd\""))
            #expect(try await ada.get("/bans").text.contains("data-theme=") == false)
        }
    }

    @Test(.shows("ASVS-3.3.1", "ASVS-3.3.3"))
    func `the browser’s zone is the one that its cookie tells, and the server’s where that is none`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            _ = try await ada.form("/settings/me", [("zone", "browser")])
            for (told, used) in [("Asia/Tokyo", "Asia/Tokyo"), ("Mars/Olympus", "UTC"), ("/etc/passwd", "UTC")] {
                let page = try await world.client.send(
                    "GET", "/bans", [("Cookie", "\(ada.cookie); __Host-bangui-zone=\(told)")])
                #expect(page.text.contains("data-zone=\"\(used)\"") && page.text.contains("/zone.js\""))
                #expect(page.text.contains("data-zone-cookie=\"__Host-bangui-zone\""))
            }
            let planted = try await world.client.send(
                "GET", "/bans", [("Cookie", "\(ada.cookie); bangui-zone=Asia/Tokyo")])
            #expect(planted.text.contains("data-zone=\"UTC\""))
            _ = try await ada.form("/settings/me", [("zone", "server")])
            let page = try await world.client.send(
                "GET", "/bans", [("Cookie", "\(ada.cookie); __Host-bangui-zone=Asia/Tokyo")])
            #expect(page.text.contains("data-zone=\"UTC\"") && !page.text.contains("/zone.js\""))
        }
    }

    @Test func `columns that were not chosen are left out of this list only, and of no one else’s`() async throws {
        try await guarded { world, _ in
            try await world.person("bob")
            let (ada, bob) = (try await world.visitor(), try await world.visitor("bob"))
            let chosen = try await ada.form(
                "/settings/me/columns", [("list", "jails"), ("show", "failed"), ("show", "held"), ("back", "/jails")])
            #expect(chosen.status == 303 && chosen["location"] == "/jails")
            #expect(try await ada.get("/jails").text.contains("data-hide=\"failing total\""))
            #expect(try await bob.get("/jails").text.contains("data-hide=") == false)
            #expect(try await ada.get("/operations").text.contains("data-hide=") == false)
            let lost = try await ada.form("/settings/me/columns", [("list", "x"), ("back", "//evil.example")])
            #expect(lost.status == 422)
            let away = try await ada.form("/settings/me/columns", [("list", "bans"), ("back", "//evil.example")])
            #expect(away["location"] == "/")
            let refused = try await ada.api("PATCH", "/api/settings/me", #"{"hiddenBans":"a\"b"}"#)
            #expect(refused.status == 422)
        }
    }

    @Test func `the API tells the choices, changes those that are named, and refuses what is none`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            let before = try await ada.api("GET", "/api/settings/me")
            #expect(
                before.text
                    == #"{"theme":"system","density":"roomy","zone":"server","language":"browser","shortcuts":true,"hiddenBans":"","hiddenEvents":"","hiddenJails":"","hiddenOperations":""}"#
            )
            let changed = try await ada.api("PATCH", "/api/settings/me", #"{"shortcuts":false,"zone":"Asia/Tokyo"}"#)
            let after =
                #"{"theme":"system","density":"roomy","zone":"Asia/Tokyo","language":"browser","shortcuts":false,"hiddenBans":"","hiddenEvents":"","hiddenJails":"","hiddenOperations":""}"#
            #expect(changed.status == 200 && changed.text == after)
            let body = #"{"theme":"pink","font":"x","zone":"Mars/Olympus","density":"dense"}"#
            let refused = try await ada.api("PATCH", "/api/settings/me", body)
            #expect(refused.status == 422 && refused.faultyFields == ["theme", "font", "zone"])
            #expect(try await ada.api("GET", "/api/settings/me").text == after)
        }
    }

    @Test(arguments: [
        (nil, "en"), ("de-DE,de;q=0.9,en;q=0.8", Language(rawValue: "de")?.rawValue ?? "en"), ("fr, en;q=0.3", "en"),
        ("en;q=0.5, de;q=0", "en"), ("*", "en"), (";;q=,,-", "en"), ("DE;q=nan, EN;q=0.1", "en"),
    ])
    func `before sign-in the browser’s wish decides the language`(header: String?, tag: String) async throws {
        #expect(Language(accepting: header).rawValue == tag)
    }

    @Test func `who changes settings again and again is told to wait, alone, and can still leave`() async throws {
        try await World.with { world in
            _ = try await world.person("bob")
            let (ada, bob) = (try await world.visitor(), try await world.visitor("bob"))
            for _ in 0..<60 {
                #expect(try await ada.api("PATCH", "/api/settings/me", #"{"shortcuts":true}"#).status == 200)
            }
            let refused = try await ada.api("PATCH", "/api/settings/me", #"{"shortcuts":true}"#)
            #expect(refused.status == 429 && refused.code == "too_many_requests")
            #expect((1...10).contains(refused.retryAfter ?? 0))
            #expect(try await bob.api("PATCH", "/api/settings/me", #"{"shortcuts":true}"#).status == 200)
            #expect(try await ada.api("POST", "/api/auth/logout", "").status == 204)
        }
    }
}
