import Console
import Host
import HTTPTypes
import Hummingbird
import NIOCore

/// Whether the program lives, and whether it can work; asked by machines, on connections that users cannot fill.
struct HealthRoutes: Sendable {
    let phase: ConsolePhase

    func register(on routes: Routes) {
        routes.always("/health/live", .checkHealth) { _, _ in json(Self.body(HealthReading(.ok, []))) }
        routes.always("/health/ready", .checkHealth) { _, _ in
            var reading = await HealthReading(phase)
            // Anyone may ask, so the words are for those who sign in and ask /health.
            reading.parts = reading.parts.map { Readiness.Part(name: $0.name, status: $0.status, detail: "") }
            var response = json(Self.body(reading), reading.status == .failed ? .serviceUnavailable : .ok)
            if reading.status == .failed { response.headers[.retryAfter] = "\(Problem.usualWait)" }
            return response
        }
        routes.api(.get, "/health", .viewHealthDetail) { visit in
            let recovery = await visit.console.recoveryReport()
            let report = await visit.console.doctor.report()
            return json(
                Self.body(await HealthReading(phase), report) { json in
                    BreakerJSON.write(visit.console.breakers.reports, to: &json)
                    if let recovery { json.object("recovery") { RecoveryJSON.write(recovery, to: &$0) } }
                    json.array("loops", visit.console.guarding.loops.readings) { json, loop in
                        json.object { LoopJSON.write(loop, to: &$0) }
                    }
                })
        }
    }

    private static func body(
        _ reading: HealthReading, _ report: DoctorReport? = nil, _ more: (inout JSONWriter) -> Void = { _ in }
    ) -> ByteBuffer {
        JSONWriter.object { json in
            json.field("status", reading.status.rawValue)
            json.array("checks", reading.parts) { json, part in
                json.object {
                    $0.field("name", part.name)
                    $0.field("status", part.status.rawValue)
                    $0.field("detail", part.cause.map(describe) ?? part.detail)
                }
            }
            more(&json)
            if let report { json.object("doctor") { DoctorJSON.write(report, to: &$0) } }
        }
    }
}
