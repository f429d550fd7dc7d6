import HTML

/// The page of all that was done.
func operationListPage(_ view: OperationListView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.operationsTitle], lead: HTML(frame[.operationsLead])) {
            foldSwitch(frame[.bansFilter], isOpen: view.query.isFiltered)
            columnMenu(.operations, back: .operations(firstPage(view.query)), in: frame)
        }
        operationFilter(view, in: frame)
        div(
            .id("operations"), .class("live-list"), .data("live", frame.path(.operations(view.query))),
            .aria("label", frame[.operationsTitle]), .role("region")
        ) {
            operationListFragment(view, in: frame)
        }
    }
}

/// The live part of the page: the table, the way to the next page.
func operationListFragment(_ view: OperationListView, in frame: PageFrame) -> HTML {
    guard !view.rows.isEmpty else { return operationListEmpty(view.query, in: frame) }
    return div(.class("card table-card")) {
        div(.class("table-scroll")) { operationTable(view.rows, caption: frame[.operationsTitle], in: frame) }
        operationPager(view, in: frame)
    }
}

/// What was done, a row for each.
func operationTable(_ rows: [OperationRow], caption words: String, in frame: PageFrame) -> HTML {
    table(.class("table table-operations"), hiding(.operations, in: frame)) {
        caption(.class("visually-hidden")) { words }
        thead {
            tr {
                for column in columns {
                    th(.class(column.name.map { "col-" + $0 }), .scope("col")) { frame[column.text] }
                }
            }
        }
        tbody { for row in rows { operationRow(row, in: frame) } }
    }
}

private let columns: [(name: String?, text: Text)] = [
    (nil, .operationsColumnWhat), (nil, .operationsColumnWhen), ("who", .operationsColumnWho),
    ("result", .operationResult), ("reason", .operationsColumnReason),
]

private func operationFilter(_ view: OperationListView, in frame: PageFrame) -> HTML {
    form(
        .class("filter"), .method(.get), .action(frame.path(.operations(OperationListQuery()))), .role("search")
    ) {
        searchField(hint: frame[.bansSearchHint], label: frame[.operationsSearch], value: view.query.text)
        select(.class("input filter-jail"), .name("jail"), .aria("label", frame[.bansColumnJail])) {
            option(.value(""), .selected(if: view.query.jail.isEmpty)) { frame[.operationsJailAny] }
            for name in view.jails {
                option(.value(name), .selected(if: name == view.query.jail)) { visible(name) }
            }
        }
        button(.type(.submit), .class("button")) { frame[.bansApply] }
        if view.query.isFiltered {
            a(.class("button button-quiet"), .href(frame.path(.operations(OperationListQuery())))) {
                frame[.bansChipsClear]
            }
        }
    }
}

private func operationRow(_ row: OperationRow, in frame: PageFrame) -> HTML {
    tr {
        td(.class("name"), .data("label", frame[.operationsColumnWhat])) {
            operationWords(row, in: frame)
        }
        td(.data("label", frame[.operationsColumnWhen])) { timeAgo(row.at, in: frame) }
        td(.class("who col-who"), .data("label", frame[.operationsColumnWho])) {
            inert(row.actor, in: frame)
            if let origin = originWords(row.origin) {
                " "
                tag(frame[origin])
                if let token = row.token {
                    " "
                    inert(token, in: frame)
                }
            }
        }
        td(.class("state col-result"), .data("label", frame[.operationResult])) { operationState(row, in: frame) }
        td(.class("detail col-reason"), .data("label", frame[.operationsColumnReason])) {
            row.reason.map { inert($0, in: frame) }
        }
    }
}

/// Such as `Banned 203.0.113.7 in sshd and 3 more`: the first word leads to the operation, the address to what is known of it.
private func operationWords(_ row: OperationRow, in frame: PageFrame) -> HTML {
    group {
        a(.href(frame.path(.operation(row.id))), .aria("label", operationLabel(row, in: frame))) {
            frame[kindWords(row.kind)]
        }
        " "
        if row.subject.isEmpty {
            inert(row.jail, in: frame)
        } else {
            addressLinkIfAny(row.subject, in: frame)
            " "
            frame[.operationsIn]
            " "
            inert(row.jail, in: frame)
        }
        if row.more > 0 {
            " "
            frame[.operationsMore, frame.number(row.more)]
        }
    }
}

/// All of its words, for who hears the link alone.
private func operationLabel(_ row: OperationRow, in frame: PageFrame) -> String {
    let more = row.more > 0 ? [frame[.operationsMore, frame.number(row.more)]] : []
    let what = row.subject.isEmpty ? [row.jail] : [row.subject, frame[.operationsIn], row.jail]
    return ([frame[kindWords(row.kind)]] + what.map(visible) + more).joined(separator: " ")
}

/// What became of it: the gravest result and how many parts were done, and whether it was taken back.
private func operationState(_ row: OperationRow, in frame: PageFrame) -> HTML {
    group {
        if row.worst == .done { quietBadge(.ok, frame[.outcomeDone]) } else { outcomeBadge(row.worst, in: frame) }
        if row.total > 1 {
            " "
            span(.class("dim")) { frame[.operationsCount, frame.number(row.done), frame.number(row.total)] }
        }
        if let undone = row.undone {
            " "
            badge(
                .off, undone.isUnconfirmed ? frame[.operationsUnconfirmed] : frame[.operationsUndone, undone.actor])
        } else if let deadline = row.confirmBy, deadline > frame.now {
            " "
            badge(.warn, frame[.operationsWaiting])
        }
    }
}

private func operationPager(_ view: OperationListView, in frame: PageFrame) -> HTML {
    guard view.next != nil || view.query.cursor != nil else { return HTML() }
    let first = firstPage(view.query)
    return nav(.class("pager"), .aria("label", frame[.bansPages])) {
        if view.query.cursor != nil { a(.class("button"), .href(frame.path(.operations(first)))) { frame[.bansFirst] } }
        if let next = view.next {
            a(.class("button"), .href(frame.path(.operations(following(view.query, next))))) { frame[.bansNext] }
        }
    }
}

private func firstPage(_ query: OperationListQuery) -> OperationListQuery {
    var query = query
    query.cursor = nil
    return query
}

private func following(_ query: OperationListQuery, _ cursor: String) -> OperationListQuery {
    var query = query
    query.cursor = cursor
    return query
}

private func operationListEmpty(_ query: OperationListQuery, in frame: PageFrame) -> HTML {
    guard query.isFiltered || query.cursor != nil else {
        return emptyState(.history, title: frame[.operationsEmptyTitle], detail: frame[.operationsEmptyDetail])
    }
    return emptyState(.filter, title: frame[.operationsFilteredTitle], detail: frame[.operationsFilteredDetail]) {
        a(.class("button"), .href(frame.path(.operations(OperationListQuery())))) { frame[.bansFilteredAction] }
    }
}

private func kindWords(_ kind: OperationRow.Kind) -> Text {
    switch kind {
    case .ban: .operationsBan
    case .unban: .operationsUnban
    case .undo: .operationsUndo
    case .change: .operationsChange
    case .ignore: .operationsIgnore
    case .unignore: .operationsUnignore
    case .start: .operationsStart
    case .stop: .operationsStop
    case .reload: .operationsReload
    }
}

/// How it was asked for, where that is not by a page.
private func originWords(_ origin: OperationRow.Origin) -> Text? {
    switch origin {
    case .web, .bangui: nil
    case .api: .operationsApi
    case .cli: .operationsCli
    }
}
