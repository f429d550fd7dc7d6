import Console
import HTML
import Hummingbird

/// The page that one arrives at, and its live part.
struct DashboardPages: Sendable {
    let frames: Frames

    /// Events of the list of the newest.
    static let feed = 8

    func register(on routes: Routes) {
        routes.page(.root, .viewDashboard, answer)
    }

    private func answer(_ visit: Visit) async throws -> Response {
        var frame = try await frames.frame(visit, .dashboardTitle, .dashboard)
        (frame.styles, frame.scripts) = (["dashboard.css", "map.css"], ["dashboard.js"])
        do {
            let range = try DashboardRange(
                DashboardQuery(parameters: visit.query), zone: frame.zone, now: visit.console.now())
            let view = try await view(range, visit, frame.zone)
            return html(
                visit.request.wantsFragment ? dashboardFragment(view, in: frame) : dashboardPage(view, in: frame))
        } catch OperationError.invalid(let faults) {
            return html(faultyDashboardPage(faults.map(\.message), in: frame), .unprocessableContent)
        }
    }

    private func view(_ range: DashboardRange, _ visit: Visit, _ zone: Zone) async throws -> DashboardView {
        let guarding = visit.console.guarding
        let parts = TimeParts(range.span, in: zone)
        let isPart = visit.request.wantsFragment
        async let map = isPart ? nil : MapPages.panelView(MapQuery(range: range.query), range, visit)
        let figures = try await guarding.dashboard.figures(parts: parts.parts, name: range.name)
        var view = DashboardView(range: range, step: parts.step, figures: figures)
        let query = range.query.events
        let request = try EventRequest(
            FormFields(query.parameters), standard: EventEntry.Kind.usual, zone: zone, now: visit.console.now())
        let page = try await guarding.history.page(
            request.filter, from: request.from, to: request.to, limit: Self.feed, cursor: nil)
        view.feed = page.events.map { EventRow($0, lines: []) }
        view.command = EventCommand.text(query, request)
        if !range.isLive { view.picked = range.picked(in: zone) }
        view.map = try await map
        if figures.isEmpty, view.feed.isEmpty {
            let status = guarding.board.status
            let trouble = guarding.history.progress.trouble ?? status.cause.map(describe)
            view.emptiness = figures.isNew ? trouble.map { .broken($0) } ?? .nothingYet : .filteredAway
        }
        return view
    }
}
