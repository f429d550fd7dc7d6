import Console
import HTML
import HTTPTypes
import Host
import Hummingbird

/// The button that starts fail2ban, and the page on which an administrator has BanGUI go on.
struct RecoveryPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.form(.startDaemon, .startDaemon) { visit, _ in
            do {
                _ = try await visit.console.guarding.recovery.start(by: visit.author(.web))
            } catch RecoveryError.cooling, RecoveryError.blocked {
                return seeOther(Link.recovery.path())
            } catch let error where Self.isTold(error) {
                // What came of it stands there, and what would have to be allowed.
            }
            return seeOther(Link.runtime.path())
        }
        routes.page(.recovery, .viewHealthDetail) { visit in try await answer(visit, RecoveryForm()) }
        routes.form(.recovery, .overrideRecovery) { visit, fields in
            var form = RecoveryForm(
                isAcknowledged: fields["acknowledge"] == "1", reason: fields["reason"] ?? "")
            do {
                let override = try RecoveryOverride(acknowledged: form.isAcknowledged, reason: form.reason)
                _ = try await visit.console.guarding.recovery.start(override: override, by: visit.author(.web))
            } catch OperationError.invalid(let faults) {
                form.acknowledgeError = faults.first { $0.field == "acknowledge" }?.message
                form.reasonError = faults.first { $0.field == "reason" }?.message
                return try await answer(visit, form, .unprocessableContent)
            } catch let error where Self.isTold(error) {
                // What came of it stands there, and what would have to be allowed.
            }
            return seeOther(Link.runtime.path())
        }
    }

    /// Whether the page of health tells of it.
    private static func isTold(_ error: any Error) -> Bool {
        switch error {
        case RecoveryError.failed, RecoveryError.underWay: true
        case OperationError.host(HostError.notAllowed(_)): true
        default: false
        }
    }

    private func answer(
        _ visit: Visit, _ form: RecoveryForm, _ status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        var frame = try await frames.frame(visit, .recoveryFormTitle, .runtime)
        frame.styles = ["doctor.css", "runtime.css"]
        let report = try await visit.console.guarding.recovery.report()
        return html(recoveryFormPage(form, report, in: frame), status)
    }
}
