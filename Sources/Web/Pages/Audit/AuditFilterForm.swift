import HTML

/// The search field, the choices of person, kind, result and time, and the chips of what is filtered.
func auditFilter(_ view: AuditListView, in frame: PageFrame) -> HTML {
    group {
        form(.class("filter"), .method(.get), .action(frame.path(.audit(AuditListQuery()))), .role("search")) {
            searchField(hint: frame[.auditSearchHint], label: frame[.auditSearch], value: view.query.text)
            select(.class("input filter-jail"), .name("who"), .aria("label", frame[.operationsColumnWho])) {
                option(.value(""), .selected(if: view.query.who.isEmpty)) { frame[.auditAnyone] }
                for name in view.people {
                    option(.value(name), .selected(if: name == view.query.who)) { visible(name) }
                }
            }
            choiceMenu(
                .filter, frame[.eventsKinds], legend: frame[.eventsKindsLegend], name: "kind",
                Text.auditKindChoices.map { FilterChoice(value: $0.kind, label: HTML(frame[$0.words])) },
                chosen: view.query.kinds, in: frame)
            choiceMenu(
                .ok, frame[.auditResults], legend: frame[.auditResultsLegend], name: "result",
                Text.auditResultChoices.map { FilterChoice(value: $0.result, label: HTML(frame[$0.words])) },
                chosen: view.query.results, in: frame)
            timeRangeMenu(timeRange(view.query, picked: view.picked), isAtEnd: true, in: frame) { from in
                .audit(view.query.changed { ($0.from, $0.to) = (from, "") })
            }
            button(.type(.submit), .class("button")) { frame[.bansApply] }
        }
        if view.query.isFiltered { chips(view.query, in: frame) }
    }
}

private func timeRange(_ query: AuditListQuery, picked: (from: String, to: String) = ("", "")) -> TimeRangeChoice {
    TimeRangeChoice(
        presets: [
            ("now-24h", .eventsTimeDay), ("now-7d", .eventsTimeWeek), ("now-30d", .eventsTimeMonth),
            ("", .eventsTimeAll),
        ], asked: (query.from, query.to), picked: picked)
}

private func chips(_ query: AuditListQuery, in frame: PageFrame) -> HTML {
    func chip(_ kind: Text, _ value: String, without change: (inout AuditListQuery) -> Void) -> HTML {
        filterChip(frame[kind], value, without: .audit(query.changed(change)), in: frame)
    }
    return ul(.class("chips"), .aria("label", frame[.bansChips])) {
        if !query.text.isEmpty { chip(.auditChipText, query.text) { $0.text = "" } }
        if !query.who.isEmpty { chip(.auditChipWho, query.who) { $0.who = "" } }
        for kind in query.kinds {
            chip(
                .eventsChipKind, Text.auditKindChoices.first { $0.kind == kind }.map { frame[$0.words] } ?? kind
            ) { $0.kinds.removeAll { $0 == kind } }
        }
        for result in query.results {
            chip(
                .auditChipResult,
                Text.auditResultChoices.first { $0.result == result }.map { frame[$0.words] } ?? result
            ) { $0.results.removeAll { $0 == result } }
        }
        timeRangeChips(timeRange(query), in: frame) { from, to in
            .audit(query.changed { ($0.from, $0.to) = (from, to) })
        }
        li { a(.class("chip-clear"), .href(frame.path(.audit(AuditListQuery())))) { frame[.bansChipsClear] } }
    }
}
