import Console
import Foundation

/// The audit log, for a terminal.
enum AuditText {
    private static let widths = [6, 20, 14, 15, 6, 13, 8]

    static let head = aligned(["NUMBER", "TIME", "WHO", "FROM", "VIA", "WHAT", "RESULT", "SUBJECT"])

    /// Number, time in UTC, who, from where, by which way, what, what came of it, and to what.
    static func line(_ entry: AuditEntry) -> String {
        var words: [String] = []
        if let subject = entry.subject { words.append(subject) }
        if let jail = entry.jail { words.append("in \(jail)") }
        if entry.before != nil || entry.after != nil {
            words.append("(\(entry.before ?? "-") → \(entry.after ?? "-"))")
        }
        if let detail = entry.detail, !detail.isEmpty { words.append("“\(detail)”") }
        return aligned([
            "\(entry.sequence)", time(entry.at), entry.actor.isEmpty ? "-" : Output.inert(entry.actor),
            entry.address.map(Output.inert) ?? "-",
            Output.inert(entry.origin), Output.inert(entry.kind), Output.inert(entry.result),
            Output.inert(words.joined(separator: " ")),
        ])
    }

    /// What a check found.
    static func show(_ report: AuditReport) {
        let count = report.entries == 1 ? "1 entry" : "\(report.entries) entries"
        Output.line("checked at \(time(report.checkedAt)): \(count), \(report.isUnbroken ? "unbroken" : "BROKEN")")
        if let fault = report.fault { Output.line("\(fault)") }
        if let place = report.anchorPlace, report.anchorProblem == nil, report.isUnbroken {
            let anchored = report.anchored.map { "anchored up to entry \($0)" } ?? "nothing is anchored yet"
            let rest = report.unanchored > 0 ? "; \(report.unanchored) at the end not yet" : ""
            Output.line("\(anchored) (\(Output.inert(place)))\(rest)")
        }
        for restore in report.restores {
            let lost = restore.lost.map { "; entries up to \($0) of the log before it are not in this one" } ?? ""
            let who = Output.inert(restore.actor)
            Output.line("entry \(restore.sequence): a backup was restored by \(who) at \(time(restore.at))\(lost)")
        }
    }

    private static func time(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
    }

    private static func aligned(_ cells: [String]) -> String {
        let padded = zip(cells, widths + [0]).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - cell.unicodeScalars.count))
        }
        return padded.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }
}
