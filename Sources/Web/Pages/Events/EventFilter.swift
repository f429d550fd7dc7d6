import Console
import HTML

/// The search field, the choices of kind, jail and time, and the chips of what is filtered.
func eventFilter(_ view: EventListView, in frame: PageFrame) -> HTML {
    group {
        form(.class("filter"), .method(.get), .action(frame.path(.events(EventListQuery()))), .role("search")) {
            searchField(hint: frame[.bansSearchHint], label: frame[.eventsSearch], value: view.query.text)
            searchField(
                hint: frame[.eventsLinesHint], label: frame[.eventsLinesSearch], value: view.query.words,
                longest: LineChoice.longest, name: "text", keys: nil)
            kindMenu(view.query, in: frame)
            if !view.jails.isEmpty { jailMenu(view, in: frame) }
            timeRangeMenu(timeRange(view.query, picked: view.picked), in: frame) { from in
                .events(view.query.changed { ($0.from, $0.to) = (from, "") })
            }
            originMenu(country: view.query.country, network: view.query.network, in: frame)
            button(.type(.submit), .class("button")) { frame[.bansApply] }
        }
        if view.query.isFiltered { chips(view.query, in: frame) }
    }
}

private func kindMenu(_ query: EventListQuery, in frame: PageFrame) -> HTML {
    let choices = EventRow.Kind.allCases.map { kind in
        FilterChoice(
            value: kind.rawValue, label: HTML(frame[kind.choice]),
            note: EventRow.Kind.hidden.contains(kind) ? span(.class("dim")) { frame[.eventsKindHidden] } : nil)
    }
    return choiceMenu(
        .filter, frame[.eventsKinds], legend: frame[.eventsKindsLegend], name: "kind", choices, chosen: query.kinds,
        in: frame)
}

private func jailMenu(_ view: EventListView, in frame: PageFrame) -> HTML {
    choiceMenu(
        .jail, frame[.bansJails], legend: frame[.bansJailsLegend], name: "jail",
        view.jails.map { FilterChoice(value: $0, label: inert($0, in: frame)) }, chosen: view.query.jails, in: frame)
}

private func timeRange(_ query: EventListQuery, picked: (from: String, to: String) = ("", "")) -> TimeRangeChoice {
    TimeRangeChoice(
        presets: [
            ("now-1h", .eventsTimeHour), ("now-24h", .eventsTimeDay), ("now-7d", .eventsTimeWeek),
            ("now-30d", .eventsTimeMonth), ("", .eventsTimeAll),
        ], asked: (query.from, query.to), picked: picked)
}

private func chips(_ query: EventListQuery, in frame: PageFrame) -> HTML {
    func chip(_ kind: Text, _ value: String, without change: (inout EventListQuery) -> Void) -> HTML {
        filterChip(frame[kind], value, without: .events(query.changed(change)), in: frame)
    }
    return ul(.class("chips"), .aria("label", frame[.bansChips])) {
        if !query.text.isEmpty { chip(.bansChipText, query.text) { $0.text = "" } }
        if !query.words.isEmpty { chip(.eventsChipLines, query.words) { $0.words = "" } }
        for kind in query.kinds {
            chip(.eventsChipKind, EventRow.Kind(rawValue: kind).map { frame[$0.choice] } ?? kind) {
                $0.kinds.removeAll { $0 == kind }
            }
        }
        for name in query.jails { chip(.bansChipJail, name) { $0.jails.removeAll { $0 == name } } }
        originChips(country: query.country, network: query.network, in: frame) { country, network in
            .events(query.changed { ($0.country, $0.network) = (country, network) })
        }
        timeRangeChips(timeRange(query), in: frame) { from, to in
            .events(query.changed { ($0.from, $0.to) = (from, to) })
        }
        li { a(.class("chip-clear"), .href(frame.path(.events(EventListQuery())))) { frame[.bansChipsClear] } }
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
