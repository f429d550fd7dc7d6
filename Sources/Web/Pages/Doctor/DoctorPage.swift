import Console
import HTML

/// The page of all that the doctor looked at: what is not as it should be first, with what mends it.
func doctorPage(_ view: DoctorView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.doctorTitle], lead: lead(view, in: frame)) {
            a(.class("button"), .href(frame.path(.doctor(again: true)))) {
                symbolImage(.reload)
                frame[.doctorAgain]
            }
        }
        verdict(view, in: frame)
        for status in [DoctorFinding.Status.failure, .warning, .note] {
            if let rows = view.rows[status] { troubles(rows, status, in: frame) }
        }
        div(.class("doctor-rest")) {
            if let rows = view.rows[.ok] { good(rows, in: frame) }
            if let rows = view.rows[.skipped] { unseen(rows, in: frame) }
        }
        equivalentCommands([view.command], under: frame[.doctorCommand], in: frame)
    }
}

private func lead(_ view: DoctorView, in frame: PageFrame) -> HTML {
    group {
        frame[.doctorLead, frame.number(view.total)]
        " "
        timeAgo(view.checkedAt, in: frame)
        frame[.doctorTook, frame.number(view.milliseconds)]
    }
}

/// How it is on the whole, and how many there are of each kind, each leading to its part of the page.
private func verdict(_ view: DoctorView, in frame: PageFrame) -> HTML {
    let (failures, warnings) = (view.count(.failure), view.count(.warning))
    let level: Level = failures > 0 ? .danger : warnings > 0 ? .warn : .ok
    return section(.class("card doctor-verdict", "is-\(level.rawValue)")) {
        levelMark(level)
        h2 {
            if failures > 0 {
                frame.count(failures, one: .doctorFailsOne, many: .doctorFailsMany)
            } else if warnings > 0 {
                frame.count(warnings, one: .doctorWarnsOne, many: .doctorWarnsMany)
            } else {
                frame[.doctorWell]
            }
        }
        ul(.class("doctor-counts")) {
            for status in DoctorFinding.Status.allCases where view.count(status) > 0 {
                li {
                    a(.href(anchor: status.rawValue)) {
                        span(.class("doctor-count", "is-\(doctorLevel(of: status).rawValue)")) {
                            symbolOf(status)
                            span { frame.number(view.count(status)) }
                        }
                        " "
                        frame[doctorName(of: status)]
                    }
                }
            }
        }
    }
}

private func troubles(_ rows: [DoctorView.Row], _ status: DoctorFinding.Status, in frame: PageFrame) -> HTML {
    section(.class("panel doctor-part"), .id(status.rawValue), .aria("labelledby", status.rawValue + "-title")) {
        partHead(rows, status, in: frame)
        ul(.class("doctor-list")) { for row in rows { trouble(row, status, in: frame) } }
    }
}

private func trouble(_ row: DoctorView.Row, _ status: DoctorFinding.Status, in frame: PageFrame) -> HTML {
    li(.class("doctor-finding"), .id(row.id)) {
        levelMark(doctorLevel(of: status))
        div(.class("doctor-words")) {
            h3(.class("doctor-title")) {
                frame.phrase(row.check.title)
                " "
                tag(doctorSubject(row.subject, in: frame))
            }
            p { inert(frame.phrase(row.check.detail), in: frame) }
            if let advice = row.check.advice {
                p(.class("doctor-advice")) { inert(frame.phrase(advice), in: frame) }
            }
        }
        div(.class("doctor-ways")) {
            if let command = row.check.remedy { commandLine(command, in: frame) }
            way(row, in: frame)
        }
    }
}

private func way(_ row: DoctorView.Row, in frame: PageFrame) -> HTML {
    guard let link = row.link, let name = row.linkName else { return HTML() }
    return a(.class("doctor-way"), .href(frame.path(link))) { frame[name, row.linkValue ?? ""] }
}

/// What has nothing to mend: dense, by subject.
private func good(_ rows: [DoctorView.Row], in frame: PageFrame) -> HTML {
    quietPart(rows, .ok, in: frame) {
        for subject in DoctorFinding.Subject.allCases {
            let own = rows.filter { $0.subject == subject }
            if !own.isEmpty {
                div(.class("doctor-subject")) {
                    h3(.class("overline")) { doctorSubject(subject, in: frame) }
                    ul { for row in own { goodRow(row, in: frame) } }
                }
            }
        }
    }
}

private func goodRow(_ row: DoctorView.Row, in frame: PageFrame) -> HTML {
    li(.class("doctor-row"), .id(row.id)) {
        levelMark(.ok)
        div {
            strong { frame.phrase(row.check.title) }
            p(.class("hint")) { inert(frame.phrase(row.check.detail), in: frame) }
        }
    }
}

/// What could not be looked at: each reason once, with all that it keeps from being seen.
private func unseen(_ rows: [DoctorView.Row], in frame: PageFrame) -> HTML {
    var reasons: [String] = []
    for row in rows where !reasons.contains(row.check.detail) { reasons.append(row.check.detail) }
    return quietPart(rows, .skipped, in: frame) {
        ul {
            for reason in reasons {
                let own = rows.filter { $0.check.detail == reason }
                li(.class("doctor-row")) {
                    levelMark(.off)
                    div {
                        ul(.class("doctor-titles")) {
                            for row in own { li(.id(row.id)) { strong { frame.phrase(row.check.title) } } }
                        }
                        p(.class("hint")) { inert(frame.phrase(reason), in: frame) }
                        if let advice = own.first?.check.advice {
                            p(.class("hint")) { inert(frame.phrase(advice), in: frame) }
                        }
                    }
                }
            }
        }
    }
}

private func quietPart(
    _ rows: [DoctorView.Row], _ status: DoctorFinding.Status, in frame: PageFrame, @HTMLBuilder content: () -> HTML
) -> HTML {
    section(
        .class("panel doctor-part doctor-quiet"), .id(status.rawValue), .aria("labelledby", status.rawValue + "-title")
    ) {
        partHead(rows, status, in: frame)
        div(.class(status == .ok ? "doctor-subjects" : "doctor-reasons")) { content() }
    }
}

private func partHead(_ rows: [DoctorView.Row], _ status: DoctorFinding.Status, in frame: PageFrame) -> HTML {
    div(.class("panel-head doctor-head")) {
        h2(.id(status.rawValue + "-title")) { frame[doctorName(of: status)] }
        span(.class("dim")) { frame.number(rows.count) }
    }
}

private func symbolOf(_ status: DoctorFinding.Status) -> HTML { levelMark(doctorLevel(of: status)) }
