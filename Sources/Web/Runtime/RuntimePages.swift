import Console
import HTML
import Hummingbird

/// The page of the running server's own health.
struct RuntimePages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.runtime, .viewHealthDetail) { visit in
            var frame = try await frames.frame(visit, .runtimeTitle, .runtime)
            frame.styles = ["doctor.css", "runtime.css"]
            var view = RuntimeView(await visit.console.health(), visit.console.breakers.reports)
            view.recovery = await RecoveryView(visit)
            view.geo = visit.console.geo.report
            view.loops = visit.console.guarding.loops.readings
            return html(visit.request.wantsFragment ? runtimeFragment(view, in: frame) : runtimePage(view, in: frame))
        }
    }
}
