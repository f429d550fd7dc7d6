package import Console
package import NIOCore

/// The audit log, as the API tells it.
package enum AuditJSON {
    static func body(_ page: AuditEntryPage) -> ByteBuffer {
        JSONWriter.object(reserving: 256 + page.entries.count * 400) { json in
            json.array("entries", page.entries) { json, entry in json.object { write(entry, to: &$0) } }
            json.field("next", page.next.map { "\($0)" })
            json.field("complete", !page.isCutShort)
        }
    }

    /// One entry as an object.
    package static func text(_ entry: AuditEntry) -> ByteBuffer {
        JSONWriter.object(reserving: 400) { write(entry, to: &$0) }
    }

    private static func write(_ entry: AuditEntry, to json: inout JSONWriter) {
        json.field("number", entry.sequence)
        json.field("at", time: entry.at)
        json.field("by", entry.actor)
        json.field("account", count: entry.actorID.map { Int($0) })
        json.field("via", entry.wayIn.word)
        json.field("token", entry.wayIn.token)
        json.field("address", entry.address)
        json.field("kind", entry.kind)
        json.field("subject", entry.subject)
        json.field("host", entry.host)
        json.field("jail", entry.jail)
        json.field("before", entry.before)
        json.field("after", entry.after)
        json.field("result", entry.result)
        json.field("detail", entry.detail)
        json.field("operation", entry.operationID)
        json.field("hash", entry.hash)
    }
}

/// What a check of the audit log found, as the API tells it.
package enum AuditReportJSON {
    /// The report as an object.
    package static func body(_ report: AuditReport) -> ByteBuffer {
        JSONWriter.object(reserving: 400) { json in
            json.field("checkedAt", time: report.checkedAt)
            json.field("unbroken", report.isUnbroken)
            json.field("entries", report.entries)
            json.field("anchored", count: report.anchored.map { Int($0) })
            json.field("anchoredIn", report.anchorPlace)
            json.field("independent", report.isIndependent)
            json.field("anchorProblem", report.anchorProblem)
            json.field("anchorFailure", report.anchorFailure?.words)
            json.field("firstWrong", count: report.fault.map { Int($0.sequence) })
            json.field("fault", report.fault.map { "\($0)" })
            json.array("restores", report.restores) { json, restore in
                json.object {
                    $0.field("number", restore.sequence)
                    $0.field("at", time: restore.at)
                    $0.field("by", restore.actor)
                    $0.field("lost", count: restore.lost.map { Int($0) })
                    if let isVouched = restore.isVouched {
                        $0.field("vouched", isVouched)
                    } else {
                        $0.null("vouched")
                    }
                }
            }
            json.array("acceptances", report.acceptances) { json, acceptance in
                json.object {
                    $0.field("number", acceptance.sequence)
                    $0.field("at", time: acceptance.at)
                    $0.field("by", acceptance.actor)
                    $0.field("heads", acceptance.heads)
                }
            }
            json.array("contradictions", report.contradictions) { json, anchored in
                json.object {
                    $0.field("number", anchored.sequence)
                    $0.field("at", time: anchored.at)
                    $0.field("user", count: anchored.user.map { Int($0) })
                }
            }
        }
    }
}
