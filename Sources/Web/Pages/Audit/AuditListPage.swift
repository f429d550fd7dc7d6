import HTML

/// The page of all that anyone changed.
func auditListPage(_ view: AuditListView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.auditTitle], lead: HTML(frame[.auditLead])) {
            foldSwitch(frame[.bansFilter], isOpen: view.query.isFiltered)
            if view.faults.isEmpty { auditExportMenu(view.query, in: frame) }
        }
        auditFilter(view, in: frame)
        if view.faults.isEmpty {
            auditCheck(view.check, in: frame)
            if let failure = view.failure { anchorFailure(failure.words, since: failure.since, in: frame) }
            auditList(view, in: frame)
        } else {
            banner(.warn, title: frame[.eventsFaultyTitle]) {
                for fault in view.faults { p { inert(frame.phrase(fault), in: frame) } }
            }
        }
    }
}

private func auditList(_ view: AuditListView, in frame: PageFrame) -> HTML {
    if view.rows.isEmpty, !view.isCutShort { return auditEmpty(view.query, in: frame) }
    return div(.class("card table-card"), .aria("label", frame[.auditTitle]), .role("region")) {
        if !view.rows.isEmpty {
            div(.class("audit-row audit-head"), .decorative) {
                for words in [Text.operationsColumnWhen, .operationsColumnWho, .operationsColumnWhat, .operationResult]
                {
                    span { frame[words] }
                }
            }
            ol(.class("audit-list")) { for row in view.rows { auditEntry(row, in: frame) } }
        }
        if view.isCutShort { p(.class("hint audit-short")) { frame[.auditShort] } }
        auditPager(view, in: frame)
    }
}

private func auditExportMenu(_ query: AuditListQuery, in frame: PageFrame) -> HTML {
    details(.class("menu menu-end")) {
        summary(.class("button")) {
            symbolImage(.download)
            span(.class("wide-words")) { frame[.bansExport] }
        }
        div(.class("menu-panel")) {
            let all = query.changed { _ in }
            a(.class("menu-item"), .href(frame.path(.auditCSV(all)))) { "CSV" }
            a(.class("menu-item"), .href(frame.path(.auditNDJSON(all)))) { "NDJSON" }
        }
    }
}

private func auditPager(_ view: AuditListView, in frame: PageFrame) -> HTML {
    guard view.next != nil || view.query.cursor != nil else { return HTML() }
    return nav(.class("pager"), .aria("label", frame[.bansPages])) {
        if view.query.cursor != nil {
            a(.class("button"), .href(frame.path(.audit(view.query.changed { _ in })))) { frame[.eventsNewest] }
        }
        if let next = view.next {
            a(.class("button"), .href(frame.path(.audit(view.query.changed { $0.cursor = next })))) {
                frame[view.isCutShort ? .auditFurther : .eventsOlder]
            }
        }
    }
}

private func auditEmpty(_ query: AuditListQuery, in frame: PageFrame) -> HTML {
    guard query.isFiltered || query.cursor != nil else {
        return emptyState(.audit, title: frame[.auditEmptyTitle], detail: frame[.auditEmptyDetail])
    }
    return emptyState(.filter, title: frame[.auditFilteredTitle], detail: frame[.auditFilteredDetail]) {
        a(.class("button"), .href(frame.path(.audit(AuditListQuery())))) { frame[.bansFilteredAction] }
    }
}

/// What the last check of the whole log found, and the way to another.
private func auditCheck(_ check: AuditCheckView?, in frame: PageFrame) -> HTML {
    guard let check else {
        return div(.class("audit-check")) {
            levelMark(.info)
            p { frame[.auditUnchecked] }
            checkButton(in: frame)
        }
    }
    if let fault = check.fault {
        return banner(.danger, title: frame[check.isUnvouched ? .auditUnvouched : .auditBroken]) {
            p { frame.phrase(fault) }
            for contradiction in check.contradictions { contradictionNote(contradiction, in: frame) }
            p { frame[.auditBrokenDetail] }
            p {
                checkedAt(check, in: frame)
                " "
                checkButton(in: frame)
            }
        }
    }
    return group {
        div(.class("audit-check")) {
            levelMark(check.problem == nil ? .ok : .warn)
            p {
                checkedAt(check, in: frame)
                ": "
                strong { frame.count(Int(clamping: check.entries), one: .auditEntriesOne, many: .auditEntriesMany) }
                ", "
                frame[.auditUnbroken]
                ". "
                span(.class("dim")) { anchoring(check, in: frame) }
            }
            checkButton(in: frame)
        }
        for acceptance in check.acceptances {
            p(.class("hint audit-restore")) {
                frame[.auditAccepted, frame.number(acceptance.number), acceptance.actor]
                " "
                exactTime(acceptance.at, in: frame)
                "."
            }
        }
        for restore in check.restores { restoreNote(restore, in: frame) }
    }
}

/// That new entries are not anchored: nothing but the log itself tells of them until they are.
private func anchorFailure(_ words: String, since moment: Int64, in frame: PageFrame) -> HTML {
    banner(.warn, title: frame[.auditAnchorFailure]) {
        p { inert(frame.phrase(words), in: frame) }
        p {
            frame[.auditAnchorFailureDetail]
            " "
            spanSince(moment, in: frame)
            "."
        }
    }
}

private func checkedAt(_ check: AuditCheckView, in frame: PageFrame) -> HTML {
    group {
        frame[.auditChecked]
        " "
        timeAgo(check.at, in: frame)
    }
}

private func checkButton(in frame: PageFrame) -> HTML {
    a(.class("button button-small"), .href(frame.path(.auditCheck))) { frame[.auditCheckNow] }
}

private func anchoring(_ check: AuditCheckView, in frame: PageFrame) -> HTML {
    if let problem = check.problem {
        return group {
            frame[.auditAnchorProblem]
            " "
            inert(problem, in: frame)
        }
    }
    return group {
        check.anchored.map { frame[.auditAnchored, frame.number($0)] } ?? frame[.auditUnanchored]
        if !check.isIndependent {
            " "
            frame[.auditDependent]
        }
    }
}

private func restoreNote(_ restore: AuditCheckView.Restore, in frame: PageFrame) -> HTML {
    p(.class("hint audit-restore")) {
        frame[.auditRestored, frame.number(restore.number), restore.actor]
        " "
        exactTime(restore.at, in: frame)
        "."
        if let lost = restore.lost {
            " "
            frame[.auditRestoredLost, frame.number(lost)]
        }
        " "
        switch restore.isVouched {
        case true?: frame[.auditRestoredVouched]
        case false?: frame[.auditRestoredUnvouched]
        case nil: frame[.auditRestoredAlone]
        }
    }
}

/// A head that is not in the log as it was anchored.
private func contradictionNote(_ contradiction: AuditCheckView.Contradiction, in frame: PageFrame) -> HTML {
    p {
        frame[.auditContradiction, frame.number(contradiction.number)]
        if let at = contradiction.at, let user = contradiction.user {
            " "
            frame[.auditContradictionBy, "\(user)"]
            " "
            exactTime(at, in: frame)
            "."
        }
    }
}
