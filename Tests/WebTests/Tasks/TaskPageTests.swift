import Foundation
import Storage
import TestSupport
import Testing

@testable import Console
@testable import Web

@Suite(.timeLimit(.minutes(3))) struct TaskPageTests {
    /// A run once it is over.
    private func ended(_ path: String, _ visitor: Visitor) async throws -> HTTPReply {
        _ = try await eventually {
            ["done", "nothing", "failed"].contains(try await visitor.get(path).word("result"))
        }
        return try await visitor.get(path)
    }

    @Test func `a run now is begun, put on record with who asked, and shown on both pages`() async throws {
        try await World.with(.doingTasks) { world in
            let ada = try await world.visitor()
            let asked = try await ada.api("POST", "/api/tasks/audit-check/run")
            #expect(asked.status == 202)
            let run = try await ended(try #require(asked["location"]), ada)
            #expect(run.word("result") == "done" && run.word("by") == "ada" && run.word("cause") == "person")
            let list = try await ada.get("/tasks")
            for words in ["Check the audit log", "every 10 minutes", "are unbroken.", "Run now", "next in"] {
                #expect(list.text.contains(words), "\(words)")
            }
            let page = try await ada.get("/tasks/audit-check")
            #expect(page.text.contains("Each server does it for itself.") && page.text.contains("are unbroken."))
            #expect(page.text.contains("bangui task run audit-check --wait"))
            let empty = try await ada.get("/tasks/old-events")
            #expect(empty.text.contains("No run is on record"))
            #expect(try await ada.get("/tasks/no-such").status == 404)
            #expect(try await ada.get("/tasks/statistics?cursor=x").status == 400)
        }
    }

    @Test func `the button works without a script, twice too, and leads back to where it was pressed`() async throws {
        try await World.with(.doingTasks) { world in
            let ada = try await world.visitor()
            for _ in 0..<2 {
                let pressed = try await ada.form("/tasks/audit-check/run", [("from", "list")])
                #expect(pressed.status == 303 && pressed["location"] == "/tasks")
            }
            let pressed = try await ada.form("/tasks/audit-check/run")
            #expect(pressed["location"] == "/tasks/audit-check")
            #expect(try await eventually { try await ada.get("/tasks/audit-check").text.contains("are unbroken.") })
        }
    }

    @Test func `one that runs already is a conflict, and a person who may not is refused and told of`() async throws {
        try await World.with(.doingTasks) { world in
            try await world.person("guest", isAdministrator: false)
            let (ada, guest) = (try await world.visitor(), try await world.visitor("guest"))
            try await world.database.write(.telemetry) { transaction in
                _ = try transaction.taskRuns.insert(
                    .init(task: "old-events", server: "another", cause: "schedule", beganAt: 5, result: .running))
            }
            #expect(try await ada.api("POST", "/api/tasks/old-events/run").code == "conflict")
            #expect(try await ada.get("/tasks").text.contains("Running"))
            for path in ["/tasks", "/tasks/old-events", "/api/tasks"] {
                #expect(try await guest.get(path).status == 403)
            }
            #expect(try await guest.api("POST", "/api/tasks/old-events/run").status == 403)
            #expect(try await !guest.get("/account/sessions").text.contains("href=\"/tasks\""))
            let entry = try await world.console.audit.page(AuditFilter(kinds: [.task]), limit: 5).entries.first
            #expect(entry?.actor == "guest" && entry?.subject == "old-events" && entry?.result == "refused")
        }
    }

    @Test func `a task that fails is told by the page, the doctor, health and the metrics`() async throws {
        var plan = WorldPlan.doingTasks
        plan.metricsToken = MetricsToken(Array("7c1de0b95f3a48e2a6d4107b9c83f25e0d96b1a47e5f42c8".utf8))
        try await World.with(plan) { world in
            let ada = try await world.visitor()
            _ = try await ada.api("PATCH", "/api/settings/me", #"{"theme":"dark"}"#)
            _ = try await world.database.write {
                try $0.execute("UPDATE audit SET subject = 'x' WHERE sequence = 1", [:])
            }
            let asked = try await ada.api("POST", "/api/tasks/audit-check/run")
            #expect(try await ended(try #require(asked["location"]), ada).word("result") == "failed")
            let page = try await ada.get("/tasks")
            #expect(page.text.contains("Failed") && page.text.contains("task-failure"))
            #expect(try await eventually { try await ada.get("/health").text.contains("audit-check: ") })
            let doctor = try await ada.get("/api/doctor?again=1")
            #expect(doctor.text.contains("The task “audit-check” failed: "))
            let metrics = try await world.client.send(
                "GET", "/metrics",
                [("Authorization", "Bearer 7c1de0b95f3a48e2a6d4107b9c83f25e0d96b1a47e5f42c8")])
            #expect(metrics.text.contains(#"bangui_task_failures_total{task="audit-check"} 1"#))
            #expect(metrics.text.contains(#"bangui_task_last_run_timestamp_seconds{task="audit-check"}"#))
        }
    }

    @Test func `pages of the history follow each other`() async throws {
        try await World.with(.doingTasks) { world in
            let ada = try await world.visitor()
            let now = world.clock.now()
            try await world.database.write(.telemetry) { transaction in
                for number in 0..<70 {
                    _ = try transaction.taskRuns.insert(
                        .init(
                            task: "old-events", server: number % 2 == 0 ? "tower" : "castle", cause: "schedule",
                            beganAt: now, endedAt: now, milliseconds: 12_000, result: .done,
                            what: "Removed \(number) events."))
                }
            }
            let first = try await ada.get("/tasks/old-events")
            #expect(first.text.contains("Removed 69 events.") && !first.text.contains("Removed 19 events."))
            #expect(first.text.contains("castle"), "with several servers it is told which")
            let next = try #require(first.text.firstMatch(of: /tasks\/old-events\?cursor=[0-9]+"[^>]*>Next/))
            let path = String(next.0).split(separator: "\"").first.map { "/\($0)" }
            let second = try await ada.get(try #require(path))
            #expect(second.text.contains("Removed 19 events.") && second.text.contains("Removed 0 events."))
            let api = try await ada.get("/api/tasks/old-events/runs?limit=3")
            #expect(api.text.contains("\"next\":\"68\""))
        }
    }
}

extension HTTPReply {
    /// A text of the JSON body; empty where there is none.
    fileprivate func word(_ name: String) -> String { json[name] as? String ?? "" }
}
