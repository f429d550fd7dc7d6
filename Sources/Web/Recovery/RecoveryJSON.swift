package import Console
package import NIOCore

/// fail2ban's recovery as the API tells it.
package enum RecoveryJSON {
    /// What came of a start.
    package static func body(_ answer: RecoveryAnswer, _ report: RecoveryReport) -> ByteBuffer {
        JSONWriter.object { json in
            json.field("result", word(answer))
            json.object("recovery") { write(report, to: &$0) }
        }
    }

    /// How it stands.
    package static func body(_ report: RecoveryReport) -> ByteBuffer {
        JSONWriter.object { json in json.object("recovery") { write(report, to: &$0) } }
    }

    static func write(_ report: RecoveryReport, to json: inout JSONWriter) {
        json.field("mode", report.mode.rawValue)
        json.field("state", report.state.rawValue)
        json.field("next", time: report.nextAt)
        json.field("cooldownUntil", time: report.cooldownUntil)
        json.field("blockedSince", time: report.blockedSince)
        json.field("startsInWindow", report.startsInWindow)
        json.field("limit", report.policy.limit)
        json.field("windowSeconds", report.policy.window)
        json.field("cause", report.cause)
        json.field("recommendation", report.recommendation)
        json.field("elsewhere", report.isElsewhere)
    }

    static func write(_ start: RecoveryRecord, to json: inout JSONWriter) {
        json.field("at", time: start.beganAt)
        json.field("endedAt", time: start.endedAt)
        json.field("automatic", start.isAutomatic)
        json.field("by", start.actor)
        json.field("ending", start.ending.rawValue)
        json.field("reason", start.reason)
        json.field("result", start.result?.rawValue ?? "starting")
        json.field("detail", start.detail)
    }

    private static func word(_ answer: RecoveryAnswer) -> String {
        switch answer {
        case .started: "started"
        case .already: "already"
        case .starting: "starting"
        }
    }
}
