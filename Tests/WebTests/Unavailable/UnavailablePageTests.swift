import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct UnavailablePageTests {
    @Test func `without a database a page says since when, what goes on, and tries again`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            world.database.fail(with: StorageError.failed("disk I/O error"))
            #expect(
                try await eventually {
                    _ = try await ada.get("/bans")
                    return world.console.breakers.database.report.brokenSince != nil
                })
            let page = try await ada.get("/bans?q=192.0.2.&sort=address")
            #expect(page.status == 503 && (1...3).contains(page.retryAfter ?? 0))
            #expect(page.text.contains("It has been so since") && page.text.contains("sudo fail2ban-client status"))
            #expect(page.text.contains("retry.js") && page.text.contains(#"name="q" value="192.0.2.""#))
            #expect(page.text.contains("bangui doctor tells what is wrong") && !page.text.contains("/logout"))
            let german = try await ada.get("/bans", [("Accept-Language", "de")])
            #expect(german.text.contains("fail2ban braucht BanGUI nicht") && german.text.contains("Jetzt noch einmal"))
            let report = try await world.client.send("GET", "/health/ready")
            #expect(report.status == 503 && report.retryAfter != nil)
        }
    }

    @Test func `what was entered in a form that could not be stored is kept, but no password`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            world.database.failWrites(with: StorageError.full)
            let reply = try await ada.form("/settings/me", [("language", "de"), ("zone", "<b>\"x")])
            let kept = try await ada.form(
                "/account/tokens", [("name", "my \"token\""), ("scope", "read"), ("password", "geheim")])
            #expect(reply.status == 503 || reply.status == 422)
            #expect(!kept.text.contains("geheim"))
            let jail = try await ada.form(
                "/settings/me/columns", [("list", "bans"), ("show", "jail"), ("back", "/bans")])
            #expect(jail.status == 503 && jail.retryAfter != nil, "\(jail.status)")
            #expect(jail.text.contains("Send it again") && jail.text.contains(#"name="show" value="jail""#))
            #expect(jail.text.contains(#"name="_csrf" value="\#(ada.token)""#) && !jail.text.contains("retry.js"))
            world.database.failWrites(with: nil)
            #expect(
                try await eventually {
                    try await ada.form("/settings/me/columns", [("list", "bans"), ("show", "jail"), ("back", "/bans")])
                        .status == 303
                })
            #expect(try await !ada.get("/bans").text.contains("Nothing can be changed"))
        }
    }

    @Test func `the breakers are in health, on its page and in the metrics, without secrets`() async throws {
        var plan = WorldPlan()
        plan.metricsToken = MetricsToken(Array("7c1de0b95f3a48e2a6d4107b9c83f25e0d96b1a47e5f42c8".utf8))
        try await World.with(plan) { world in
            let ada = try await world.visitor()
            #expect(await eventually { world.console.breakers.fail2ban.report.opened > 0 })
            let health = try await ada.get("/health")
            let breakers = try #require(health.json["breakers"] as? [[String: Any]])
            #expect(breakers.map { $0["name"] as? String } == ["fail2ban", "database", "database_writes"])
            #expect(["open", "half_open"].contains(breakers[0]["state"] as? String ?? ""))
            #expect((breakers[0]["cause"] as? String)?.contains("There is no socket") == true)
            #expect(breakers[0]["recommendation"] is String && breakers[0]["nextTryAt"] is String)
            #expect(
                breakers[1]["state"] as? String == "closed" && breakers[1]["cause"] == nil
                    || breakers[1]["cause"] is NSNull)
            let page = try await ada.get("/runtime")
            #expect(page.text.contains(#"id="breaker-fail2ban""#) && page.text.contains("Database: writing"))
            #expect(page.text.contains("Fails since") && page.text.contains("nobody new is banned"))
            let metrics = try await world.metrics().text
            #expect(metrics.contains(#"bangui_breaker_state{name="database"} 0"#))
            #expect(metrics.contains(#"bangui_breaker_opened_total{name="fail2ban"} "#))
            #expect(metrics.contains(#"bangui_breaker_rejected_total{name="database_writes"} 0"#))
            #expect(world.logLines.contains { $0.contains("a breaker opened") && $0.contains("fail2ban") })
            #expect(!world.logLines.contains { $0.contains(ada.cookie) || $0.contains(ada.token) })
        }
    }
}
