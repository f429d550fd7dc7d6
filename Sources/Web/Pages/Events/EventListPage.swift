import HTML

/// The page of what happened.
func eventListPage(_ view: EventListView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.eventsTitle], lead: HTML(frame[.eventsLead])) {
            foldSwitch(frame[.bansFilter], isOpen: view.query.isFiltered)
            columnMenu(.events, back: .events(view.query.changed { _ in }), in: frame)
            if view.faults.isEmpty { eventExportMenu(view.query, in: frame) }
            a(.class("button"), .href(frame.path(.search(word: "", cursor: nil)))) {
                symbolImage(.search)
                frame[.searchLink]
            }
        }
        eventFilter(view, in: frame)
        if view.faults.isEmpty {
            if view.isLive { feedBar(in: frame) }
            let live: [Attribute] =
                view.isLive
                ? [.data("feed", frame.path(.eventRows(view.query))), .data("place", "\(view.place)")] : []
            div(
                [.id("events"), .class("live-list"), .aria("label", frame[.eventsTitle]), .role("region")] + live
            ) {
                eventListFragment(view, in: frame)
            }
            blindSpots(view, in: frame)
            equivalentCommands([view.command], under: frame[.eventsCommand], in: frame)
            if view.rows.contains(where: { $0.origin?.isEmpty == false }) { placeCredits(view.credits) }
        } else {
            emptyState(
                .danger, title: frame[.eventsFaultyTitle], detail: view.faults.map(frame.phrase).joined(separator: " ")
            ) {
                a(.class("button"), .href(frame.path(.events(EventListQuery())))) { frame[.bansFilteredAction] }
            }
        }
    }
}

/// The list itself: how far the past was read, the table, the way to older events.
func eventListFragment(_ view: EventListView, in frame: PageFrame) -> HTML {
    group {
        if let intake = view.intake, !view.rows.isEmpty { intakeBanner(intake, in: frame) }
        if let moment = view.linesToCome { linesToCome(moment, in: frame) }
        if view.rows.isEmpty {
            eventListEmpty(view, in: frame)
        } else {
            div(.class("card table-card")) {
                div(.class("table-scroll")) { eventTable(view.rows, view.query, in: frame) }
                pager(view, in: frame)
            }
        }
    }
}

/// What the live list does, and the switch that has it wait.
private func feedBar(in frame: PageFrame) -> HTML {
    div(.class("feed needs-script"), .data("feed-bar")) {
        span(.class("feed-state is-ok"), .data("feed-state")) {
            span(.class("feed-mark"), .decorative)
            span(.data("feed-words")) { frame[.eventsLive] }
        }
        span(.class("dim"), .data("feed-rate"))
        button(.type(.button), .class("button button-small"), .data("feed-pause"), .aria("pressed", "false")) {
            symbolImage(.pause)
            span(.data("feed-label")) { frame[.eventsPause] }
        }
    }
}

private func intakeBanner(_ intake: IntakeView, in frame: PageFrame) -> HTML {
    if let trouble = intake.trouble {
        banner(.warn, title: frame[.eventsTroubleTitle]) { p { inert(frame.phrase(trouble), in: frame) } }
    } else {
        banner(.info, title: frame[.eventsReadingTitle], inOneLine: true) {
            frame[.eventsReading, "\(intake.percent ?? 0)"]
        }
    }
}

/// That older lines are still being taken into the index, and from when on all are found.
private func linesToCome(_ moment: Int64, in frame: PageFrame) -> HTML {
    banner(.info, title: frame[.eventsLinesToComeTitle]) {
        p {
            frame[.eventsLinesToCome]
            " "
            exactTime(moment, in: frame)
        }
    }
}

private func blindSpots(_ view: EventListView, in frame: PageFrame) -> HTML {
    guard !view.blindSpots.isEmpty else { return HTML() }
    return banner(.warn, title: frame[.eventsBlindTitle]) {
        for spot in view.blindSpots {
            p {
                inert(frame.phrase(spot.loss), in: frame)
                " "
                inert(frame.phrase(spot.remedy), in: frame)
            }
        }
    }
}

private func pager(_ view: EventListView, in frame: PageFrame) -> HTML {
    guard view.next != nil || view.query.cursor != nil else { return HTML() }
    return nav(.class("pager"), .aria("label", frame[.bansPages])) {
        if view.query.cursor != nil {
            a(.class("button"), .href(frame.path(.events(view.query.changed { _ in })))) { frame[.eventsNewest] }
        }
        if let next = view.next {
            a(.class("button"), .href(frame.path(.events(view.query.changed { $0.cursor = next })))) {
                frame[.eventsOlder]
            }
        }
    }
}

private func eventListEmpty(_ view: EventListView, in frame: PageFrame) -> HTML {
    switch view.emptiness ?? .nothingYet {
    case .nothingYet:
        if let percent = view.intake?.percent {
            emptyState(.events, title: frame[.eventsReadingTitle], detail: frame[.eventsReading, "\(percent)"])
        } else {
            emptyState(.events, title: frame[.eventsEmptyTitle], detail: frame[.eventsEmptyDetail]) {
                a(.class("button"), .href(frame.path(.jails))) { frame[.bansEmptyAction] }
            }
        }
    case .filteredAway:
        emptyState(
            .filter, title: frame[.eventsFilteredTitle],
            detail: frame[view.query.words.isEmpty ? .eventsFilteredDetail : .eventsFilteredLines]
        ) {
            a(.class("button"), .href(frame.path(.events(EventListQuery())))) { frame[.bansFilteredAction] }
        }
    case .broken(let cause):
        emptyState(
            .danger, title: frame[.eventsBrokenTitle], detail: frame.phrase(cause) + " " + frame[.eventsBrokenDetail]
        ) {
            a(.class("button"), .href(frame.path(.events(view.query)))) { frame[.bansBrokenAction] }
        }
    }
}
