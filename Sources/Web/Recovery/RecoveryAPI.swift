import Console
import HTTPTypes
import Hummingbird
import NIOCore

/// `/api/daemon`: how it stands with fail2ban's recovery, starting it, and letting BanGUI start it again.
struct RecoveryAPI {
    func register(on routes: Routes) {
        routes.api(.get, "/api/daemon/recovery", .viewHealthDetail) { visit in
            let recovery = visit.console.guarding.recovery
            let (report, history) = (try await recovery.report(), try await recovery.history())
            return json(
                JSONWriter.object { json in
                    json.object("recovery") { RecoveryJSON.write(report, to: &$0) }
                    json.array("history", history) { json, start in json.object { RecoveryJSON.write(start, to: &$0) } }
                })
        }
        routes.api(.post, "/api/daemon/start", .startDaemon) { visit in
            let body = try await RequestBody.json(StartBody.self, of: visit.request, limit: RequestBody.limit)
            let override = body.override == true ? try Self.override(body.taken(), visit) : nil
            let answer = try await visit.console.guarding.recovery.start(override: override, by: visit.author(.api))
            let report = try await visit.console.guarding.recovery.report()
            return json(RecoveryJSON.body(answer, report), answer == .starting ? .accepted : .ok)
        }
        routes.api(.post, "/api/daemon/recovery", .overrideRecovery) { visit in
            let body = try await RequestBody.json(OverrideBody.self, of: visit.request, limit: RequestBody.limit)
            try await visit.console.guarding.recovery.lift(try body.taken(), by: visit.author(.api))
            let report = try await visit.console.guarding.recovery.report()
            return json(JSONWriter.object { $0.object("recovery") { RecoveryJSON.write(report, to: &$0) } })
        }
    }

    /// The override, where whoever asks may do that too.
    static func override(
        _ override: @autoclosure () throws -> RecoveryOverride, _ visit: Visit
    ) throws -> RecoveryOverride {
        let override = try override()
        guard visit.signedIn.principal.may(.overrideRecovery) else { throw Gate.notAllowed }
        return override
    }

    struct StartBody: Decodable {
        var override: Bool?
        var acknowledge: Bool?
        var reason: String?

        func taken() throws(OperationError) -> RecoveryOverride {
            try RecoveryOverride(acknowledged: acknowledge == true, reason: reason ?? "")
        }
    }

    struct OverrideBody: Decodable {
        var acknowledge: Bool?
        var reason: String?

        func taken() throws(OperationError) -> RecoveryOverride {
            try RecoveryOverride(acknowledged: acknowledge == true, reason: reason ?? "")
        }
    }
}
