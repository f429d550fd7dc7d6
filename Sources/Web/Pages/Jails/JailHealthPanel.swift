import Console
import Fail2ban
import HTML

/// Whether the jail does its work, and if not, why and what mends it.
func jailHealthPanel(_ health: JailHealth?, of jail: String, in frame: PageFrame) -> HTML {
    let findings = health?.findings(of: jail) ?? []
    return section(.class("panel doctor-part"), .id("health"), .aria("labelledby", "health-title")) {
        div(.class("panel-head")) {
            h2(.id("health-title")) { frame[.jailHealth] }
            p(.class("hint")) { lookedAt(health, jail, in: frame) }
        }
        if findings.isEmpty {
            if isSeen(health, jail) {
                p(.class("panel-empty jail-well")) { quietBadge(.ok, frame[.jailHealthWell]) }
            }
        } else {
            ul(.class("doctor-list")) { for finding in findings { jailFinding(finding, in: frame) } }
        }
    }
}

private func isSeen(_ health: JailHealth?, _ jail: String) -> Bool {
    health?.seen.contains { $0.text == jail } ?? false
}

private func lookedAt(_ health: JailHealth?, _ jail: String, in frame: PageFrame) -> HTML {
    guard let health, isSeen(health, jail) else { return HTML(frame[.jailHealthUnseen]) }
    return group {
        frame[.jailHealthLooked]
        " "
        timeAgo(health.at, in: frame)
    }
}

private func jailFinding(_ finding: JailFinding, in frame: PageFrame) -> HTML {
    li(.class("doctor-finding"), .id(finding.code.rawValue)) {
        levelMark(doctorLevel(of: finding.status))
        div(.class("doctor-words")) {
            p {
                jailHealthBadge(finding.status, in: frame)
                " "
                inert(frame.phrase(finding.reason), in: frame)
            }
            if let advice = finding.advice { p(.class("doctor-advice")) { inert(frame.phrase(advice), in: frame) } }
            if let since = finding.since {
                p(.class("hint")) {
                    frame[.jailHealthSince]
                    " "
                    timeAgo(since, in: frame)
                }
            }
        }
        div(.class("doctor-ways")) { if let command = finding.command { commandLine(command, in: frame) } }
    }
}

/// How grave it is, in words; nothing for what is only worth knowing.
func jailHealthBadge(_ status: DoctorFinding.Status?, in frame: PageFrame) -> HTML {
    switch status {
    case .failure: badge(.danger, frame[.jailHealthDead], title: frame[.jailHealthDeadDetail])
    case .warning: badge(.warn, frame[.jailHealthCheck])
    case .note: badge(.info, frame[.jailHealthNote])
    default: HTML()
    }
}
