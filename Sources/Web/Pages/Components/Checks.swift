import HTML

/// One thing that was looked at, and the remedy where it is not as it should be.
struct CheckView: Sendable {
    enum Outcome: Sendable { case good, warn, bad }

    var outcome: Outcome
    var title: String
    var detail: String
    /// The command that mends it.
    var remedy: String?
}

/// What was found, each good, doubtful or bad.
func checkList(_ checks: [CheckView], in frame: PageFrame) -> HTML {
    ul(.class("checks")) {
        for check in checks {
            li(.class("check-row")) {
                checkMark(check.outcome, in: frame)
                div {
                    p(.class("check-title")) { frame.phrase(check.title) }
                    p(.class("hint")) { inert(frame.phrase(check.detail), in: frame) }
                    if let remedy = check.remedy { commandLine(frame.phrase(remedy), in: frame) }
                }
            }
        }
    }
}

private func checkMark(_ outcome: CheckView.Outcome, in frame: PageFrame) -> HTML {
    switch outcome {
    case .good: badge(.ok, frame[.checkGood])
    case .warn: badge(.warn, frame[.checkWarn])
    case .bad: badge(.danger, frame[.checkBad])
    }
}
