import Console

/// How the breakers stand, as the API tells it.
enum BreakerJSON {
    static func write(_ reports: [BreakerReport], to json: inout JSONWriter) {
        json.array("breakers", reports) { json, report in
            json.object { json in
                json.field("name", report.name)
                json.field("state", report.state.rawValue)
                json.field("since", time: report.since)
                json.field("failures", report.failures)
                json.field("nextTryAt", time: report.nextTryAt)
                json.field("cause", report.cause?.words)
                json.field("recommendation", report.recommendation)
            }
        }
    }

    static let shape = Shape.list(
        .object([
            "name": .text, "state": .words(of: BreakerState.self), "since": .time, "failures": .count,
            "nextTryAt": .time.orNull, "cause": .text.orNull, "recommendation": .text.orNull,
        ]))
}

extension BreakerReport {
    /// What to do about what failed; nil while all is well.
    var recommendation: String? {
        guard let cause else { return nil }
        if let problem = cause.problem { return problem.recommendation }
        return "Nothing: it is tried again by itself, a little at first."
    }
}
