import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite struct AuditPageTests {
    @Test func `every kind and every result has words on the page`() {
        #expect(Set(Text.auditKindChoices.map(\.kind)) == Set(AuditKind.allCases.map(\.rawValue)))
        #expect(Set(Text.auditResultChoices.map(\.result)) == Set(AuditResult.allCases.map(\.rawValue)))
    }

    @Test(.shows("ASVS-16.2.1"))
    func `administrators see who changed what, before and after, and nobody else sees the page`() async throws {
        try await World.with { world in
            try await world.person("guest", isAdministrator: false)
            let (ada, guest) = (try await world.visitor(), try await world.visitor("guest"))
            _ = try await ada.form("/settings", [("allowlist", "203.0.113.0/24")])
            let page = try await ada.get("/audit")
            #expect(page.status == 200)
            for words in [
                "Console settings", "allowlist=203.0.113.0/24", "allowlist is not set", "Sign-in", "New account",
                "192.0.2.200", "Setup",
            ] { #expect(page.text.contains(words), "\(words)") }
            #expect(page.text.contains("href=\"/audit\""))
            #expect(try await guest.get("/audit").status == 403)
            #expect(try await guest.get("/api/audit").status == 403)
            #expect(try await guest.get("/audit/export.csv").status == 403)
            #expect(try await !guest.get("/account/sessions").text.contains("href=\"/audit\""))
        }
    }

    @Test func `the filter is by person, kind, result, time and text, on the page and in the API`() async throws {
        try await World.with { world in
            try await world.person("bob")
            let (ada, bob) = (try await world.visitor(), try await world.visitor("bob"))
            _ = try await ada.api("PATCH", "/api/settings/me", #"{"theme":"dark"}"#)
            world.clock.advance(5000)
            _ = try await bob.api("PATCH", "/api/settings/me", #"{"theme":"light"}"#)
            _ = try await bob.api("POST", "/api/bans", #"{"addresses":["198.18.7.1"],"jails":["one"]}"#)
            func kinds(_ query: String) async throws -> [String] {
                let entries = try await ada.get("/api/audit?\(query)").json["entries"] as? [[String: Any]] ?? []
                return entries.map { "\($0["by"] ?? "") \($0["kind"] ?? "")" }
            }
            #expect(try await kinds("kind=own_settings") == ["bob own_settings", "ada own_settings"])
            #expect(try await kinds("kind=own_settings,ban&who=bob") == ["bob ban", "bob own_settings"])
            #expect(try await kinds("result=failed") == ["bob ban"])
            #expect(try await kinds("from=now-1h") == ["bob ban", "bob own_settings"])
            #expect(try await kinds("to=now-1h&kind=own_settings") == ["ada own_settings"])
            #expect(try await kinds("q=THEME%3Ddark") == ["ada own_settings"])
            let page = try await ada.get("/audit?who=ada&kind=own_settings")
            #expect(page.text.contains("theme=dark") && !page.text.contains("theme=light"))
            #expect(try await ada.get("/audit?q=no-such-word").text.contains("No entry matches"))
            #expect(try await ada.get("/audit?from=yesterday").status == 422)
            #expect(try await ada.get("/audit?kind=nothing").status == 422)
            #expect(try await ada.get("/api/audit?result=nothing").status == 422)
            #expect(try await ada.get("/api/audit?cursor=x").status == 400)
        }
    }

    @Test(.shows("ASVS-5.4.1", "ASVS-5.4.2", "ASVS-16.2.4"))
    func `pages lead to each other, and the export holds exactly what is filtered`() async throws {
        try await World.with { world in
            let ada = try await world.visitor()
            for number in 0..<60 {
                try await world.console.audit.note(
                    AuditEvent(.backup, subject: "=cmd(\(number))", before: "<b>", after: "a\nb"), by: .tester)
            }
            var (path, numbers) = ("/api/audit?kind=backup&limit=25", [Int]())
            while true {
                let json = try await ada.get(path).json
                numbers += (json["entries"] as? [[String: Any]] ?? []).compactMap { $0["number"] as? Int }
                guard let next = json["next"] as? String else { break }
                path = "/api/audit?kind=backup&limit=25&cursor=\(next)"
            }
            #expect(numbers.count == 60 && numbers == numbers.sorted(by: >))
            let page = try await ada.get("/audit?kind=backup")
            #expect(page.text.contains("cursor=\(numbers[49])") && page.text.contains("&lt;b&gt;"))
            let second = try await ada.get("/audit?kind=backup&cursor=\(numbers[49])")
            #expect(second.text.contains("=cmd(0)") && !second.text.contains("=cmd(59)"))
            let csv = try await ada.get("/audit/export.csv?kind=backup")
            #expect(csv["content-type"] == "text/csv; charset=utf-8")
            #expect(csv["content-disposition"]?.hasPrefix("attachment; filename=\"audit-") == true)
            #expect(csv.text.components(separatedBy: "\r\n").count == 62)
            #expect(csv.text.contains(",'=cmd(0),") && !csv.text.contains(",=cmd"))
            let lines = try await ada.get("/audit/export.ndjson?kind=backup").text.split(separator: "\n")
            #expect(lines.count == 60)
            let first = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
            #expect(first?["subject"] as? String == "=cmd(59)" && first?["after"] as? String == "a\nb")
        }
    }

    @Test func `the page tells what the last check found, and a check is made when it is asked for`() async throws {
        var plan = WorldPlan()
        plan.doesTasks = false
        try await World.with(plan) { world in
            let ada = try await world.visitor()
            #expect(try await ada.get("/audit").text.contains("was not checked since the start"))
            let asked = try await ada.get("/audit/check")
            #expect(asked.status == 303 && asked["location"] == "/audit")
            #expect(try await ada.get("/audit").text.contains("unbroken"))
            world.console.audit.note(AuditAnchorError("The agent refuses entry 9: <no>", isRefusal: true))
            let refused = try await ada.get("/audit").text
            #expect(refused.contains("New entries are not anchored") && refused.contains("&lt;no"))
            #expect(try await ada.get("/api/audit/verify").json["anchorFailure"] as? String != nil)
            world.console.audit.note(nil)
            let report = try await ada.get("/api/audit/verify").json
            #expect(report["unbroken"] as? Bool == true && report["firstWrong"] is NSNull)
            try await world.database.write { transaction in
                _ = try transaction.execute("UPDATE audit SET actor_name = 'eve' WHERE sequence = 1", [:])
            }
            _ = try await ada.get("/audit/check")
            let page = try await ada.get("/audit")
            #expect(page.text.contains("Somebody tampered with the audit log"))
            #expect(page.text.contains("Entry 1 is not as it was written"))
            let broken = try await ada.get("/api/audit/verify").json
            #expect(broken["unbroken"] as? Bool == false && broken["firstWrong"] as? Int == 1)
        }
    }
}
