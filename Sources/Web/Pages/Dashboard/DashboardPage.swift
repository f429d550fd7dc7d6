import Console
import HTML

/// The page that one arrives at.
func dashboardPage(_ view: DashboardView, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.dashboardTitle], lead: rangeWords(view.range, in: frame)) {
            rangeBar(
                RangeChoice(range: view.range, picked: view.picked, page: .root, link: { .dashboard($0) }), in: frame)
        }
        div(
            .id("dashboard"), .class("dashboard"), .data("live", frame.path(.dashboard(view.range.query))),
            .data("every", "3")
        ) {
            dashboardFragment(view, in: frame)
        }
        equivalentCommands([view.command], under: frame[.dashboardCommand], in: frame)
    }
}

/// The page of a range that cannot be shown.
func faultyDashboardPage(_ faults: [String], in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.dashboardTitle])
        emptyState(.danger, title: frame[.dashboardFaulty], detail: faults.map(frame.phrase).joined(separator: " ")) {
            a(.class("button"), .href(frame.path(.root))) { frame[.dashboardFaultyAction] }
        }
    }
}

/// All that changes while one looks.
func dashboardFragment(_ view: DashboardView, in frame: PageFrame) -> HTML {
    group {
        dashboardTiles(view, in: frame)
        if let emptiness = view.emptiness {
            dashboardEmpty(emptiness, view, in: frame)
        } else {
            timelinePanel(view, in: frame)
            mapRegion(view, in: frame)
        }
        div(.class("dash-lists")) {
            jailStatePanel(view.figures, in: frame)
            if view.emptiness == nil {
                jailRanking(view, in: frame)
                addressRanking(view, in: frame)
                newAddressPanel(view, in: frame)
            }
        }
        if !view.feed.isEmpty { feedPanel(view, in: frame) }
    }
}

private func feedPanel(_ view: DashboardView, in frame: PageFrame) -> HTML {
    section(.class("card table-card"), .aria("label", frame[.dashboardFeed])) {
        div(.class("table-head")) {
            h2 { frame[.dashboardFeed] }
            a(.href(frame.path(.events(view.range.query.events)))) { frame[.dashboardFeedAll] }
        }
        div(.class("table-scroll")) { eventTable(view.feed, EventListQuery(), in: frame) }
    }
}

private func dashboardEmpty(_ emptiness: Emptiness, _ view: DashboardView, in frame: PageFrame) -> HTML {
    switch emptiness {
    case .nothingYet:
        emptyState(.events, title: frame[.dashboardNothingTitle], detail: frame[.dashboardNothingDetail])
    case .filteredAway:
        emptyState(.clock, title: frame[.dashboardEmptyTitle], detail: frame[.dashboardEmptyDetail]) {
            if let wider = view.range.wider {
                a(.class("button"), .href(frame.path(.dashboard(wider)))) { frame[.dashboardEmptyAction] }
            }
        }
    case .broken(let cause):
        emptyState(.danger, title: frame[.dashboardBrokenTitle], detail: visible(cause))
    }
}
