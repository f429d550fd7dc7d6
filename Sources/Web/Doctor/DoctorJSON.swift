package import Console
package import NIOCore

/// What the doctor found, as the API and the command line tell it.
package enum DoctorJSON {
    package static func body(_ report: DoctorReport) -> ByteBuffer {
        JSONWriter.object { write(report, to: &$0) }
    }

    static func write(_ report: DoctorReport, to json: inout JSONWriter) {
        json.field("status", report.status.rawValue)
        json.field("checkedAt", time: report.at)
        json.field("milliseconds", Int(report.took / .milliseconds(1)))
        json.object("counts") { json in
            json.field("failure", report.count(.failure))
            json.field("warning", report.count(.warning))
            json.field("note", report.count(.note))
            json.field("ok", report.count(.ok))
            json.field("skipped", report.count(.skipped))
        }
        json.array("checks", report.findings) { json, finding in
            json.object { json in
                json.field("id", finding.id)
                json.field("subject", finding.subject.rawValue)
                json.field("title", finding.title)
                json.field("status", finding.status.rawValue)
                json.field("reason", finding.reason)
                json.field("advice", finding.advice)
                json.field("command", finding.command)
            }
        }
    }
}
