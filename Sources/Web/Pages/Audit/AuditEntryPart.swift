import Fail2ban
import HTML

/// One entry: a line that opens to all that is known.
func auditEntry(_ row: AuditRow, in frame: PageFrame) -> HTML {
    li(.class("audit-entry")) {
        details {
            summary(.class("audit-row")) {
                span(.class("audit-when")) { quietTime(row.at, in: frame) }
                span(.class("audit-who")) { auditActor(row, in: frame) }
                span(.class("audit-what")) {
                    strong { auditKindWords(row.kind, in: frame) }
                    " "
                    auditSubject(row, in: frame)
                }
                span(.class("audit-result")) { auditResultBadge(row.result, in: frame) }
                symbolImage(.chevron)
            }
            div(.class("audit-body")) {
                if row.before != nil || row.after != nil { auditChange(row, in: frame) }
                auditFacts(row, in: frame)
            }
        }
    }
}

/// What it was done to: a jail as a whole where there is nothing else.
private func auditSubject(_ row: AuditRow, in frame: PageFrame) -> HTML {
    group {
        if let subject = row.subject { span(.class("audit-subject")) { inert(subject, in: frame) } }
        if let jail = row.jail {
            if row.subject != nil {
                " "
                span(.class("dim")) { frame[.operationsIn] }
                " "
            }
            inert(jail, in: frame)
        }
    }
}

/// How long ago; the exact time stands in the part that opens, since a summary can hold nothing that takes the focus.
private func quietTime(_ moment: Int64, in frame: PageFrame) -> HTML {
    let value = Moment(moment)
    return time(
        .datetime(value.rfc3339), .data("time", "ago"), .title(value.exact(in: frame.zone, frame.language))
    ) { frame[.timeAgo, Figures.roughSpan(frame.now - moment)] }
}

private func auditActor(_ row: AuditRow, in frame: PageFrame) -> HTML {
    guard row.actor.isEmpty else { return inert(row.actor, in: frame) }
    if let address = row.address { return span(.class("audit-subject dim")) { inert(address, in: frame) } }
    return span(.class("unknown")) { frame[.auditNobody] }
}

private func auditChange(_ row: AuditRow, in frame: PageFrame) -> HTML {
    div(.class("audit-change")) {
        auditValue(frame[.auditBefore], row.before, in: frame)
        auditValue(frame[.auditAfter], row.after, in: frame)
    }
}

private func auditValue(_ words: String, _ value: String?, in frame: PageFrame) -> HTML {
    div {
        p(.class("overline")) { words }
        if let value {
            div(.class("lines")) {
                for line in value.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
                    code { inert(String(decoding: Array(line), as: UTF8.self), in: frame) }
                }
            }
        } else {
            p(.class("unknown")) { frame[.auditNoValue] }
        }
    }
}

private func auditFacts(_ row: AuditRow, in frame: PageFrame) -> HTML {
    dl(.class("audit-facts")) {
        fact(frame[.operationsColumnWhen]) { exactTime(row.at, in: frame) }
        fact(frame[.auditFrom]) {
            if let origin = row.origin { tag(frame[originWords(origin)]) }
            if let token = row.token {
                " "
                frame[.auditToken, token]
            }
            if let address = row.address {
                " "
                addressLinkIfAny(address, in: frame)
            }
        }
        if let subject = row.subject, IPNetwork(subject) != nil {
            fact(frame[.bansColumnAddress]) { addressLink(subject, in: frame) }
        }
        if let operation = row.operation {
            fact(frame[.auditOperation]) { a(.href(frame.path(.operation(operation)))) { frame[.auditOperationOpen] } }
        }
        if let detail = row.detail { fact(frame[.auditDetail]) { inert(frame.phrase(detail), in: frame) } }
        if !row.actor.isEmpty {
            fact(frame[.auditPerson]) {
                a(.href(frame.path(.audit(AuditListQuery().changed { $0.who = row.actor })))) {
                    frame[.auditAllBy, row.actor]
                }
            }
        }
        fact(frame[.auditNumber]) {
            frame.number(row.number)
            " "
            code(.class("audit-hash")) { row.hash }
        }
    }
}

private func fact(_ words: String, @HTMLBuilder content: () -> HTML) -> HTML {
    div {
        dt { words }
        dd { content() }
    }
}

/// What was done, in words; the word itself where it is none of ours.
func auditKindWords(_ kind: String, in frame: PageFrame) -> HTML {
    Text.auditKindChoices.first { $0.kind == kind }.map { HTML(frame[$0.words]) } ?? inert(kind, in: frame)
}

/// What came of it.
func auditResultBadge(_ result: String, in frame: PageFrame) -> HTML {
    switch result {
    case "done": quietBadge(.ok, frame[.outcomeDone])
    case "partly": badge(.warn, frame[.auditPartly])
    case "already": badge(.off, frame[.outcomeAlready])
    case "refused": badge(.danger, frame[.outcomeRefused])
    case "failed": badge(.danger, frame[.auditFailed])
    default: badge(.warn, frame[.outcomeUnknown])
    }
}

private func originWords(_ origin: AuditRow.Origin) -> Text {
    switch origin {
    case .web: .auditOriginWeb
    case .api: .operationsApi
    case .cli: .operationsCli
    case .bangui: .auditOriginBangui
    }
}
