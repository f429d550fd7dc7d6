import Console
import HTML
import Hummingbird

/// The world map, and the part of it that the dashboard shows.
struct MapPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.map, .viewMap, answer)
        routes.page(.mapPanel, .viewMap, panel)
    }

    private func answer(_ visit: Visit) async throws -> Response {
        var frame = try await frames.frame(visit, .mapTitle, .map)
        (frame.styles, frame.scripts) = (["dashboard.css", "map.css"], ["dashboard.js", "map.js"])
        do {
            let query = MapQuery(parameters: visit.query)
            let range = try DashboardRange(query.range, zone: frame.zone, now: visit.console.now())
            let view = try await Self.view(query, range, visit)
            guard !visit.request.wantsFragment else { return html(mapFragment(view, in: frame)) }
            var choice = RangeChoice(range: range, picked: ("", ""), page: .map(MapQuery()), kept: query.kept) {
                wanted in .map(query.changed { $0.range = wanted })
            }
            if !range.isLive { choice.picked = range.picked(in: frame.zone) }
            return html(mapPage(view, choice, in: frame))
        } catch OperationError.invalid(let faults) {
            return html(faultyMapPage(faults.map(\.message), in: frame), .unprocessableContent)
        }
    }

    private func panel(_ visit: Visit) async throws -> Response {
        let frame = try await frames.frame(visit, .mapTitle, .dashboard)
        let query = MapQuery(parameters: visit.query)
        let range = try DashboardRange(query.range, zone: frame.zone, now: visit.console.now())
        return html(mapPanel(try await Self.panelView(query, range, visit), in: frame))
    }

    /// What came from where in a stretch of time.
    static func view(_ query: MapQuery, _ range: DashboardRange, _ visit: Visit) async throws -> MapView {
        let guarding = visit.console.guarding
        var view = MapView(query: query)
        view.figures = try await guarding.places.figures(in: range.span, name: range.name)
        view.thresholds = guarding.places.thresholds
        view.hasData = guarding.places.hasData
        view.credits = guarding.credits
        view.wider = range.wider
        guard let figures = view.figures else { return view }
        if !view.hasData, figures.countries.isEmpty {
            view.emptiness = .noData
        } else if figures.countries.isEmpty, figures.attemptsOfAll + figures.bansOfAll > 0 {
            view.emptiness = .notAsked
        } else if figures.countries.isEmpty {
            view.emptiness = .list(try await emptiness(guarding))
        }
        return view
    }

    /// The same with the networks.
    static func panelView(_ query: MapQuery, _ range: DashboardRange, _ visit: Visit) async throws -> MapView {
        // What is counted for the first time is waited for once, and not by one after the other.
        async let networks = visit.console.guarding.places.networks(in: range.span, name: range.name)
        var view = try await view(query, range, visit)
        guard case nil = view.emptiness else { return view }
        view.networks = try await networks
        return view
    }

    private static func emptiness(_ guarding: Guarding) async throws -> Emptiness {
        guard try await guarding.dashboard.isNew() else { return .filteredAway }
        let trouble = guarding.history.progress.trouble ?? guarding.board.status.cause.map(describe)
        return trouble.map { .broken($0) } ?? .nothingYet
    }
}

extension DashboardRange {
    /// The ends as fields of time have them.
    func picked(in zone: Zone) -> (from: String, to: String) {
        (LocalMoment.text(span.lowerBound, in: zone), LocalMoment.text(span.upperBound, in: zone))
    }
}
