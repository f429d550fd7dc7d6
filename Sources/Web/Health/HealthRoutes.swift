import Console
import Host
import HTTPTypes
import Hummingbird
import NIOCore

/// Whether the program lives, and whether it can work; asked by machines, on connections that users cannot fill.
struct HealthRoutes: Sendable {
    let phase: ConsolePhase

    func register(on routes: Routes) {
        routes.always("/health/live", .checkHealth) { _, _ in json(Self.body("ok", [])) }
        routes.always("/health/ready", .checkHealth) { _, _ in
            // Anyone may ask, so the words are for those who sign in and ask /health.
            let (status, parts) = await parts()
            let names = parts.map { Readiness.Part(name: $0.name, status: $0.status, detail: "") }
            return json(Self.body(status, names), status == "failed" ? .serviceUnavailable : .ok)
        }
        routes.api(.get, "/health", .viewHealthDetail) { visit in
            let (status, parts) = await parts()
            return json(Self.body(status, parts, await visit.console.doctor.report()))
        }
    }

    /// fail2ban down makes the console degraded and not unready: everything but acting still works.
    private func parts() async -> (String, [Readiness.Part]) {
        guard let console = phase.services else {
            return ("setup", [.init(name: "setup", status: .warn, detail: "Setup is not complete.")])
        }
        guard !console.pulse.isFinished else {
            return ("failed", [.init(name: "server", status: .fail, detail: "The server is stopping.")])
        }
        let parts = await console.readiness.parts()
        if parts.contains(where: { $0.status == .fail }) { return ("failed", parts) }
        return (parts.allSatisfy { $0.status == .ok } ? "ok" : "degraded", parts)
    }

    private static func body(
        _ status: String, _ parts: [Readiness.Part], _ report: DoctorReport? = nil
    ) -> ByteBuffer {
        JSONWriter.object { json in
            json.field("status", status)
            json.array("checks", parts) { json, part in
                json.object {
                    $0.field("name", part.name)
                    $0.field("status", part.status.rawValue)
                    $0.field("detail", part.cause.map(describe) ?? part.detail)
                }
            }
            if let report { json.object("doctor") { DoctorJSON.write(report, to: &$0) } }
        }
    }
}
