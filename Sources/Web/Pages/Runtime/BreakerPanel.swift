import Console
import HTML

/// The breakers: whether calls go through, and for those that do not since when, why, and what happens next.
func runtimeBreakers(_ reports: [BreakerReport], in frame: PageFrame) -> HTML {
    runtimePanel("breakers", frame[.runtimeBreakers]) {
        p(.class("hint runtime-note")) { frame[.runtimeBreakersLead] }
        ul(.class("doctor-list")) { for report in reports { breakerItem(report, in: frame) } }
    }
}

private func breakerItem(_ report: BreakerReport, in frame: PageFrame) -> HTML {
    let (level, state): (Level, Text) =
        switch report.state {
        case .closed where report.cause != nil: (.warn, .runtimeShaky)
        case .closed: (.ok, .runtimeClosed)
        case .halfOpen: (.warn, .runtimeHalfOpen)
        case .open: (.danger, .runtimeOpen)
        }
    return li(.class("doctor-finding runtime-item"), .id("breaker-" + report.name)) {
        levelMark(level)
        div(.class("doctor-words")) {
            h3(.class("doctor-title")) {
                breakerName(report.name, in: frame)
                " "
                span(.class("runtime-state", "is-\(level.rawValue)")) { frame[state] }
            }
            if let since = report.brokenSince { times(since, report, in: frame) }
            if let cause = report.cause { p { inert(frame.phrase(cause.words), in: frame) } }
            if report.state != .closed, let advice = report.recommendation {
                p(.class("doctor-advice")) { inert(frame.phrase(advice), in: frame) }
            }
            if report.opened > 0 {
                p(.class("hint")) {
                    frame[.runtimeOpened, frame.number(report.opened), frame.number(report.rejected)]
                }
            }
        }
    }
}

private func times(_ since: Int64, _ report: BreakerReport, in frame: PageFrame) -> HTML {
    p {
        frame[.runtimeSince]
        " "
        exactTime(since, in: frame)
        "; "
        if let next = report.nextTryAt, next > frame.now {
            frame[.runtimeNext]
            " "
            countdown(to: next, in: frame)
        } else {
            frame[.runtimeTrying]
        }
        "."
    }
}

/// What the thing behind a breaker is called; hosts of others have their own names.
private func breakerName(_ name: String, in frame: PageFrame) -> String {
    switch name {
    case "database": frame[.runtimeReading]
    case "database_writes": frame[.runtimeWriting]
    case Breakers.shared: frame[.runtimeOthers]
    default: visible(name)
    }
}
