import Console
import HTTPTypes
import Hummingbird

extension Visit {
    /// Runs what lets the request in, or answers it. That someone may not do it, or that it failed, is written to the audit log where it
    /// would have changed something.
    func audited<Result>(_ action: Action, _ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch {
            await noteFailed(action, error)
            throw error
        }
    }

    /// Writes to the audit log that an action was refused or failed, where it would have changed something.
    func noteFailed(_ action: Action, _ error: any Error) async {
        guard let kind = action.auditKind, let result = AuditResult(of: error) else { return }
        let problem = Problem(error)
        let operation = parameter("id")
        let isOperation = action == .undo || action == .confirmOperation
        let target = context.attempt.target
        let event = AuditEvent(
            kind, subject: target.subject ?? (isOperation || operation.isEmpty ? nil : operation),
            jail: target.jail ?? context.parameters.get("name").flatMap(Link.jail(segment:)), result: result,
            detail: problem.map { [$0.title, $0.detail].filter { !$0.isEmpty }.joined(separator: ": ") },
            operationID: isOperation ? operation : nil)
        let isProgram = isByBearer || request.uri.path.utf8.starts(with: "/api/".utf8)
        await console.audit.noteAttempt(event, by: author(isProgram ? .api : .web))
    }
}

extension AuditResult {
    /// What came of an attempt that ended in an error; nil where nothing was attempted, such as with values that cannot be
    /// used, and where the database did not take it: it would not take the entry either, and whoever asked would wait twice.
    fileprivate init?(of error: any Error) {
        switch StoreFailure(error) {
        case .busy, .full, .unreachable, .closed, .failed: return nil
        case .malformedCursor, nil: break
        }
        guard let problem = Problem(error) else {
            self = .failed
            return
        }
        switch problem.status.code {
        case 403: self = .refused
        case 500...: self = .failed
        default:
            guard problem.code == .fail2banRefused else { return nil }
            self = .failed
        }
    }
}
