import HTML

/// The console's own icons, drawn on a grid of 16 with strokes of 1.5 in the colour of the text.
enum Symbol: Sendable {
    case ban, jail, settings, theme, search, close, copy, download, plus, chevron, up, down
    case dashboard, earlier, later, wider
    case ok, warn, danger, info, off, stop, start, reload, user, filter, undo, history, events, clock, pause, menu,
        keyboard, columns, doctor, audit, key, health, map, patterns
}

/// An icon as an ornament; what it means is said in words beside it or in the label of its control.
func symbolImage(_ symbol: Symbol) -> HTML {
    svg(.class("icon"), viewBox: "0 0 16 16") { drawing(of: symbol) }
}

private func drawing(of symbol: Symbol) -> HTML {
    switch symbol {
    case .doctor: path(d: "M6.25 2.25h3.5v4h4v3.5h-4v4h-3.5v-4h-4v-3.5h4z")
    case .health:
        path(
            d:
                "M8 13.25 2.9 8.1a3.2 3.2 0 0 1 0-4.5 3.1 3.1 0 0 1 4.4 0L8 4.3l.7-.7a3.1 3.1 0 0 1 4.4 0 3.2 3.2 0 0 1 0 4.5z"
        )
    case .map:
        path(
            d:
                "M8 2.25a5.75 5.75 0 1 0 0 11.5a5.75 5.75 0 1 0 0-11.5M2.25 8h11.5M8 2.25c-3.3 3.4-3.3 8.1 0 11.5M8 2.25c3.3 3.4 3.3 8.1 0 11.5"
        )
    case .patterns:
        path(
            d:
                "M4 3a1.25 1.25 0 1 0 0 2.5A1.25 1.25 0 1 0 4 3M12 3a1.25 1.25 0 1 0 0 2.5A1.25 1.25 0 1 0 12 3M8 10.5a1.25 1.25 0 1 0 0 2.5a1.25 1.25 0 1 0 0-2.5M5.25 4.25h5.5M4.6 5.4l2.8 5.2M11.4 5.4l-2.8 5.2"
        )
    case .columns: path(d: "M2.25 3h11.5v10H2.25zM6 3v10M10 3v10")
    case .keyboard: path(d: "M1.75 4h12.5v8H1.75zM4.5 6.75v.2M7 6.75v.2M9.5 6.75v.2M11.75 6.75v.2M5 9.5h6")
    case .menu: path(d: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11")
    case .ban: path(d: "M8 2.25a5.75 5.75 0 1 0 0 11.5a5.75 5.75 0 1 0 0-11.5M4 12 12 4")
    case .jail: path(d: "M2 3.25h12M4 3.25v9.5M8 3.25v10.5M12 3.25v9.5M2.5 8h11")
    case .settings: path(d: "M2 4.5h6.5M11.5 4.5H14M2 11.5h2.5M7.5 11.5H14M10 2.75v3.5M6 9.75v3.5")
    case .theme: path(d: "M8 2.25a5.75 5.75 0 1 0 0 11.5zM8 2.25a5.75 5.75 0 0 1 0 11.5")
    case .search: path(d: "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.4 10.4 14 14")
    case .close: path(d: "M4 4l8 8M12 4l-8 8")
    case .copy: path(d: "M5.75 5.75h7.5v7.5h-7.5zM10.25 5.75v-3h-7.5v7.5h3")
    case .download: path(d: "M8 2.5v7.5M4.75 7 8 10.25 11.25 7M2.75 13.25h10.5")
    case .plus: path(d: "M8 3v10M3 8h10")
    case .chevron: path(d: "M4.5 6.25 8 9.75l3.5-3.5")
    case .up: path(d: "M8 13V3.5M4.25 7.25 8 3.5l3.75 3.75")
    case .down: path(d: "M8 3v9.5M4.25 8.75 8 12.5l3.75-3.75")
    case .ok: path(d: "M3.25 8.5 6.5 11.75 12.75 4.5")
    case .warn: path(d: "M8 2.5 14.25 13.25H1.75zM8 6.5v3M8 11.3v.2")
    case .danger: path(d: "M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4zM8 5v3.5M8 10.9v.2")
    case .info: path(d: "M8 2.25a5.75 5.75 0 1 0 0 11.5a5.75 5.75 0 1 0 0-11.5M8 7.5v3.25M8 5.1v.2")
    case .off: path(d: "M8 2.25a5.75 5.75 0 1 0 0 11.5a5.75 5.75 0 1 0 0-11.5M5.5 8h5")
    case .stop: path(d: "M4 4h8v8H4z")
    case .start: path(d: "M5 3.25 12.5 8 5 12.75z")
    case .reload: path(d: "M13.25 8A5.25 5.25 0 1 1 11.5 4.1M11.75 1.75v2.75H9")
    case .user:
        path(d: "M8 2.5a2.75 2.75 0 1 0 0 5.5a2.75 2.75 0 1 0 0-5.5M2.75 13.75c.5-2.75 2.5-4 5.25-4s4.75 1.25 5.25 4")
    case .filter: path(d: "M2.5 4h11M4.75 8h6.5M6.75 12h2.5")
    case .history: path(d: "M3.2 5.25a5.5 5.5 0 1 1-.6 4M2.75 2.5v3h3M8 5v3.25l2.25 1.5")
    case .events: path(d: "M1.75 8.5h2.75L6.5 3l3 10 2-4.5h2.75")
    case .clock: path(d: "M8 2.25a5.75 5.75 0 1 0 0 11.5a5.75 5.75 0 1 0 0-11.5M8 4.75V8.25l2.25 1.5")
    case .pause: path(d: "M5.5 3.5v9M10.5 3.5v9")
    case .dashboard: path(d: "M2.5 13.5h11M4.25 11V8.5M8 11V3.25M11.75 11V6")
    case .earlier: path(d: "M9.75 4.5 6.25 8l3.5 3.5")
    case .later: path(d: "M6.25 4.5 9.75 8l-3.5 3.5")
    case .wider: path(d: "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.4 10.4 14 14M5 7h4")
    case .audit: path(d: "M3.5 1.75h9v12.5h-9zM6 5h4M6 7.5h4M5.9 10.9l1.4 1.35 2.8-2.75")
    case .key: path(d: "M5.25 7.25a3.25 3.25 0 1 0 0 6.5a3.25 3.25 0 1 0 0-6.5M7.6 8.4l5.9-5.9M10.75 5.25 13 7.5")
    case .undo: path(d: "M3 6.25h6.25a3.75 3.75 0 0 1 0 7.5H6M5.75 3.25l-3 3 3 3")
    }
}

/// The mark and the name.
func wordmark() -> HTML {
    span(.class("wordmark")) {
        svg(.class("mark"), viewBox: "0 0 24 24") {
            path(.class("mark-lintel"), d: "M2.5 3.5h19v3.5h-19z")
            path(
                .class("mark-bars"),
                d: "M4.5 8.5h3v9.5L6 20.5 4.5 18zM10.5 8.5h3v5L12 16l-1.5-2.5zM16.5 8.5h3v9.5L18 20.5 16.5 18z")
        }
        span(.class("wordmark-text")) {
            "Ban"
            span(.class("wordmark-tail")) { "GUI" }
        }
    }
}
