import HTML

/// One thing that was looked at, and the remedy where it is not as it should be.
struct CheckView: Sendable {
    enum Outcome: Sendable { case good, note, warn, bad, skipped }

    var outcome: Outcome
    var title: String
    var detail: String
    /// What to do, in words.
    var advice: String?
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
                    if let advice = check.advice { p(.class("hint")) { inert(frame.phrase(advice), in: frame) } }
                    if let remedy = check.remedy { commandLine(remedy, in: frame) }
                }
            }
        }
    }
}

/// The shape and word of an outcome.
func checkMark(_ outcome: CheckView.Outcome, in frame: PageFrame) -> HTML {
    switch outcome {
    case .good: badge(.ok, frame[.checkGood])
    case .note: badge(.info, frame[.checkNote])
    case .warn: badge(.warn, frame[.checkWarn])
    case .bad: badge(.danger, frame[.checkBad])
    case .skipped: badge(.off, frame[.checkSkipped])
    }
}
