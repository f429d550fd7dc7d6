import HTML

/// The search field, the choices of person, kind, result and time, and the chips of what is filtered.
func auditFilter(_ view: AuditListView, in frame: PageFrame) -> HTML {
    group {
        form(.class("filter"), .method(.get), .action(frame.path(.audit(AuditListQuery()))), .role("search")) {
            div(.class("search")) {
                symbolImage(.search)
                input(
                    .type(.search), .class("input"), .name("q"), .value(view.query.text), .id("search"),
                    .placeholder(frame[.auditSearchHint]), .aria("label", frame[.auditSearch]), .autocomplete("off"),
                    .verbatim, .unchecked, .maxlength(128))
                kbd(.decorative) { "/" }
            }
            select(.class("input filter-jail"), .name("who"), .aria("label", frame[.operationsColumnWho])) {
                option(.value(""), .selected(if: view.query.who.isEmpty)) { frame[.auditAnyone] }
                for name in view.people {
                    option(.value(name), .selected(if: name == view.query.who)) { visible(name) }
                }
            }
            wordMenu(
                .filter, frame[.eventsKinds], frame[.eventsKindsLegend], "kind",
                Text.auditKindChoices.map { ($0.kind, frame[$0.words]) }, chosen: view.query.kinds, in: frame)
            wordMenu(
                .ok, frame[.auditResults], frame[.auditResultsLegend], "result",
                Text.auditResultChoices.map { ($0.result, frame[$0.words]) }, chosen: view.query.results, in: frame)
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

private func wordMenu(
    _ symbol: Symbol, _ words: String, _ legendWords: String, _ name: String,
    _ choices: [(value: String, label: String)], chosen: [String], in frame: PageFrame
) -> HTML {
    details(.class("menu")) {
        menuHead(symbol, words, chosen: chosen.count, in: frame)
        fieldset(.class("menu-panel menu-scroll")) {
            legend(.class("visually-hidden")) { legendWords }
            for choice in choices {
                label(.class("menu-item check")) {
                    input(
                        .type(.checkbox), .name(name), .value(choice.value),
                        .checked(if: chosen.contains(choice.value)))
                    span(.class("grow")) { choice.label }
                }
            }
            button(.type(.submit), .class("button button-small menu-apply")) { frame[.bansJailsApply] }
        }
    }
}

/// Ranges to choose, as links, and two fields for a range of one's own.
private func timeMenu(_ view: AuditListView, in frame: PageFrame) -> HTML {
    details(.class("menu menu-end")) {
        menuHead(.clock, frame[.eventsTime], chosen: 0, in: frame)
        div(.class("menu-panel menu-time")) {
            for (from, words) in presets {
                let isCurrent = view.query.from == from && view.query.to.isEmpty
                a(
                    .class("menu-item", isCurrent ? "is-current" : nil), .aria("current", "true").when(isCurrent),
                    .href(frame.path(.audit(view.query.changed { ($0.from, $0.to) = (from, "") })))
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
    ("now-24h", .eventsTimeDay), ("now-7d", .eventsTimeWeek), ("now-30d", .eventsTimeMonth), ("", .eventsTimeAll),
]

/// A range that is no time of its own stands in a hidden field, so that a search keeps it.
private func rangeField(_ name: String, _ words: String, asked: String, picked: String) -> HTML {
    label {
        span(.class("hint")) { words }
        if picked.isEmpty, !asked.isEmpty { input(.type(.hidden), .name(name), .value(asked)) }
        input(.type(.localTime), .class("input"), .name(name), .value(picked))
    }
}

private func chips(_ query: AuditListQuery, in frame: PageFrame) -> HTML {
    ul(.class("chips"), .aria("label", frame[.bansChips])) {
        if !query.text.isEmpty {
            chip(frame[.auditChipText], query.text, without: query.changed { $0.text = "" }, in: frame)
        }
        if !query.who.isEmpty {
            chip(frame[.auditChipWho], query.who, without: query.changed { $0.who = "" }, in: frame)
        }
        for kind in query.kinds {
            chip(
                frame[.eventsChipKind], Text.auditKindChoices.first { $0.kind == kind }.map { frame[$0.words] } ?? kind,
                without: query.changed { $0.kinds.removeAll { $0 == kind } }, in: frame)
        }
        for result in query.results {
            chip(
                frame[.auditChipResult],
                Text.auditResultChoices.first { $0.result == result }.map { frame[$0.words] } ?? result,
                without: query.changed { $0.results.removeAll { $0 == result } }, in: frame)
        }
        if !query.from.isEmpty {
            let words = presets.first { $0.0 == query.from }.map { frame[$0.1] } ?? query.from
            chip(frame[.eventsChipFrom], words, without: query.changed { $0.from = "" }, in: frame)
        }
        if !query.to.isEmpty {
            chip(frame[.eventsChipTo], query.to, without: query.changed { $0.to = "" }, in: frame)
        }
        li { a(.class("chip-clear"), .href(frame.path(.audit(AuditListQuery())))) { frame[.bansChipsClear] } }
    }
}

private func chip(_ kind: String, _ value: String, without rest: AuditListQuery, in frame: PageFrame) -> HTML {
    li(.class("chip")) {
        span(.class("dim")) { kind }
        span(.class("chip-value")) { inert(value, in: frame) }
        a(.class("chip-remove"), .href(frame.path(.audit(rest))), .aria("label", frame[.bansChipRemove, value])) {
            symbolImage(.close)
        }
    }
}
