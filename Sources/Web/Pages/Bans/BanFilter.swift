import HTML

/// The search field, the choice of jails, and the chips of what is filtered.
func banFilter(_ view: BanListView, in frame: PageFrame) -> HTML {
    group {
        form(.class("filter"), .method(.get), .action(frame.path(.bans(BanListQuery()))), .role("search")) {
            if view.query.sort != .standard { input(.type(.hidden), .name("sort"), .value(view.query.sort.text)) }
            div(.class("search")) {
                symbolImage(.search)
                input(
                    .type(.search), .class("input"), .name("q"), .value(view.query.text), .id("search"),
                    .placeholder(frame[.bansSearchHint]),
                    .aria("label", frame[.bansSearch]), .autocomplete("off"), .verbatim, .unchecked,
                    .maxlength(128))
                kbd(.decorative) { "/" }
            }
            if !view.jails.isEmpty { jailMenu(view, in: frame) }
            button(.type(.submit), .class("button")) { frame[.bansApply] }
        }
        if view.query.isFiltered { banChips(view.query, in: frame) }
    }
}

private func jailMenu(_ view: BanListView, in frame: PageFrame) -> HTML {
    details(.class("menu")) {
        summary(.class("button")) {
            symbolImage(.filter)
            frame[.bansJails]
            if !view.query.jails.isEmpty { span(.class("count")) { frame.number(view.query.jails.count) } }
            symbolImage(.chevron)
        }
        fieldset(.class("menu-panel menu-scroll")) {
            legend(.class("visually-hidden")) { frame[.bansJailsLegend] }
            for jail in view.jails {
                label(.class("menu-item check")) {
                    input(
                        .type(.checkbox), .name("jail"), .value(jail.name),
                        .checked(if: view.query.jails.contains(jail.name)))
                    span(.class("grow")) { inert(jail.name, in: frame) }
                    if let count = jail.banned { span(.class("dim number")) { frame.number(count) } }
                }
            }
            button(.type(.submit), .class("button button-small menu-apply")) { frame[.bansJailsApply] }
        }
    }
}

/// What is filtered by, each with the way to do without it.
func banChips(_ query: BanListQuery, in frame: PageFrame) -> HTML {
    ul(.class("chips"), .aria("label", frame[.bansChips])) {
        if !query.text.isEmpty {
            chip(frame[.bansChipText], query.text, without: query.changed { $0.text = "" }, in: frame)
        }
        for name in query.jails {
            chip(
                frame[.bansChipJail], name, without: query.changed { $0.jails.removeAll { $0 == name } }, in: frame)
        }
        li {
            a(.class("chip-clear"), .href(frame.path(.bans(query.changed { ($0.text, $0.jails) = ("", []) })))) {
                frame[.bansChipsClear]
            }
        }
    }
}

private func chip(_ kind: String, _ value: String, without rest: BanListQuery, in frame: PageFrame) -> HTML {
    li(.class("chip")) {
        span(.class("dim")) { kind }
        span(.class("chip-value")) { inert(value, in: frame) }
        a(.class("chip-remove"), .href(frame.path(.bans(rest))), .aria("label", frame[.bansChipRemove, value])) {
            symbolImage(.close)
        }
    }
}
