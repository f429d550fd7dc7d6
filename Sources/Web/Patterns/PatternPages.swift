import Console
import HTML
import Hummingbird

/// The page of who is about to be banned, who comes back, and who comes together.
struct PatternPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.patterns, .viewPatterns, answer)
    }

    private func answer(_ visit: Visit) async throws -> Response {
        var frame = try await frames.frame(visit, .patternsTitle, .patterns)
        (frame.styles, frame.scripts) = (["dashboard.css"], ["dashboard.js"])
        do {
            let query = DashboardQuery(parameters: visit.query)
            let range = try DashboardRange(query, zone: frame.zone, now: visit.console.now())
            let desk = visit.console.guarding.patterns
            let view = PatternView(
                range: range, failing: try await desk.failing(),
                patterns: try await desk.patterns(in: range.span, name: range.name, for: visit.author(.web)),
                mayBan: visit.signedIn.principal.may(.viewBanForm), credits: visit.console.guarding.credits)
            guard !visit.request.wantsFragment else { return html(patternFragment(view, in: frame)) }
            var choice = RangeChoice(range: range, picked: ("", ""), page: .patterns(DashboardQuery())) {
                .patterns($0)
            }
            if !range.isLive { choice.picked = range.picked(in: frame.zone) }
            return html(patternPage(view, choice, in: frame))
        } catch OperationError.invalid(let faults) {
            return html(faultyPatternPage(faults.map(\.message), in: frame), .unprocessableContent)
        }
    }
}
