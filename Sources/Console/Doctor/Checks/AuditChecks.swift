import Host
import Storage

/// The audit log, as far as a moment is enough: the whole of it is for `bangui audit verify`.
enum AuditChecks {
    static let all = [log]

    private static let log = DoctorCheck(
        "console.audit", "Audit log", .console,
        "failure: entries were deleted, changed or put in, or what was anchored contradicts them; warning: new entries "
            + "cannot be anchored, or what was anchored cannot be read"
    ) { look in
        guard let log = look.scene.audit else { return try await tail(look) }
        if let fault = log.lastReport?.fault { return broken(fault) }
        if let failure = log.anchorFailure {
            return .warning("New entries are not anchored: \(failure.words)", command, at: .audit)
        }
        guard let report = log.lastReport else { throw DoctorSkip("It was not checked since the start.") }
        if let problem = report.anchorProblem { return unreadable(problem) }
        return report.isIndependent
            ? .ok("The whole log is unbroken, and root's file says the same.", at: .audit)
            : .ok("The whole log is unbroken; the console itself keeps what was anchored of it.", at: .audit)
    }

    private static let command = "sudo bangui audit verify"

    private static func broken(_ fault: AuditReport.Fault) -> DoctorVerdict {
        .failure(
            "\(fault)", command,
            advice: "Compare the log with a backup, and with what else the machine recorded.", at: .audit)
    }

    private static func unreadable(_ problem: String) -> DoctorVerdict {
        .warning("What was anchored cannot be read: \(problem)", command, at: .audit)
    }

    /// What another process than the server sees: the last entries, and what was anchored last.
    private static func tail(_ look: Examination) async throws -> DoctorVerdict {
        let heads: [AnchoredHead]
        do throws(AuditAnchorError) {
            // Read before the entries: what is anchored meanwhile is not missed.
            heads = try await lastHeads(look)
        } catch {
            return unreadable("\(error)")
        }
        guard let records = try records(look) else { throw DoctorSkip("The server of the database has it.") }
        guard let last = records.last else { throw DoctorSkip("There is no audit log yet.") }
        let report = AuditTail.report(
            records, heads, isIndependent: look.scene.host is AgentHost, at: look.scene.now())
        if let fault = report.fault { return broken(fault) }
        let first = records.first?.sequence ?? last.sequence
        return .ok("Entries \(first) to \(last.sequence) are unbroken and as they were anchored.", at: .audit)
    }

    private static func records(_ look: Examination) throws -> [AuditRecord]? {
        do throws(StorageError) {
            return try look.scene.database.auditTail(AuditTail.entries, patience: .milliseconds(500))
        } catch {
            throw DoctorSkip("The database cannot be read.")
        }
    }

    private static func lastHeads(_ look: Examination) async throws(AuditAnchorError) -> [AnchoredHead] {
        let agent = (look.scene.host as? AgentHost).map { AuditAnchorAgent($0) }
        let anchor: any AuditAnchor = agent ?? AuditAnchorFile(look.scene.directory)
        return try await anchor.lastHeads(AuditTail.heads)
    }
}
