import Console
import HTML

/// Those around an address, or inside a network, and what to do about all of them.
func neighboursPanel(_ neighbourhood: Neighbourhood, in frame: PageFrame) -> HTML {
    let network = "\(neighbourhood.network)"
    return section(.class("panel neighbours")) {
        div(.class("panel-head")) {
            h2 { frame[neighbourhood.isOwn ? .addressInside : .addressNeighbours, network] }
            p(.class("hint")) { summaryWords(neighbourhood, in: frame) }
        }
        div(.class("actions neighbour-actions")) {
            if !neighbourhood.isOwn {
                a(.class("button button-small"), .href(frame.path(.address(network, lines: nil)))) {
                    frame[.addressNetwork]
                }
            }
            if neighbourhood.banned > 0 {
                a(.class("button button-small"), .href(frame.path(.bans(BanListQuery(text: network))))) {
                    frame[.addressAllBans]
                }
            }
            if !neighbourhood.isOwn {
                if neighbourhood.total > 0 {
                    a(.class("button button-small"), .href(frame.path(.events(EventListQuery(text: network))))) {
                        frame[.addressAllEventsThere]
                    }
                }
                a(.class("button button-small"), .href(frame.path(.banForm(addresses: network, jail: nil)))) {
                    symbolImage(.ban)
                    frame[.addressBanNetwork]
                }
            }
        }
        if !neighbourhood.neighbours.isEmpty { neighbourTable(neighbourhood, in: frame) }
    }
}

private func summaryWords(_ neighbourhood: Neighbourhood, in frame: PageFrame) -> HTML {
    group {
        if neighbourhood.total == 0 {
            frame[neighbourhood.isOwn ? .addressInsideNone : .addressNeighboursNone]
        } else {
            neighbourhood.isOwn
                ? frame.count(neighbourhood.total, one: .addressInsideOne, many: .addressInsideMany)
                : frame.count(neighbourhood.total, one: .addressNeighboursOne, many: .addressNeighboursMany)
            if neighbourhood.banned > 0 {
                ", "
                frame[.addressNeighboursBanned, frame.number(neighbourhood.banned)]
            }
            "."
        }
        if let since = neighbourhood.since {
            " "
            frame[.addressPartial]
            " "
            timeAgo(since, in: frame)
            "."
        }
    }
}

private func neighbourTable(_ neighbourhood: Neighbourhood, in frame: PageFrame) -> HTML {
    group {
        div(.class("table-scroll")) {
            table(.class("table table-neighbours")) {
                caption(.class("visually-hidden")) {
                    frame[neighbourhood.isOwn ? .addressInside : .addressNeighbours, "\(neighbourhood.network)"]
                }
                thead {
                    tr {
                        th(.scope("col")) { frame[.bansColumnAddress] }
                        th(.class("number"), .scope("col")) { frame[.addressAttempts] }
                        th(.class("number"), .scope("col")) { frame[.addressBans] }
                        th(.scope("col")) { frame[.addressLast] }
                    }
                }
                tbody { for one in neighbourhood.neighbours { neighbourRow(one, in: frame) } }
            }
        }
        if neighbourhood.total > neighbourhood.neighbours.count {
            p(.class("panel-empty")) {
                frame[
                    .addressNeighboursMore, frame.number(neighbourhood.total - neighbourhood.neighbours.count)]
            }
        }
    }
}

private func neighbourRow(_ one: Neighbourhood.Neighbour, in frame: PageFrame) -> HTML {
    tr {
        td(.class("address"), .data("label", frame[.bansColumnAddress])) {
            addressLink(one.id, in: frame)
            if !one.jails.isEmpty {
                badge(.warn, frame[.addressBanned], title: one.jails.map(visible).joined(separator: ", "))
            }
        }
        td(.class("number", one.attempts == 0 ? "is-zero" : nil), .data("label", frame[.addressAttempts])) {
            frame.number(one.attempts)
        }
        td(.class("number", one.bans == 0 ? "is-zero" : nil), .data("label", frame[.addressBans])) {
            frame.number(one.bans)
        }
        td(.data("label", frame[.addressLast])) {
            if let moment = one.lastAt { timeAgo(moment, in: frame) } else { "–" }
        }
    }
}
