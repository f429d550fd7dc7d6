import HTML

/// The page of all bans in force.
func banListPage(_ view: BanListView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.bansTitle], lead: HTML(frame[.bansLead])) {
            foldSwitch(frame[.bansFilter], isOpen: view.query.isFiltered)
            columnMenu(.bans, back: .bans(view.query.changed { _ in }), in: frame)
            if view.faults.isEmpty { exportMenu(view, in: frame) }
            a(.class("button button-primary"), .href(frame.path(.banForm(addresses: nil, jail: nil)))) {
                symbolImage(.plus)
                frame[.bansBan]
            }
        }
        banFilter(view, in: frame)
        if view.faults.isEmpty { liveList(view, in: frame) } else { faultyFilter(view, in: frame) }
    }
}

private func faultyFilter(_ view: BanListView, in frame: PageFrame) -> HTML {
    emptyState(
        .danger, title: frame[.eventsFaultyTitle], detail: view.faults.map(frame.phrase).joined(separator: " ")
    ) {
        a(.class("button"), .href(frame.path(.bans(BanListQuery())))) { frame[.bansFilteredAction] }
    }
}

private func liveList(_ view: BanListView, in frame: PageFrame) -> HTML {
    group {
        div(
            .id("bans"), .class("live-list"), .data("live", frame.path(.bans(view.query))),
            .aria("label", frame[.bansTitle]), .role("region")
        ) {
            banListFragment(view, in: frame)
        }
        equivalentCommands(view.commands, under: frame[.eventsCommand], in: frame)
        if view.hasPlaces { placeCredits(view.credits) }
    }
}

/// The live part of the page: the total, the table with its forms, the way to the next page.
func banListFragment(_ view: BanListView, in frame: PageFrame) -> HTML {
    if let emptiness = view.emptiness, view.rows.isEmpty {
        return banListEmpty(emptiness, query: view.query, in: frame)
    }
    return form(.id("unban"), .class("card table-card"), .method(.post), .action(frame.path(.unban)), .data("table")) {
        csrfField(in: frame)
        div(.class("table-head")) {
            p(.class("total")) {
                strong { frame.number(view.total) }
                " "
                view.query.isFiltered
                    ? (view.total == 1 ? frame[.bansMatch] : frame[.bansMatches])
                    : (view.total == 1 ? frame[.bansOne] : frame[.bansMany])
            }
            if let moment = view.staleSince { staleMark(since: moment, in: frame) }
            if let unread = view.unread { unreadMark(unread, in: frame) }
            if view.query.isFiltered, view.total > 1 {
                a(.class("button button-small"), .href(frame.path(.unbanAll(view.query.changed { _ in })))) {
                    frame[.bansUnbanAll, frame.number(view.total)]
                }
            }
        }
        banTable(view, in: frame)
        bulkBar(in: frame)
        pager(view, in: frame)
    }
}

/// The mark of figures that could not be refreshed.
func staleMark(since moment: Int64, in frame: PageFrame) -> HTML {
    span(.class("badge is-warn")) {
        symbolImage(.warn)
        span {
            frame[.bansStale]
            " "
            timeAgo(moment, in: frame)
        }
    }
}

/// The mark of a list that is shorter than what fail2ban holds, because it is still being read.
private func unreadMark(_ count: Int, in frame: PageFrame) -> HTML {
    span(.class("badge"), .title(frame[.bansUnreadWhy])) { frame[.bansUnread, frame.number(count)] }
}

private func exportMenu(_ view: BanListView, in frame: PageFrame) -> HTML {
    details(.class("menu menu-end")) {
        summary(.class("button")) {
            symbolImage(.download)
            span(.class("wide-words")) { frame[.bansExport] }
        }
        div(.class("menu-panel")) {
            p(.class("menu-note")) {
                frame.count(view.total, one: .bansExportOne, many: .bansExportMany)
            }
            a(.class("menu-item"), .href(frame.path(.exportCSV(view.query.changed { _ in }))), .download) { "CSV" }
            a(.class("menu-item"), .href(frame.path(.exportJSON(view.query.changed { _ in }))), .download) { "JSON" }
        }
    }
}

private func bulkBar(in frame: PageFrame) -> HTML {
    div(.class("bulk"), .data("bulk")) {
        strong(.data("selected-count")) { frame[.bansBulkTitle] }
        label(.class("visually-hidden"), .for("bulk-reason")) { frame[.bansBulkReason] }
        input(
            .type(.text), .class("input input-small"), .id("bulk-reason"), .name("reason"), .maxlength(200),
            .placeholder(frame[.bansBulkReason]), .autocomplete("off"))
        button(.type(.submit), .class("button button-primary")) { frame[.bansBulkUnban] }
        button(.type(.reset), .class("button button-quiet")) { frame[.bansBulkClear] }
    }
}

private func pager(_ view: BanListView, in frame: PageFrame) -> HTML {
    guard view.next != nil || view.query.cursor != nil else { return HTML() }
    return nav(.class("pager"), .aria("label", frame[.bansPages])) {
        if view.query.cursor != nil {
            a(.class("button"), .href(frame.path(.bans(view.query.changed { _ in })))) { frame[.bansFirst] }
        }
        if let next = view.next {
            a(.class("button"), .href(frame.path(.bans(view.query.changed { $0.cursor = next })))) {
                frame[.bansNext]
            }
        }
    }
}

private func banListEmpty(_ emptiness: Emptiness, query: BanListQuery, in frame: PageFrame) -> HTML {
    switch emptiness {
    case .nothingYet:
        emptyState(
            .ok, title: frame[.bansEmptyTitle],
            detail: frame[.bansEmptyDetail]
        ) {
            a(.class("button"), .href(frame.path(.jails))) { frame[.bansEmptyAction] }
        }
    case .filteredAway:
        emptyState(
            .filter, title: frame[.bansFilteredTitle],
            detail: frame[.bansFilteredDetail]
        ) {
            a(.class("button"), .href(frame.path(.bans(BanListQuery())))) { frame[.bansFilteredAction] }
            if !query.text.isEmpty {
                a(.class("button"), .href(frame.path(.banForm(addresses: query.text, jail: nil)))) {
                    frame[.bansFilteredBan, query.text]
                }
            }
        }
    case .broken(let cause):
        emptyState(.danger, title: frame[.bansBrokenTitle], detail: frame.phrase(cause)) {
            a(.class("button"), .href(frame.path(.bans(query)))) { frame[.bansBrokenAction] }
        }
    }
}
