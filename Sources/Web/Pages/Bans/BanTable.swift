import HTML

/// The bans of one page, each with its unban button; part of the form that `banListFragment` makes.
func banTable(_ view: BanListView, in frame: PageFrame) -> HTML {
    div(.class("table-scroll")) {
        table(.class("table table-bans", view.hasPlaces ? "has-places" : nil), hiding(.bans, in: frame)) {
            caption(.class("visually-hidden")) { frame[.bansTitle] }
            thead { tr { columnHeads(view, in: frame) } }
            tbody {
                for row in view.rows { banRow(row, view, in: frame) }
            }
        }
    }
}

private func columnHeads(_ view: BanListView, in frame: PageFrame) -> HTML {
    group {
        th(.class("select"), .scope("col")) {
            input(
                .type(.checkbox), .class("needs-script"), .data("select-all"), .aria("label", frame[.bansSelectAll]))
        }
        sortHead(.address, frame[.bansColumnAddress], view.query, in: frame)
        if view.hasPlaces { th(.class("col-place"), .scope("col")) { frame[.bansColumnPlace] } }
        sortHead(.jail, frame[.bansColumnJail], view.query, in: frame)
        sortHead(.banned, frame[.bansColumnBanned], view.query, in: frame)
        sortHead(.ends, frame[.bansColumnEnds], view.query, in: frame)
        sortHead(.count, frame[.bansColumnCount], view.query, in: frame, isNumber: true)
        th(.scope("col")) { span(.class("visually-hidden")) { frame[.bansColumnAction] } }
    }
}

private func sortHead(
    _ column: BanListQuery.Column, _ words: String, _ query: BanListQuery, in frame: PageFrame, isNumber: Bool = false
) -> HTML {
    let isCurrent = query.sort.column == column
    let startsDescending = column == .banned || column == .count
    let descending = isCurrent ? !query.sort.descending : startsDescending
    let target = query.changed { $0.sort = .init(column: column, descending: descending) }
    return th(
        .class(isNumber ? "number" : nil, "col-" + column.rawValue), .scope("col"),
        .aria("sort", query.sort.descending ? "descending" : "ascending").when(isCurrent)
    ) {
        a(.class("sort"), .href(frame.path(.bans(target)))) {
            words
            if isCurrent { symbolImage(query.sort.descending ? .down : .up) }
        }
    }
}

private func banRow(_ row: BanRow, _ view: BanListView, in frame: PageFrame) -> HTML {
    let reference = row.reference.text
    return tr(.data("row", reference)) {
        td(.class("select")) {
            input(
                .type(.checkbox), .name("ban"), .value(reference),
                .aria("label", frame[.bansSelectOne, row.address, row.jail]))
        }
        td(.class("address"), .data("label", frame[.bansColumnAddress])) {
            addressLink(row.address, in: frame)
            copyButton(row.address, in: frame)
            a(
                .class("icon-button reveal"), .href(frame.path(.events(EventListQuery(text: row.address)))),
                .aria("label", frame[.eventsOfAddress, row.address]), .title(frame[.eventsOfAddress, row.address])
            ) { symbolImage(.events) }
            if let cause = row.notEnforced { badge(.danger, frame[.bansUnenforced], title: visible(cause)) }
        }
        if view.hasPlaces {
            td(.class("place col-place"), .data("label", frame[.bansColumnPlace])) {
                originMark(
                    row.origin, isNamed: true, country: { code in .bans(view.query.changed { $0.country = code }) },
                    network: { number in .bans(view.query.changed { $0.network = number }) }, in: frame)
            }
        }
        td(.class("jail col-jail"), .data("label", frame[.bansColumnJail])) {
            a(.class("quiet"), .href(frame.path(.jail(row.jail)))) { inert(row.jail, in: frame) }
        }
        td(.class("since col-banned"), .data("label", frame[.bansColumnBanned])) {
            if let moment = row.bannedAt { timeAgo(moment, in: frame) } else { unknown(in: frame) }
        }
        td(.class("ends col-ends"), .data("label", frame[.bansColumnEnds])) { banEnding(row.ends, in: frame) }
        td(.class("number col-count", (row.count ?? 0) > 1 ? nil : "is-once"), .data("label", frame[.bansColumnCount]))
        {
            row.count.map(frame.number) ?? "–"
        }
        td(.class("row-action")) {
            button(
                .type(.submit), .class("button button-small button-row"), .name("only"), .value(reference),
                .aria("label", frame[.bansUnbanLabel, row.address, row.jail])
            ) { frame[.bansUnban] }
        }
    }
}

/// When a ban ends, and who ends it where that is BanGUI.
func banEnding(_ ends: BanRow.Ending, in frame: PageFrame) -> HTML {
    switch ends {
    case .fail2ban(let moment): countdown(to: moment, in: frame)
    case .bangui(let moment):
        group {
            countdown(to: moment, in: frame)
            " "
            tag(frame[.bansEndsBangui], title: frame[.bansEndsBanguiDetail])
        }
    case .permanent: span(.class("permanent")) { frame[.timePermanent] }
    case .unknown: unknown(in: frame)
    }
}

private func unknown(in frame: PageFrame) -> HTML {
    span(.class("unknown"), .title(frame[.bansUnknownDetail])) { frame[.bansUnknown] }
}
