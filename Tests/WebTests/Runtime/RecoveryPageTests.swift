import Fail2ban
import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct RecoveryPageTests {
    @Test func `the page of health tells how recovery stands, and which loops come round`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            _ = await eventually { await world.console.recoveryReport()?.state == .closed }
            let page = try await ada.get("/runtime")
            #expect(page.text.contains("Recovery of fail2ban") && page.text.contains("no command starts it"))
            #expect(page.text.contains(">running<") && page.text.contains("Signs of life of fail2ban"))
            let german = try await ada.get("/runtime", [("Accept-Language", "de")])
            #expect(german.text.contains("kein Befehl startet es") && german.text.contains("steht still") == false)
            let health = try await ada.get("/health")
            #expect(health.text.contains(#""recovery":{"mode":""#) && health.text.contains(#""state":"closed""#))
            #expect(health.text.contains(#""loops":[{"name":""#))
        }
    }

    @Test func `while it is blocked the form takes an acknowledgement and a reason, and nothing less`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            try await world.database.write {
                try $0.recoveries.save(StoredRecoveryState(blockedAt: 1), host: "local")
            }
            let form = try await ada.get("/daemon/recovery")
            #expect(form.status == 200 && form.text.contains("name=\"acknowledge\""))
            let bare = try await ada.form("/daemon/recovery", [("reason", "")])
            #expect(bare.status == 422 && bare.text.contains("Say why.") && bare.text.contains("f-acknowledge-error"))
            let json = try await ada.api("POST", "/api/daemon/recovery", #"{"reason":"mended"}"#)
            #expect(json.status == 422 && json.code == "invalid_values")
            let lifted = try await ada.api(
                "POST", "/api/daemon/recovery", #"{"acknowledge":true,"reason":"mended"}"#)
            #expect(lifted.status == 200 && lifted.text.contains(#""blockedSince":null"#))
            let entry = try #require(try await world.entries().last { $0.kind == "recovery_override" })
            #expect(entry.detail == "mended" && entry.actorName == "ada" && entry.before?.contains("blocked") == true)
        }
    }

    @Test func `who has no right to it starts nothing`() async throws {
        try await World.with { world in
            try await world.person("guest", isAdministrator: false)
            let guest = try await world.visitor("guest")
            #expect(try await guest.api("POST", "/api/daemon/start", "{}").status == 403)
            #expect(try await guest.form("/daemon/start", []).status == 403)
            #expect(try await guest.form("/daemon/recovery", [("acknowledge", "1"), ("reason", "x")]).status == 403)
        }
    }
}
