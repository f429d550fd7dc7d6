import Console
import HTML

/// Whether it is banned, where and until when, and what lifts that.
func addressState(_ view: AddressView, in frame: PageFrame) -> HTML {
    let bans = view.picture.bans
    return section(.class("panel address-state"), .aria("labelledby", "state")) {
        div(.class("panel-head panel-row")) {
            h2(.id("state"), .class("address-verdict")) {
                levelMark(bans.isEmpty ? .ok : .warn)
                bans.isEmpty
                    ? frame[.addressNotBanned]
                    : frame.count(bans.count, one: .addressBannedOne, many: .addressBannedMany)
            }
            if bans.isEmpty { p(.class("hint")) { lastEnd(view.picture, in: frame) } }
            if let moment = view.staleSince { staleMark(since: moment, in: frame) }
        }
        if !bans.isEmpty { unbanForm(bans, view, in: frame) }
        if !view.picture.covering.isEmpty { coveringBans(view.picture.covering, in: frame) }
        equivalentCommands(
            view.commands, under: frame[bans.isEmpty ? .addressCommandBan : .addressCommandUnban], in: frame)
    }
}

private func lastEnd(_ picture: AddressPicture, in frame: PageFrame) -> HTML {
    let spans = picture.timeline?.lanes.flatMap(\.spans) ?? []
    guard let last = spans.compactMap(\.to).max() else {
        return HTML(spans.isEmpty ? frame[.addressNotBannedNever] : "")
    }
    return group {
        frame[.addressNotBannedLast]
        " "
        timeAgo(last, in: frame)
    }
}

/// One reason for whichever is lifted, and a row for each jail. The button for all comes first, since it is what the key
/// Enter presses in the field of the reason.
private func unbanForm(_ bans: [BanEntry], _ view: AddressView, in frame: PageFrame) -> HTML {
    form(.method(.post), .action(frame.path(.unbanAddress(view.text)))) {
        csrfField(in: frame)
        div(.class("address-unban")) {
            input(
                .type(.text), .class("input"), .id("unban-reason"), .name("reason"), .maxlength(200),
                .placeholder(frame[.addressReasonHint]), .aria("label", frame[.addressReason]), .autocomplete("off"))
            if bans.count > 1 {
                button(.type(.submit), .class("button button-primary"), .name("everywhere"), .value("1")) {
                    frame[.addressUnbanAll]
                }
            }
        }
        ul(.class("rows address-bans")) {
            for ban in bans {
                li {
                    banWords(ban, in: frame)
                    button(
                        .type(.submit), .class("button button-small"), .name("jail"), .value(ban.jail),
                        .aria("label", frame[.addressUnbanLabel, ban.jail])
                    ) { frame[.addressUnban] }
                }
            }
        }
    }
}

private func banWords(_ ban: BanEntry, in frame: PageFrame) -> HTML {
    let row = BanRow(ban)
    return group {
        a(.class("address-jail"), .href(frame.path(.jail(ban.jail)))) { inert(ban.jail, in: frame) }
        span(.class("address-since dim")) {
            if let moment = ban.bannedAt { timeAgo(moment, in: frame) }
        }
        span(.class("address-ends grow")) {
            span(.class("dim")) { frame[.bansColumnEnds] }
            " "
            banEnding(row.ends, in: frame)
            if let count = row.count, count > 1 {
                " "
                tag(frame[.addressTimes, frame.number(count)])
            }
            if let cause = row.notEnforced {
                " "
                badge(.danger, frame[.bansUnenforced], title: visible(cause))
            }
        }
    }
}

private func coveringBans(_ bans: [BanEntry], in frame: PageFrame) -> HTML {
    div(.class("address-covering")) {
        p(.class("overline")) { frame[.addressCovered] }
        ul(.class("rows")) {
            for ban in bans {
                li {
                    addressLink(ban.id, in: frame)
                    banWords(ban, in: frame)
                }
            }
        }
    }
}
