import Console

/// The level of a status.
func doctorLevel(of status: DoctorFinding.Status) -> Level {
    switch status {
    case .failure: .danger
    case .warning: .warn
    case .note: .info
    case .ok: .ok
    case .skipped: .off
    }
}

/// What findings of a status are called together.
func doctorName(of status: DoctorFinding.Status) -> Text {
    switch status {
    case .failure: .doctorFailures
    case .warning: .doctorWarnings
    case .note: .doctorNotes
    case .ok: .doctorGood
    case .skipped: .doctorSkipped
    }
}

/// The name of a subject.
func doctorSubject(_ subject: DoctorFinding.Subject, in frame: PageFrame) -> String {
    switch subject {
    case .fail2ban: "fail2ban"
    case .jails: frame[.jailsTitle]
    case .machine: frame[.doctorMachine]
    case .data: frame[.doctorData]
    case .database: frame[.doctorDatabase]
    case .console: "BanGUI"
    }
}
