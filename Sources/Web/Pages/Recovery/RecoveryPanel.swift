import Console
import HTML

/// How it stands with fail2ban's recovery, as the page of health shows it.
struct RecoveryView: Sendable {
    var report: RecoveryReport
    /// The latest starts, the last first.
    var history: [RecoveryRecord]
    /// Whether the reader may start it, and override what bounds that.
    var mayStart: Bool
    var mayOverride: Bool
}

/// What BanGUI does about a fail2ban that is gone, what comes next, and the starts before.
func recoveryPanel(_ view: RecoveryView, in frame: PageFrame) -> HTML {
    let report = view.report
    return runtimePanel("recovery", frame[.recoveryTitle]) {
        div(.class("recovery")) {
            div(.class("doctor-finding recovery-state")) {
                levelMark(level(of: report))
                div(.class("doctor-words")) {
                    h3(.class("doctor-title")) {
                        frame[words(of: report)]
                        if let next = report.nextAt {
                            " "
                            countdown(to: next, in: frame)
                        }
                    }
                    if let cause = report.cause { p { inert(frame.phrase(cause), in: frame) } }
                    if let advice = report.recommendation { p { inert(frame.phrase(advice), in: frame) } }
                    if report.startsInWindow > 0 {
                        p(.class("hint")) {
                            frame[
                                .recoveryCount, "\(report.startsInWindow)", "\(report.policy.limit)",
                                "\(report.policy.window / 60)"]
                        }
                    }
                    if report.isElsewhere { p(.class("hint")) { frame[.recoveryElsewhere] } }
                    recoveryActions(view, in: frame)
                }
            }
            recoveryHistory(view.history, in: frame)
        }
    }
}

private func recoveryActions(_ view: RecoveryView, in frame: PageFrame) -> HTML {
    let report = view.report
    let isBounded = report.needsOverride
    return div(.class("recovery-actions")) {
        if isBounded, view.mayOverride {
            a(.class("button"), .href(frame.path(.recovery))) {
                frame[report.isAbsent ? .recoveryStartAnyway : .recoveryAllow]
            }
        } else if report.isAbsent, report.state != .starting, report.canStart != false, view.mayStart {
            startForm(in: frame)
        }
    }
}

/// The button that starts fail2ban.
func startForm(in frame: PageFrame) -> HTML {
    form(.class("inline"), .method(.post), .action(frame.path(.startDaemon))) {
        csrfField(in: frame)
        button(.type(.submit), .class("button")) { frame[.recoveryStart] }
    }
}

private func recoveryHistory(_ history: [RecoveryRecord], in frame: PageFrame) -> HTML {
    guard !history.isEmpty else { return p(.class("panel-empty")) { frame[.recoveryNone] } }
    return ul(.class("doctor-list")) {
        for start in history {
            let (level, result) = outcome(of: start)
            li(.class("doctor-finding runtime-item")) {
                levelMark(level)
                div(.class("doctor-words")) {
                    h3(.class("doctor-title")) {
                        start.isAutomatic ? frame[.recoveryByItself] : frame[.recoveryBy, start.actor]
                        " "
                        span(.class("runtime-state", "is-\(level.rawValue)")) { frame[result] }
                    }
                    p {
                        timeAgo(start.beganAt, in: frame)
                        if let detail = start.detail {
                            ": "
                            inert(frame.phrase(detail), in: frame)
                        }
                    }
                    if let reason = start.reason { p { inert("“\(reason)”", in: frame) } }
                }
            }
        }
    }
}

private func level(of report: RecoveryReport) -> Level {
    switch report.state {
    case .idle: report.canStart == false || report.mode == .off ? .info : .ok
    case .waiting, .starting, .cooling: .warn
    case .stopped, .off: .info
    case .blocked, .closed: .danger
    }
}

private func words(of report: RecoveryReport) -> Text {
    switch report.state {
    case .idle:
        report.canStart == false ? .recoveryIdleClosed : report.mode == .off ? .recoveryIdleOff : .recoveryIdle
    case .waiting: .recoveryWaiting
    case .starting: .recoveryStarting
    case .cooling: .recoveryCooling
    case .stopped: .recoveryStopped
    case .blocked: .recoveryBlocked
    case .closed: .recoveryClosed
    case .off: .recoveryOff
    }
}

private func outcome(of start: RecoveryRecord) -> (Level, Text) {
    switch start.result {
    case .started: (.ok, .recoveryStarted)
    case .failed: (.danger, .recoveryFailed)
    case .refused: (.danger, .recoveryRefused)
    case nil: (.info, .recoveryStarting)
    case .unknown: (.warn, .recoveryUnknown)
    }
}
