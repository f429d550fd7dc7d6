import Console

/// What the setup found: all that is not as it should be, and of the rest what a person wants to know.
enum SetupChecks {
    /// Told where it is well, too.
    private static let told: Set<String> = [
        "fail2ban.socket", "fail2ban.version", "fail2ban.log", "fail2ban.database", "jails.running", "jails.logs",
        "data.directory", "data.space",
    ]
    /// What the setup itself is about to mend.
    private static let settled: Set<String> = ["data.setup", "data.secret"]

    static func checks(_ report: DoctorReport) -> [CheckView] {
        let order = DoctorFinding.Status.allCases
        let findings = report.findings.filter { finding in
            guard !settled.contains(finding.id) else { return false }
            return finding.status == .ok ? told.contains(finding.id) : finding.status != .skipped
        }
        return order.flatMap { status in findings.filter { $0.status == status } }.map(CheckView.init)
    }
}

extension CheckView {
    /// One finding of the doctor.
    init(_ finding: DoctorFinding) {
        let outcome: Outcome =
            switch finding.status {
            case .failure: .bad
            case .warning: .warn
            case .note: .note
            case .ok: .good
            case .skipped: .skipped
            }
        self.init(
            outcome: outcome, title: finding.title, detail: finding.reason, advice: finding.advice,
            remedy: finding.command)
    }
}
