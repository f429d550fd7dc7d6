import Foundation
import HTML
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct DoctorPageTests {
    @Test func `the page and the API tell the same, also in German, and keep it for a while`() async throws {
        let fail2ban = try await RealFail2ban.start([TestJail("one"), TestJail("ever", ["bantime": "-1"])])
        try await World.with(WorldPlan(fail2ban: fail2ban)) { world in
            let ada = try await world.visitor()
            let told = try await ada.get("/api/doctor")
            let checks = try #require(told.json["checks"] as? [[String: Any]])
            let counts = try #require(told.json["counts"] as? [String: Int])
            #expect(checks.count == Doctor.checks.count && counts.values.reduce(0, +) == checks.count)
            #expect(checks.contains { $0["id"] as? String == "console.server" && $0["status"] as? String == "ok" })
            let page = try await ada.get("/doctor")
            #expect(page.status == 200 && page.text.contains(#"href="/doctor?again=1""#))
            for check in checks {
                #expect(page.text.contains(#"id="\#(check["id"] as? String ?? "?")""#), "\(check)")
            }
            #expect(
                page.text.contains("Jails whose bans never end: ever.") && page.text.contains(#"href="/jails/ever""#))
            let german = try await ada.get("/doctor", [("Accept-Language", "de")])
            #expect(german.text.contains("Jails, deren Bans nie enden: ever.") && german.text.contains("Erneut prüfen"))
            let health = try await ada.get("/health")
            #expect((health.json["doctor"] as? [String: Any])?["status"] as? String == told.json["status"] as? String)
            world.clock.advance(60)
            #expect(try await ada.get("/api/doctor").json["checkedAt"] as? String == told.json["checkedAt"] as? String)
            let isNew = try await eventually {
                try await ada.get("/api/doctor?again=1").json["checkedAt"] as? String != told.json["checkedAt"]
                    as? String
            }
            #expect(isNew, "no new report was made")
        }
    }

    @Test func `every title has German words`() {
        for check in Doctor.checks {
            #expect(
                Language.german.phrase(check.title) != check.title || check.title == "Write-ahead log", "\(check.title)"
            )
        }
    }

    @Test func `what is wrong comes first, and the words of others stay words`() throws {
        let report = report([
            ("ok", .ok("All is “well”.")),
            ("bad", .failure("<b>\u{202e}bad</b>", "rm '<x>'", advice: "Do <i>this</i>.")),
            ("unseen", .skipped("It is dark.")), ("doubtful", .warning("Hm.", at: .jail("<jail>"))),
        ])
        let text = rendered(report)
        let places = ["id=\"bad\"", "id=\"doubtful\"", "id=\"ok\"", "id=\"unseen\""].map {
            text.range(of: $0)?.lowerBound
        }
        #expect(!places.contains(nil) && places.compactMap(\.self) == places.compactMap(\.self).sorted())
        #expect(!text.contains("<b>") && !text.contains("<i>") && !text.contains("<x>") && !text.contains("\u{202e}"))
        #expect(text.contains("&lt;b&gt;") && text.contains("One thing does not work"))
        for status in DoctorFinding.Status.allCases where report.count(status) > 0 {
            #expect(text.contains("href=\"#\(status.rawValue)\"") && text.contains("id=\"\(status.rawValue)\""))
        }
    }

    @Test func `a system without a fault is told as such`() {
        let text = rendered(report([("ok", .ok("It is well.")), ("other", .ok("It is well, too."))]))
        #expect(text.contains("All is as it should be") && !text.contains("Needs attention"))
    }

    @Test func `setup shows what is wrong first, and nothing of what it is about to do`() {
        let checks = SetupChecks.checks(
            report([
                ("fail2ban.socket", .ok("It is open.")), ("console.cookies", .ok("They are safe.")),
                ("jails.bantime", .note("It is long.")), ("data.setup", .note("It is not done.")),
                ("fail2ban.log", .warning("It is hidden.", "x", advice: "Show it.")), ("jails.logs", .skipped("None.")),
            ]))
        #expect(checks.map(\.detail) == ["It is hidden.", "It is long.", "It is open."])
        #expect(checks.first?.remedy == "x" && checks.first?.advice == "Show it.")
    }

    @Test func `the command to copy names the folder where that is not the usual one`() {
        let report = report([])
        #expect(rendered(report).contains("sudo bangui doctor<"))
        let frame = PageFrame(title: "", csrfToken: "", assetHash: "h", now: 0)
        let page = doctorPage(DoctorView(report, directory: "/srv/my data"), in: frame)
        let text = String(decoding: page.bytes, as: UTF8.self)
        #expect(text.contains("sudo bangui doctor --data-dir ") && text.contains("/srv/my data"))
    }

    private func report(_ verdicts: [(id: String, verdict: DoctorVerdict)]) -> DoctorReport {
        let findings = verdicts.map { id, verdict in
            DoctorFinding(DoctorCheck(id, "Check", .machine, "") { _ in verdict }, verdict)
        }
        return DoctorReport(findings: findings, at: 0, took: .zero)
    }

    private func rendered(_ report: DoctorReport) -> String {
        let frame = PageFrame(title: "", csrfToken: "", assetHash: "h", now: 0)
        return String(decoding: doctorPage(DoctorView(report), in: frame).bytes, as: UTF8.self)
    }
}
