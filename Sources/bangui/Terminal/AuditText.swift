import Console
import Foundation

/// The audit log, for a terminal.
enum AuditText {
    private static let widths = [6, 20, 14, 15, 6, 13, 8]

    /// Contradictions that are listed.
    private static let shown = 5

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
            Output.inert(entry.wayIn.recorded), Output.inert(entry.kind), Output.inert(entry.result),
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
        if report.anchorPlace != nil, !report.isIndependent {
            Output.line(
                "The console itself keeps what was anchored: nobody independent vouches for the log (docs/audit.md).")
        }
        for head in report.contradictions.prefix(shown) {
            let when = head.at.map { " at \(time($0))" } ?? ""
            let who = head.user.map { " by user \($0)" } ?? ""
            Output.line("entry \(head.sequence), anchored\(when)\(who), is not in the log as it was anchored")
        }
        for acceptance in report.acceptances {
            let who = Output.inert(acceptance.actor)
            let heads = acceptance.heads == 1 ? "1 head contradicts" : "\(acceptance.heads) heads contradict"
            Output.line(
                "entry \(acceptance.sequence): root (\(who)) accepted the log as it stood at \(time(acceptance.at)); "
                    + "\(heads) it that had been anchored before")
        }
        for restore in report.restores {
            let lost = restore.lost.map { "; entries up to \($0) of the log before it are not in this one" } ?? ""
            let who = Output.inert(restore.actor)
            Output.line(
                "entry \(restore.sequence): a backup was restored by \(who) at \(time(restore.at))\(lost)\(word(restore))"
            )
        }
    }

    private static func word(_ restore: AuditReport.Restore) -> String {
        switch restore.isVouched {
        case true?: "; root vouches for it"
        case false?: "; root did not vouch for it"
        case nil: "; nobody independent vouches for it"
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
