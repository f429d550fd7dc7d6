import HTML

/// A whole page of the console: navigation beside, status above, `content` within.
func page(in frame: PageFrame, @HTMLBuilder content: () -> HTML) -> HTML {
    shell(in: frame, layout: "app") {
        a(.class("skip"), .href(anchor: "content")) { frame[.layoutSkip] }
        sidebar(in: frame)
        div(.class("stage")) {
            statusRegion(in: frame)
            notices(in: frame)
            main(.id("content"), .class("content"), .tabindex(-1)) { content() }
        }
        toastRegion(in: frame)
        keyHelp(in: frame)
    }
}

/// A page before sign-in: the mark above one card.
func plainPage(in frame: PageFrame, wide: Bool = false, @HTMLBuilder content: () -> HTML) -> HTML {
    shell(in: frame, layout: "plain") {
        main(.id("content"), .class("sheet", wide ? "sheet-wide" : nil)) {
            div(.class("sheet-brand")) { wordmark() }
            notices(in: frame)
            content()
        }
        toastRegion(in: frame)
    }
}

private func shell(in frame: PageFrame, layout: String, @HTMLBuilder content: () -> HTML) -> HTML {
    document(
        .lang(frame.language.rawValue), .dir("ltr"),
        .data("theme", frame.theme.rawValue).when(frame.theme != .system),
        .data("density", frame.density.rawValue).when(frame.density != .roomy)
    ) {
        head {
            metaUTF8()
            meta(name: "viewport", content: "width=device-width, initial-scale=1")
            meta(name: "color-scheme", content: "light dark")
            meta(name: "referrer", content: "same-origin")
            title { visible(frame.title) + " · BanGUI" }
            icon(frame.asset("favicon.svg"), type: "image/svg+xml")
            stylesheet(frame.asset("tokens.css"))
            stylesheet(frame.asset("app.css"))
            stylesheet(frame.asset("parts.css"))
            stylesheet(frame.asset("tables.css"))
            for file in frame.styles { stylesheet(frame.asset(file)) }
            for file in pageModules { preload(module: frame.asset(file)) }
            script(module: frame.asset("app.js"))
            for file in frame.scripts { script(module: frame.asset(file)) }
            if frame.asksForZone { script(module: frame.asset("zone.js")) }
        }
        body(
            .class(layout), .data("base", frame.base), .data("pulse", "\(frame.pulse)"),
            .data("zone", frame.zone.name), .data("now", "\(frame.now)"),
            .data("keys", "off").when(!frame.hasShortcuts),
            .data("zone-cookie", frame.zoneCookie).when(frame.asksForZone)
        ) {
            content()
            div(.id("announcer"), .class("visually-hidden"), .role("status"))
            scriptTexts(in: frame)
        }
    }
}

/// The modules that `app.js` imports, fetched beside it rather than behind it.
let pageModules = [
    "copy.js", "fragment.js", "keys.js", "live.js", "menu.js", "request.js", "stream.js",
    "table.js",
    "texts.js", "theme.js", "time.js", "toast.js",
]

/// The words that scripts need.
private func scriptTexts(in frame: PageFrame) -> HTML {
    div(
        .id("texts"), .hidden(),
        .data("copied", frame[.scriptCopied]),
        .data("unreachable", frame[.scriptUnreachable]),
        .data("again", frame[.scriptAgain]),
        .data("busy", frame[.scriptBusy]),
        .data("ago", frame[.timeAgo]),
        .data("selected", frame[.scriptSelected]),
        .data("feed-live", frame[.eventsLive]),
        .data("feed-paused", frame[.eventsPaused]),
        .data("feed-rate", frame[.eventsRate]),
        .data("feed-pause", frame[.eventsPause]),
        .data("feed-resume", frame[.eventsResume]),
        .data("feed-waiting", frame[.eventsWaiting]),
        .data("light", frame[.navThemeLight]),
        .data("light-next", frame[.navThemeLightNext]),
        .data("dark", frame[.navThemeDark]),
        .data("dark-next", frame[.navThemeDarkNext]))
}

private func notices(in frame: PageFrame) -> HTML {
    group {
        for notice in frame.notices { noticeBanner(notice, in: frame) }
    }
}

private func noticeBanner(_ notice: PageFrame.Notice, in frame: PageFrame) -> HTML {
    switch notice {
    case .plainHTTP:
        banner(.warn, title: frame[.noticePlainTitle], inOneLine: true) {
            frame[.noticePlainDetail]
        }
    case .csrfReportOnly(let moment):
        banner(.warn, title: frame[.noticeCsrfTitle], inOneLine: true) {
            frame[.noticeCsrfDetail]
            " "
            exactTime(moment, in: frame)
            "."
        }
    }
}
