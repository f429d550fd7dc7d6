import Console

/// What the doctor found, for a terminal.
enum DoctorText {
    static func show(_ report: DoctorReport, isBrief: Bool) {
        for subject in DoctorFinding.Subject.allCases {
            let findings = report.findings.filter { $0.subject == subject && (!isBrief || isTrouble($0)) }
            guard !findings.isEmpty else { continue }
            Output.line(heading(subject))
            for finding in findings { show(finding) }
            Output.line()
        }
        Output.line(counts(report))
    }

    private static func show(_ finding: DoctorFinding) {
        Output.line("  \(mark(finding.status))  \(finding.title): \(Output.inert(finding.reason))")
        if let advice = finding.advice { Output.line("        \(Output.inert(advice))") }
        if let command = finding.command { Output.line("        $ \(Output.inert(command))") }
    }

    private static func isTrouble(_ finding: DoctorFinding) -> Bool {
        finding.status == .failure || finding.status == .warning
    }

    private static func heading(_ subject: DoctorFinding.Subject) -> String {
        switch subject {
        case .fail2ban: "fail2ban"
        case .jails: "Jails"
        case .machine: "This machine"
        case .data: "What BanGUI keeps"
        case .database: "Database of BanGUI"
        case .console: "BanGUI"
        }
    }

    /// Of one width, and told by words: a terminal may have no colours.
    private static func mark(_ status: DoctorFinding.Status) -> String {
        switch status {
        case .failure: "FAIL"
        case .warning: "WARN"
        case .note: "note"
        case .ok: "ok  "
        case .skipped: "skip"
        }
    }

    private static func counts(_ report: DoctorReport) -> String {
        let parts = DoctorFinding.Status.allCases.filter { report.count($0) > 0 }
            .map { "\(report.count($0)) \(word($0, report.count($0)))" }
        return "\(report.findings.count) checks in \(Int(report.took / .milliseconds(1))) ms: "
            + parts.joined(separator: ", ")
    }

    private static func word(_ status: DoctorFinding.Status, _ count: Int) -> String {
        switch status {
        case .failure: count == 1 ? "failure" : "failures"
        case .warning: count == 1 ? "warning" : "warnings"
        case .note: count == 1 ? "note" : "notes"
        case .ok: "ok"
        case .skipped: "skipped"
        }
    }

    /// What to say on the way out.
    static func summary(failures: Int, warnings: Int) -> String {
        let parts = [(failures, DoctorFinding.Status.failure), (warnings, .warning)].filter { $0.0 > 0 }
            .map { "\($0.0) \(word($0.1, $0.0))" }
        return "The doctor found \(parts.joined(separator: " and "))."
    }
}
