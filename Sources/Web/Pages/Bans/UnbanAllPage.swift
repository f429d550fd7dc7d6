import HTML

/// What is asked before everything under a filter is unbanned.
struct UnbanAllView: Sendable {
    var query: BanListQuery
    /// How many bans the filter holds.
    var total: Int
    /// The first of them.
    var bans: [(address: String, jail: String)]
    /// How many can be unbanned at once.
    var limit: Int
    /// From how many on their number has to be typed.
    var typedFrom: Int
    var reason = ""
    /// What was typed as their number.
    var typed = ""
    /// What was typed is not their number.
    var isWrong = false
    /// Many more match than when the page was shown.
    var hasGrown = false
}

/// The page that shows what everything under a filter is, and asks.
func unbanAllPage(_ view: UnbanAllView, in frame: PageFrame) -> HTML {
    let count = frame.number(view.total)
    return page(in: frame) {
        pageHead(
            frame[.unbanAllTitle, count], lead: HTML(frame[.unbanAllLead]),
            back: a(.class("back"), .href(frame.path(.bans(view.query)))) { frame[.bansTitle] })
        if view.total == 0 {
            emptyState(.ok, title: frame[.unbanAllEmpty], detail: frame[.unbanAllEmptyDetail])
        } else if view.total > view.limit {
            banner(.warn, title: frame[.unbanAllTooMany, frame.number(view.limit)]) { HTML() }
        } else {
            unbanAllForm(view, count, in: frame)
        }
    }
}

private func unbanAllForm(_ view: UnbanAllView, _ count: String, in frame: PageFrame) -> HTML {
    form(.class("card form"), .method(.post), .action(frame.path(.unbanAll(BanListQuery()))), .novalidate) {
        csrfField(in: frame)
        for pair in view.query.parameters { input(.type(.hidden), .name(pair.name), .value(pair.value)) }
        input(.type(.hidden), .name("shown"), .value("\(view.total)"))
        if view.hasGrown { banner(.warn, title: frame[.unbanAllGrown]) { HTML() } }
        ul(.class("sample")) {
            for ban in view.bans {
                li {
                    span(.class("address-text")) { inert(ban.address, in: frame) }
                    " "
                    span(.class("dim")) { inert(ban.jail, in: frame) }
                }
            }
            if view.total > view.bans.count {
                li(.class("dim")) { frame[.unbanAllMore, frame.number(view.total - view.bans.count)] }
            }
        }
        textField(
            FieldView(name: "reason", label: frame[.banReason], isOptional: true), value: view.reason, in: frame,
            .maxlength(200), .autocomplete("off"))
        if view.total >= view.typedFrom {
            textField(
                FieldView(
                    name: "count", label: frame[.unbanAllConfirm, count],
                    error: view.isWrong ? frame[.unbanAllWrong, count] : nil),
                value: view.typed, in: frame, .autocomplete("off"), .inputmode("numeric"))
        }
        div(.class("form-foot")) {
            button(.type(.submit), .class("button button-danger")) { frame[.unbanAllSubmit, count] }
            a(.class("button button-quiet"), .href(frame.path(.bans(view.query)))) { frame[.banCancel] }
        }
    }
}
