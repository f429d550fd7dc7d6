import Console
import HTML
import Hummingbird

/// The status bar as a fragment, and the page that shows every component.
struct StatusPages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.statusFragment, .viewStatus) { visit in
            let frame = try await frames.frame(visit, "fail2ban", nil)
            return html(statusBarFragment(StatusView(visit.console.guarding.board.status), in: frame))
        }
        routes.page(.design, .viewDesign) { visit in
            var frame = try await frames.frame(visit, .designTitle, nil)
            (frame.styles, frame.scripts) = (["dashboard.css", "map.css"], ["map.js"])
            frame.theme = visit.query["theme"].flatMap(PageFrame.Theme.init(rawValue:)) ?? frame.theme
            frame.density = visit.query["density"].flatMap(PageFrame.Density.init(rawValue:)) ?? frame.density
            return html(designPage(in: frame))
        }
    }
}
