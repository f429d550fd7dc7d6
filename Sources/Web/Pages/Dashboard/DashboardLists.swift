import Console
import Fail2ban
import HTML

/// One row of a list in order of a number.
struct Rank {
    var name: HTML
    /// The number that orders the list, from 0 to 1 of the greatest.
    var share: Double
    var style = "series-0"
    /// The numbers, as links.
    var numbers: [HTML]
}

/// The jails with the most attempts.
func jailRanking(_ view: DashboardView, in frame: PageFrame) -> HTML {
    let jails = view.figures.jails.prefix(Dashboard.addresses)
    let colours = JailColours(view.shownJails.map(\.name).filter { !$0.isEmpty })
    let greatest = jails.map(\.attempts.sum).max() ?? 0
    return panel(frame[.dashboardJails]) {
        rankTable(
            [.dashboardJail, .dashboardAttempts, .dashboardBans],
            jails.map { jail in
                Rank(
                    name: a(.class("quiet"), .href(frame.path(.jail(jail.name)))) { inert(jail.name, in: frame) },
                    share: share(jail.attempts.sum, of: greatest), style: colours.style(of: jail.name),
                    numbers: [
                        eventLink(jail.attempts.sum, attemptKinds, jail: jail.name, view, in: frame),
                        eventLink(jail.bans.sum, ["ban"], jail: jail.name, view, in: frame),
                    ])
            }, in: frame)
    }
}

/// The addresses with the most attempts.
func addressRanking(_ view: DashboardView, in frame: PageFrame) -> HTML {
    let addresses = view.figures.addresses ?? []
    let greatest = addresses.map(\.attempts).max() ?? 0
    return panel(frame[.dashboardAddresses]) {
        if view.figures.addresses == nil {
            p(.class("panel-empty")) { frame[.dashboardCounting] }
        } else if addresses.isEmpty {
            p(.class("panel-empty")) { frame[.dashboardAddressEmpty] }
        } else {
            rankTable(
                [.bansColumnAddress, .dashboardAttempts, .dashboardBans],
                addresses.map { address in
                    Rank(
                        name: addressLink(address.id, in: frame), share: share(address.attempts, of: greatest),
                        style: "series-plain",
                        numbers: [
                            eventLink(address.attempts, attemptKinds, text: address.id, view, in: frame),
                            eventLink(address.bans, ["ban"], text: address.id, view, in: frame),
                        ])
                }, in: frame)
        }
    }
}

/// The addresses that were seen for the first time, the last first.
func newAddressPanel(_ view: DashboardView, in frame: PageFrame) -> HTML {
    section(.class("panel"), .id("new-addresses")) {
        div(.class("panel-head")) { h2 { frame[.dashboardNew] } }
        if view.figures.newest.isEmpty {
            p(.class("panel-empty")) { frame[.dashboardNewEmpty] }
        } else {
            table(.class("ranks")) {
                thead {
                    tr {
                        th(.scope("col")) { frame[.bansColumnAddress] }
                        th(.class("number"), .scope("col")) { frame[.dashboardFirst] }
                    }
                }
                tbody {
                    for sight in view.figures.newest {
                        tr {
                            th(.class("rank-name"), .scope("row")) { addressLink(sight.id, in: frame) }
                            td(.class("number")) { timeAgo(sight.firstAt, in: frame) }
                        }
                    }
                }
            }
        }
    }
}

/// Jails that do not run, or whose bans are not enforced.
func jailStatePanel(_ figures: DashboardFigures, in frame: PageFrame) -> HTML {
    guard !figures.down.isEmpty || !figures.failing.isEmpty || !figures.ailing.isEmpty else { return HTML() }
    return panel(frame[.dashboardJailsState]) {
        ul(.class("rows")) {
            for jail in figures.down {
                li {
                    a(.class("grow quiet"), .href(frame.path(.jail(jail.name)))) { inert(jail.name, in: frame) }
                    if jail.at != nil {
                        jailState(.stopped(by: jail.by, at: jail.at), in: frame)
                    } else {
                        badge(.danger, frame[.dashboardDownBadge], title: frame[.dashboardDownLost])
                    }
                }
            }
            for finding in figures.ailing {
                li {
                    a(.class("grow quiet"), .href(frame.path(.jail(finding.jail.text)))) {
                        inert(finding.jail.text, in: frame)
                    }
                    a(.href(frame.path(.jail(finding.jail.text))), .title(visible(frame.phrase(finding.reason)))) {
                        jailHealthBadge(finding.status, in: frame)
                    }
                }
            }
            for jail in figures.failing {
                li {
                    a(.class("grow quiet"), .href(frame.path(.jail(jail.name)))) { inert(jail.name, in: frame) }
                    a(.href(frame.path(.bans(BanListQuery(jails: [jail.name]))))) {
                        badge(.danger, frame[.dashboardFailing, frame.number(jail.bans)])
                    }
                }
            }
        }
    }
}

/// A list in order of a number, with a bar for each.
func rankTable(_ heads: [Text], _ ranks: [Rank], in frame: PageFrame) -> HTML {
    table(.class("ranks")) {
        thead {
            tr {
                for (index, head) in heads.enumerated() {
                    th(.class(index == 0 ? nil : "number"), .scope("col")) { frame[head] }
                }
            }
        }
        tbody {
            for rank in ranks {
                tr {
                    th(.class("rank-name"), .scope("row")) {
                        rank.name
                        chart(.class("rank-bar")) {
                            rectangle(
                                .class(rank.style), x: .percent(0), y: .percent(0), width: .percent(rank.share * 100),
                                height: .percent(100))
                        }
                    }
                    for number in rank.numbers { td(.class("number")) { number } }
                }
            }
        }
    }
}

/// A part of the greatest, from 0 to 1.
func share(_ number: Int, of greatest: Int) -> Double {
    greatest > 0 ? Double(number) / Double(greatest) : 0
}
