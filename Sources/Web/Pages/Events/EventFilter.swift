import HTML

/// The search field, the choices of kind, jail and time, and the chips of what is filtered.
func eventFilter(_ view: EventListView, in frame: PageFrame) -> HTML {
    group {
        form(.class("filter"), .method(.get), .action(frame.path(.events(EventListQuery()))), .role("search")) {
            div(.class("search")) {
                symbolImage(.search)
                input(
                    .type(.search), .class("input"), .name("q"), .value(view.query.text), .id("search"),
                    .placeholder(frame[.bansSearchHint]), .aria("label", frame[.eventsSearch]), .autocomplete("off"),
                    .verbatim, .unchecked, .maxlength(128))
                kbd(.decorative) { "/" }
            }
            kindMenu(view.query, in: frame)
            if !view.jails.isEmpty { jailMenu(view, in: frame) }
            timeMenu(view, in: frame)
            button(.type(.submit), .class("button")) { frame[.bansApply] }
        }
        if view.query.isFiltered { chips(view.query, in: frame) }
    }
}

private func menuHead(_ symbol: Symbol, _ words: String, chosen: Int, in frame: PageFrame) -> HTML {
    summary(.class("button")) {
        symbolImage(symbol)
        words
        if chosen > 0 { span(.class("count")) { frame.number(chosen) } }
        symbolImage(.chevron)
    }
}

private func kindMenu(_ query: EventListQuery, in frame: PageFrame) -> HTML {
    details(.class("menu")) {
        menuHead(.filter, frame[.eventsKinds], chosen: query.kinds.count, in: frame)
        fieldset(.class("menu-panel menu-scroll")) {
            legend(.class("visually-hidden")) { frame[.eventsKindsLegend] }
            for kind in EventRow.Kind.allCases {
                label(.class("menu-item check")) {
                    input(
                        .type(.checkbox), .name("kind"), .value(kind.rawValue),
                        .checked(if: query.kinds.contains(kind.rawValue)))
                    span(.class("grow")) { frame[kind.choice] }
                    if EventRow.Kind.hidden.contains(kind) { span(.class("dim")) { frame[.eventsKindHidden] } }
                }
            }
            button(.type(.submit), .class("button button-small menu-apply")) { frame[.bansJailsApply] }
        }
    }
}

private func jailMenu(_ view: EventListView, in frame: PageFrame) -> HTML {
    details(.class("menu")) {
        menuHead(.jail, frame[.bansJails], chosen: view.query.jails.count, in: frame)
        fieldset(.class("menu-panel menu-scroll")) {
            legend(.class("visually-hidden")) { frame[.bansJailsLegend] }
            for name in view.jails {
                label(.class("menu-item check")) {
                    input(
                        .type(.checkbox), .name("jail"), .value(name), .checked(if: view.query.jails.contains(name)))
                    span(.class("grow")) { inert(name, in: frame) }
                }
            }
            button(.type(.submit), .class("button button-small menu-apply")) { frame[.bansJailsApply] }
        }
    }
}

/// Ranges to choose, as links, and two fields for a range of one's own.
private func timeMenu(_ view: EventListView, in frame: PageFrame) -> HTML {
    details(.class("menu")) {
        menuHead(.clock, frame[.eventsTime], chosen: 0, in: frame)
        div(.class("menu-panel menu-time")) {
            for (from, words) in presets {
                let isCurrent = view.query.from == from && view.query.to.isEmpty
                a(
                    .class("menu-item", isCurrent ? "is-current" : nil), .aria("current", "true").when(isCurrent),
                    .href(frame.path(.events(view.query.changed { ($0.from, $0.to) = (from, "") })))
                ) { frame[words] }
            }
            fieldset(.class("menu-range")) {
                legend(.class("menu-note")) { frame[.eventsTimeOwn, frame.zone.name] }
                rangeField("from", frame[.eventsTimeFrom], asked: view.query.from, picked: view.picked.from)
                rangeField("to", frame[.eventsTimeTo], asked: view.query.to, picked: view.picked.to)
            }
            button(.type(.submit), .class("button button-small menu-apply")) { frame[.bansJailsApply] }
        }
    }
}

private let presets: [(String, Text)] = [
    ("now-1h", .eventsTimeHour), ("now-24h", .eventsTimeDay), ("now-7d", .eventsTimeWeek),
    ("now-30d", .eventsTimeMonth),
    ("", .eventsTimeAll),
]

/// A range that is no time of its own stands in a hidden field, so that a search keeps it.
private func rangeField(_ name: String, _ words: String, asked: String, picked: String) -> HTML {
    label {
        span(.class("hint")) { words }
        if picked.isEmpty, !asked.isEmpty { input(.type(.hidden), .name(name), .value(asked)) }
        input(.type(.localTime), .class("input"), .name(name), .value(picked))
    }
}

private func chips(_ query: EventListQuery, in frame: PageFrame) -> HTML {
    ul(.class("chips"), .aria("label", frame[.bansChips])) {
        if !query.text.isEmpty {
            chip(frame[.bansChipText], query.text, without: query.changed { $0.text = "" }, in: frame)
        }
        for kind in query.kinds {
            chip(
                frame[.eventsChipKind], EventRow.Kind(rawValue: kind).map { frame[$0.choice] } ?? kind,
                without: query.changed { $0.kinds.removeAll { $0 == kind } }, in: frame)
        }
        for name in query.jails {
            chip(frame[.bansChipJail], name, without: query.changed { $0.jails.removeAll { $0 == name } }, in: frame)
        }
        if !query.from.isEmpty {
            let words = presets.first { $0.0 == query.from }.map { frame[$0.1] } ?? query.from
            chip(frame[.eventsChipFrom], words, without: query.changed { $0.from = "" }, in: frame)
        }
        if !query.to.isEmpty {
            chip(frame[.eventsChipTo], query.to, without: query.changed { $0.to = "" }, in: frame)
        }
        li { a(.class("chip-clear"), .href(frame.path(.events(EventListQuery())))) { frame[.bansChipsClear] } }
    }
}

private func chip(_ kind: String, _ value: String, without rest: EventListQuery, in frame: PageFrame) -> HTML {
    li(.class("chip")) {
        span(.class("dim")) { kind }
        span(.class("chip-value")) { inert(value, in: frame) }
        a(.class("chip-remove"), .href(frame.path(.events(rest))), .aria("label", frame[.bansChipRemove, value])) {
            symbolImage(.close)
        }
    }
}

extension EventRow.Kind {
    /// The kind as a choice of a filter.
    var choice: Text {
        switch self {
        case .ban: .eventsKindBan
        case .unban: .eventsKindUnban
        case .found: .eventsKindFound
        case .attempt: .eventsKindAttempt
        case .ignore: .eventsKindIgnore
        case .restore: .eventsKindRestore
        case .reban: .eventsKindReban
        case .repeal: .eventsKindRepeal
        case .jail: .eventsKindJail
        case .daemon: .eventsKindDaemon
        }
    }
}
