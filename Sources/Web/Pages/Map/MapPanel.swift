import Console
import HTML

/// The place of the map on the dashboard, which is fetched by itself and less often than the rest: `data-keep` has the page keep
/// what stands there when the rest is renewed.
func mapRegion(_ view: DashboardView, in frame: PageFrame) -> HTML {
    let query = MapQuery(range: view.range.query)
    return div(
        .id("dashboard-map"), .class("dash-map"), .data("keep"), .data("live", frame.path(.mapPanel(query))),
        .data("every", "20")
    ) {
        if let map = view.map { mapPanel(map, in: frame) }
    }
}

/// The map on the dashboard, with the countries and networks from which most came.
func mapPanel(_ view: MapView, in frame: PageFrame) -> HTML {
    section(.class("panel"), .aria("label", frame[.mapPanel])) {
        div(.class("panel-head panel-row")) {
            h2 { frame[.mapPanel] }
            if case nil = view.emptiness { a(.href(frame.path(.map(view.query)))) { frame[.mapWhole] } }
        }
        switch view.emptiness {
        case .noData:
            p(.class("panel-empty")) {
                frame[.mapNoDataTitle] + ". "
                a(.href(frame.path(.map(view.query)))) { frame[.mapNoDataAction] }
            }
        case .notAsked:
            p(.class("panel-empty")) { frame[.mapNotAskedDetail] }
        case .list:
            p(.class("panel-empty")) { frame[.dashboardAddressEmpty] }
        case nil:
            if view.figures == nil {
                p(.class("panel-empty")) { frame[.dashboardCounting] }
            } else {
                div(.class("map-parts")) {
                    worldMap(view, in: frame)
                    div(.class("map-ranks")) {
                        countryRanking(view, in: frame)
                        networkRanking(view, in: frame)
                    }
                }
                placeCredits(view.credits)
            }
        }
    }
}

/// The countries from which most came.
private func countryRanking(_ view: MapView, in frame: PageFrame) -> HTML {
    let countries = view.ranked.prefix(Dashboard.addresses)
    let greatest = countries.map { view.number(of: $0) }.max() ?? 0
    return rankTable(
        [.mapColumnCountry, .dashboardAttempts, .dashboardBans],
        countries.map { country in
            let word = country.code ?? OriginChoice.unknownCountry
            return Rank(
                name: countryMark(country.code, in: frame),
                share: share(view.number(of: country), of: greatest), style: "series-plain",
                numbers: [
                    placeLink(country.attempts, .attempts, view, in: frame) { $0.country = word },
                    placeLink(country.bans, .bans, view, in: frame) { $0.country = word },
                ])
        }, in: frame)
}

/// The networks from which most came; nothing where none is known.
private func networkRanking(_ view: MapView, in frame: PageFrame) -> HTML {
    guard let networks = view.networks else { return p(.class("panel-empty")) { frame[.dashboardCounting] } }
    guard !networks.isEmpty else { return HTML() }
    let greatest = networks.map { view.number(of: $0) }.max() ?? 0
    return rankTable(
        [.mapColumnNetwork, .dashboardAttempts, .dashboardBans],
        networks.map { network in
            Rank(
                name: networkMark(network.number, network.name, in: frame),
                share: share(view.number(of: network), of: greatest), style: "series-plain",
                numbers: [
                    placeLink(network.attempts, .attempts, view, in: frame) {
                        $0.network = "\(network.number)"
                    },
                    placeLink(network.bans, .bans, view, in: frame) {
                        $0.network = "\(network.number)"
                    },
                ])
        }, in: frame)
}

/// A number as a link to the events behind it.
private func placeLink(
    _ number: Int, _ measure: MapQuery.Measure, _ view: MapView, in frame: PageFrame,
    from place: (inout EventListQuery) -> Void
) -> HTML {
    let query = view.query.changed { $0.measure = measure }.events.changed(place)
    return a(.href(frame.path(.events(query)))) { frame.number(number) }
}

/// A network by its number and its name, which is anyone's text.
func networkMark(_ number: Int64, _ name: String?, in frame: PageFrame) -> HTML {
    group {
        span(.class("country-code")) { "AS\(number)" }
        if let name {
            " "
            span(.class("country-name")) { inert(name, in: frame) }
        }
    }
}
