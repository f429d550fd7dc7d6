import Console
import HTML

/// The page of one jail.
func jailPage(_ view: JailView, in frame: PageFrame) -> HTML {
    let jail = view.row.name
    return page(in: frame) {
        div(.class("page-head")) {
            div {
                a(.class("back"), .href(frame.path(.jails))) { frame[.jailsTitle] }
                h1 { inert(jail, in: frame) }
            }
            div(.class("actions")) { jailActions(view, in: frame) }
        }
        if case .stopped = view.row.state { stoppedJail(view, in: frame) } else { runningJail(view, in: frame) }
    }
}

/// What there is to say of a jail that does not run: nothing of it holds now.
private func stoppedJail(_ view: JailView, in frame: PageFrame) -> HTML {
    group {
        div(.id("jail"), .class("live-list"), .data("live", frame.path(.jail(view.row.name)))) {
            jailFragment(view, in: frame)
        }
        equivalentCommands([view.commands.start].compactMap(\.self), in: frame)
    }
}

private func stoppedState(_ jail: String, by name: String?, at moment: Int64?, in frame: PageFrame) -> HTML {
    div(.class("empty")) {
        span(.class("empty-mark"), .decorative) { symbolImage(.stop) }
        h2 {
            inert(jail, in: frame)
            " "
            frame[.jailIsStopped]
        }
        if moment != nil || name != nil {
            p {
                if let moment { timeAgo(moment, in: frame) }
                if let name {
                    " "
                    frame[.jailsStoppedBy, name]
                }
            }
        }
        p { frame[.jailStoppedDetail] }
        div(.class("empty-action")) {
            actionButton(.startJail(jail), .start, frame[.jailStart], command: nil, in: frame)
        }
    }
}

private func runningJail(_ view: JailView, in frame: PageFrame) -> HTML {
    let jail = view.row.name
    return group {
        if !view.isReachable {
            banner(.warn, title: frame[.jailUnreachable]) {
                frame[.jailUnreachableDetail]
            }
        }
        div(.id("jail"), .class("live-list"), .data("live", frame.path(.jail(jail)))) { jailFragment(view, in: frame) }
        if view.isUnknown {
            p(.class("hint")) { frame[.jailUnknown] }
        } else if view.isReachable {
            div(.class("columns")) {
                jailSettingsForm(view, in: frame)
                ignoredPanel(view, in: frame)
            }
            jailSources(view, in: frame)
            equivalentCommands(
                [view.commands.start, view.commands.reload, view.commands.stop].compactMap(\.self),
                under: frame[.jailCommands], in: frame)
        }
    }
}

/// The live part of the page: state, counters, settings.
func jailFragment(_ view: JailView, in frame: PageFrame) -> HTML {
    if case .stopped(let name, let moment) = view.row.state {
        return stoppedState(view.row.name, by: name, at: moment, in: frame)
    }
    return group {
        dl(.class("tiles")) {
            tile(frame[.jailState]) { jailState(view.row.state, isStale: view.staleSince != nil, in: frame) }
            tile(frame[.jailsColumnFailing]) { figure(view.row.failing, .found, view.row.name, in: frame) }
            tile(frame[.jailsColumnFailed]) { figure(view.row.totalFailed, .found, view.row.name, in: frame) }
            tile(frame[.jailsColumnBanned]) {
                if view.row.isReturning {
                    reading(in: frame)
                } else {
                    a(.href(frame.path(.bans(BanListQuery(jails: [view.row.name]))))) {
                        view.row.banned.map(frame.number) ?? "–"
                    }
                }
            }
            tile(frame[.jailsColumnTotal]) { figure(view.row.totalBanned, .ban, view.row.name, in: frame) }
        }
        if let banned = view.row.banned, banned > 0, !view.row.isReturning {
            p(.class("hint jail-note")) {
                frame.count(banned, one: .jailStopLiftsOne, many: .jailStopLiftsMany)
                if let cost = view.restartCost {
                    " "
                    frame[cost.seenAt == nil ? .jailRestartReckoned : .jailRestartSeen, Figures.span(cost.seconds)]
                    " "
                    frame[.jailRestartForgets]
                }
            }
        }
        if let moment = view.staleSince { staleMark(since: moment, in: frame) }
        jailHealthPanel(view.health, of: view.row.name, in: frame)
        if !view.settings.isEmpty { settingsTable(view.settings, in: frame) }
    }
}

/// A count, which leads to the events that it counts.
private func figure(_ value: Int?, _ kind: EventRow.Kind, _ jail: String, in frame: PageFrame) -> HTML {
    guard let value else { return HTML("–") }
    return a(.href(frame.path(.events(EventListQuery(kinds: [kind.rawValue], jails: [jail]))))) { frame.number(value) }
}

private func settingsTable(_ settings: [JailView.Setting], in frame: PageFrame) -> HTML {
    panel(frame[.jailSettings]) {
        dl(.class("settings-list")) {
            for setting in settings {
                div {
                    dt { code { inert(setting.name, in: frame) } }
                    dd {
                        span(.class("value")) { inert(setting.value, in: frame) }
                        if let configured = setting.configured {
                            badge(
                                .info, frame[.jailChanged, configured],
                                title: frame[.jailChangedDetail])
                        }
                    }
                }
            }
        }
    }
}

private func jailActions(_ view: JailView, in frame: PageFrame) -> HTML {
    let jail = view.row.name
    return group {
        switch view.row.state {
        case .running:
            a(.class("button"), .href(frame.path(.banForm(addresses: nil, jail: jail)))) {
                symbolImage(.ban)
                frame[.jailBan]
            }
            actionButton(.reloadJail(jail), .reload, frame[.jailReload], command: view.commands.reload, in: frame)
            a(
                .class("button"), .href(frame.path(.stopJail(jail))),
                .title(visible(view.commands.stop ?? "")).when(view.commands.stop != nil)
            ) {
                symbolImage(.stop)
                frame[.jailStop]
            }
        case .stopped: nothing()
        }
    }
}

private func actionButton(
    _ link: Link, _ symbol: Symbol, _ words: String, command: String?, in frame: PageFrame
) -> HTML {
    form(.class("inline"), .method(.post), .action(frame.path(link))) {
        csrfField(in: frame)
        button(.type(.submit), .class("button"), .title(visible(command ?? "")).when(command != nil)) {
            symbolImage(symbol)
            words
        }
    }
}
