import Console
import Fail2ban
import HTML
import Host
import Hummingbird

/// The palette of pages, jails and actions, fetched by script when someone first wants it.
struct PalettePages: Sendable {
    let frames: Frames

    func register(on routes: Routes) {
        routes.page(.palette, .viewPalette) { visit in
            let frame = try await frames.frame(visit, .paletteTitle, nil)
            let principal = visit.signedIn.principal
            var view = PaletteView(entries: PaletteEntry.all.filter { principal.may($0.action) })
            if principal.may(.viewJails) {
                view.jails = visit.console.guarding.board.status.jails.map(\.name.text).sorted()
            }
            return html(palette(view, in: frame))
        }
    }
}

extension PaletteEntry {
    /// What right an entry asks for: that of the page that it leads to.
    fileprivate var action: Action {
        switch self {
        case .dashboard: .viewDashboard
        case .bans, .addressBans: .viewBans
        case .ban, .addressBan: .viewBanForm
        case .events, .addressEvents, .addressPage, .search, .lineWords: .viewEvents
        case .map: .viewMap
        case .patterns: .viewPatterns
        case .jails: .viewJails
        case .operations: .viewOperations
        case .doctor: .viewDoctor
        case .runtime: .viewHealthDetail
        case .settings: .viewSettings
        case .audit: .viewAudit
        case .tasks: .viewTasks
        case .ownSettings, .sessions, .tokens, .theme, .keys, .signOut, .design: .viewPalette
        }
    }
}
