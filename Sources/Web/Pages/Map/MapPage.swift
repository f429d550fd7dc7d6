import Console
import HTML

/// The page of the world map.
func mapPage(_ view: MapView, _ choice: RangeChoice, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.mapTitle], lead: rangeWords(choice.range, in: frame)) {
            measureChoice(view.query, in: frame) { .map($0) }
            rangeBar(choice, in: frame)
        }
        div(
            .id("map"), .class("map-page"), .data("live", frame.path(.map(view.query))), .data("every", "20")
        ) {
            mapFragment(view, in: frame)
        }
    }
}

/// The page of a range that cannot be shown.
func faultyMapPage(_ faults: [String], in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.mapTitle])
        emptyState(.danger, title: frame[.dashboardFaulty], detail: faults.map(frame.phrase).joined(separator: " ")) {
            a(.class("button"), .href(frame.path(.map(MapQuery())))) { frame[.dashboardFaultyAction] }
        }
    }
}

/// All that changes while one looks.
func mapFragment(_ view: MapView, in frame: PageFrame) -> HTML {
    if let emptiness = view.emptiness { return mapEmpty(emptiness, view, in: frame) }
    guard let figures = view.figures else { return p(.class("panel-empty")) { frame[.dashboardCounting] } }
    return group {
        if !view.hasData { staleMapNote(in: frame) }
        div(.class("map-parts")) {
            section(.class("panel map-panel"), .aria("label", frame[.mapTitle])) {
                worldMap(view, in: frame)
                p(.class("hint map-keys needs-script")) { frame[.mapKeys] }
            }
            section(.class("card table-card"), .aria("label", frame[.mapCountries])) {
                countryTable(view, in: frame)
                if figures.attemptsNotAsked > 0 || figures.bansNotAsked > 0 {
                    p(.class("hint map-rest")) {
                        frame[
                            .mapRest, frame.number(figures.attemptsNotAsked), frame.number(figures.bansNotAsked)]
                    }
                }
            }
        }
        p(.class("hint")) { frame[.mapNote] }
        placeCredits(view.credits)
    }
}

/// The choice of what is counted.
func measureChoice(_ query: MapQuery, in frame: PageFrame, link: (MapQuery) -> Link) -> HTML {
    div(.class("segments"), .role("group"), .aria("label", frame[.mapMeasure])) {
        for measure in MapQuery.Measure.allCases {
            let isCurrent = measure == query.measure
            a(
                .class("segment", isCurrent ? "is-current" : nil), .aria("current", "true").when(isCurrent),
                .href(
                    frame.path(
                        link(
                            query.changed {
                                $0.measure = measure
                                $0.sort = nil
                            })))
            ) { frame[measure == .bans ? .dashboardBans : .dashboardAttempts] }
        }
    }
}

/// What to do where there is no data.
func mapEmpty(_ emptiness: MapEmptiness, _ view: MapView, in frame: PageFrame) -> HTML {
    switch emptiness {
    case .noData:
        emptyState(.map, title: frame[.mapNoDataTitle], detail: frame[.mapNoDataDetail]) {
            geoCommands(in: frame)
        }
    case .notAsked:
        emptyState(.map, title: frame[.mapNotAskedTitle], detail: frame[.mapNotAskedDetail])
    case .list(.nothingYet):
        emptyState(.events, title: frame[.dashboardNothingTitle], detail: frame[.mapNothingDetail])
    case .list(.filteredAway):
        emptyState(.clock, title: frame[.dashboardEmptyTitle], detail: frame[.dashboardEmptyDetail]) {
            if let wider = view.wider {
                a(.class("button"), .href(frame.path(.map(view.query.changed { $0.range = wider })))) {
                    frame[.dashboardEmptyAction]
                }
            }
        }
    case .list(.broken(let cause)):
        emptyState(.danger, title: frame[.mapBrokenTitle], detail: visible(cause))
    }
}

/// The commands that bring the data.
func geoCommands(in frame: PageFrame) -> HTML {
    div(.class("geo-commands")) {
        commandLine("bangui geo update", in: frame)
        commandLine("apt install tor-geoipdb", in: frame)
    }
}

private func staleMapNote(in frame: PageFrame) -> HTML {
    banner(.warn, title: frame[.mapNoDataTitle]) {
        p { frame[.mapStaleDetail] }
        geoCommands(in: frame)
    }
}
