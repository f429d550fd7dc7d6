import Console
import HTTPTypes
import Hummingbird
import NIOCore

/// Whether the program lives, and whether it can work; asked by machines, on connections that users cannot fill.
struct HealthRoutes: Sendable {
    let phase: ConsolePhase

    /// How long the database may take to answer before it counts as not ready.
    static let deadline: Duration = .seconds(1)

    func register(on routes: Routes) {
        routes.always("/health/live", .checkHealth) { _, _ in json(Self.body("ok", [])) }
        routes.always("/health/ready", .checkHealth) { _, _ in
            // Anyone may ask, so the words are for those who sign in and ask /health.
            let (status, checks) = await checks()
            let names = checks.map { Check(name: $0.name, status: $0.status, detail: "") }
            return json(Self.body(status, names), status == "failed" ? .serviceUnavailable : .ok)
        }
        routes.api(.get, "/health", .viewHealthDetail) { _ in
            let (status, checks) = await checks()
            return json(Self.body(status, checks))
        }
    }

    private struct Check {
        var name: String
        var status: String
        var detail: String
    }

    /// fail2ban down makes the console degraded and not unready: everything but acting still works.
    private func checks() async -> (String, [Check]) {
        guard let console = phase.services else {
            return ("setup", [Check(name: "setup", status: "warn", detail: "Setup is not complete.")])
        }
        guard !console.pulse.isFinished else {
            return ("failed", [Check(name: "server", status: "fail", detail: "The server is stopping.")])
        }
        let isDatabaseUp = await answers(console)
        let daemon = console.guarding.board.status
        let checks = [
            Check(
                name: "database", status: isDatabaseUp ? "ok" : "fail",
                detail: isDatabaseUp ? "" : "The database does not answer."),
            Check(
                name: "fail2ban", status: daemon.state == .up ? "ok" : "warn",
                detail: daemon.cause.map(describe) ?? ""),
        ]
        return (!isDatabaseUp ? "failed" : daemon.state == .up ? "ok" : "degraded", checks)
    }

    /// Whether the database answers in time. A read that hangs cannot be called back: it is left behind, not waited for.
    private func answers(_ console: ConsoleServices) async -> Bool {
        let (answers, answer) = AsyncStream.makeStream(of: Bool.self)
        let question = Task { answer.yield(await console.isDatabaseUp()) }
        let deadline = Task {
            try? await Task.sleep(for: Self.deadline)
            answer.yield(false)
        }
        defer {
            question.cancel()
            deadline.cancel()
        }
        return await answers.first { _ in true } ?? false
    }

    private static func body(_ status: String, _ checks: [Check]) -> ByteBuffer {
        JSONWriter.object { json in
            json.field("status", status)
            json.array("checks", checks) { json, check in
                json.object {
                    $0.field("name", check.name)
                    $0.field("status", check.status)
                    $0.field("detail", check.detail)
                }
            }
        }
    }
}
