import HTML

/// The search field, the choice of jails, and the chips of what is filtered.
func banFilter(_ view: BanListView, in frame: PageFrame) -> HTML {
    group {
        form(.class("filter"), .method(.get), .action(frame.path(.bans(BanListQuery()))), .role("search")) {
            if view.query.sort != .standard { input(.type(.hidden), .name("sort"), .value(view.query.sort.text)) }
            searchField(hint: frame[.bansSearchHint], label: frame[.bansSearch], value: view.query.text)
            if !view.jails.isEmpty { jailMenu(view, in: frame) }
            originMenu(country: view.query.country, network: view.query.network, in: frame)
            button(.type(.submit), .class("button")) { frame[.bansApply] }
        }
        if view.query.isFiltered { banChips(view.query, in: frame) }
    }
}

private func jailMenu(_ view: BanListView, in frame: PageFrame) -> HTML {
    let choices = view.jails.map { jail in
        FilterChoice(
            value: jail.name, label: inert(jail.name, in: frame),
            note: jail.banned.map { count in span(.class("dim number")) { frame.number(count) } })
    }
    return choiceMenu(
        .filter, frame[.bansJails], legend: frame[.bansJailsLegend], name: "jail", choices, chosen: view.query.jails,
        in: frame)
}

/// What is filtered by, each with the way to do without it.
func banChips(_ query: BanListQuery, in frame: PageFrame) -> HTML {
    ul(.class("chips"), .aria("label", frame[.bansChips])) {
        if !query.text.isEmpty {
            filterChip(
                frame[.bansChipText], query.text, without: .bans(query.changed { $0.text = "" }), in: frame)
        }
        for name in query.jails {
            filterChip(
                frame[.bansChipJail], name, without: .bans(query.changed { $0.jails.removeAll { $0 == name } }),
                in: frame)
        }
        originChips(country: query.country, network: query.network, in: frame) { country, network in
            .bans(query.changed { ($0.country, $0.network) = (country, network) })
        }
        li {
            a(.class("chip-clear"), .href(frame.path(.bans(BanListQuery(sort: query.sort))))) {
                frame[.bansChipsClear]
            }
        }
    }
}
