import Console
import Fail2ban

/// What the doctor found, as the page shows it.
struct DoctorView: Sendable {
    /// One finding.
    struct Row: Sendable {
        var id: String
        var check: CheckView
        var subject: DoctorFinding.Subject
        /// Where more of it is to be seen.
        var link: Link?
        /// The words of that link.
        var linkName: Text?
        /// What the words hold, such as a jail's name.
        var linkValue: String?
    }

    /// Of each status, in the order of the checks.
    var rows: [DoctorFinding.Status: [Row]]
    /// UTC epoch seconds.
    var checkedAt: Int64
    var milliseconds: Int
    /// What tells the same at a terminal.
    var command = "sudo bangui doctor"

    /// How many have a status.
    func count(_ status: DoctorFinding.Status) -> Int { rows[status]?.count ?? 0 }
    /// How many checks there are.
    var total: Int { rows.values.reduce(0) { $0 + $1.count } }

    /// What is there in all pages' terms.
    ///
    /// - Parameter directory: the data directory; nil where commands find it by themselves.
    init(_ report: DoctorReport, directory: String? = nil) {
        rows = Dictionary(grouping: report.findings, by: \.status).mapValues { $0.map(Row.init) }
        checkedAt = report.at
        milliseconds = Int(report.took / .milliseconds(1))
        if let directory { command += " --data-dir \(JailName(existing: directory).shellWord)" }
    }
}

extension DoctorView.Row {
    init(_ finding: DoctorFinding) {
        self.init(id: finding.id, check: CheckView(finding), subject: finding.subject)
        switch finding.place {
        case .jail(let name): (link, linkName, linkValue) = (.jail(name), .doctorOpenJail, name)
        case .jails: (link, linkName) = (.jails, .doctorOpenJails)
        case .events: (link, linkName) = (.events(EventListQuery()), .doctorOpenEvents)
        case .settings: (link, linkName) = (.settings, .doctorOpenSettings)
        case .audit: (link, linkName) = (.audit(AuditListQuery()), .doctorOpenAudit)
        case .tasks: (link, linkName) = (.tasks, .doctorOpenTasks)
        case nil: break
        }
    }
}
