import Console
import Geo
import HTML

/// What the page of patterns shows.
struct PatternView: Sendable {
    var range: DashboardRange
    /// Nil while they are being counted, as `patterns`.
    var failing: [FailingAddress]?
    var patterns: Patterns?
    /// Whether who looks may ban.
    var mayBan: Bool
    /// Whose data tells which networks they are from.
    var credits: [GeoCredit] = []
}

/// The page of patterns.
func patternPage(_ view: PatternView, _ choice: RangeChoice, in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.patternsTitle], lead: HTML(frame[.patternsLead])) { rangeBar(choice, in: frame) }
        div(
            .id("patterns"), .class("patterns"), .data("live", frame.path(.patterns(view.range.query))),
            .data("every", "10")
        ) { patternFragment(view, in: frame) }
        equivalentCommands(
            ["bangui patterns failing", "bangui patterns ranges"], under: frame[.tasksCommand], in: frame)
    }
}

/// The page of a range that cannot be shown.
func faultyPatternPage(_ faults: [String], in frame: PageFrame) -> HTML {
    page(in: frame) {
        pageHead(frame[.patternsTitle])
        emptyState(.danger, title: frame[.dashboardFaulty], detail: faults.map(frame.phrase).joined(separator: " ")) {
            a(.class("button"), .href(frame.path(.patterns(DashboardQuery())))) { frame[.dashboardFaultyAction] }
        }
    }
}

/// All that changes while one looks.
func patternFragment(_ view: PatternView, in frame: PageFrame) -> HTML {
    group {
        if let failing = view.failing { failingPanel(failing, in: frame) } else { countingPanel(in: frame) }
        p(.class("hint pattern-stretch")) {
            frame[.patternsStretch]
            ": "
            rangeWords(view.range, in: frame)
        }
        if let patterns = view.patterns {
            rangePanel(patterns.ranges, view, in: frame)
            networkPanel(patterns.networks, view, in: frame)
            repeatedPanel(patterns.repeated, view, in: frame)
            if !patterns.networks.isEmpty || patterns.ranges.contains(where: { $0.origin?.isEmpty == false }) {
                placeCredits(view.credits)
            }
        } else {
            countingPanel(in: frame)
        }
    }
}

private func countingPanel(in frame: PageFrame) -> HTML {
    section(.class("panel")) { p(.class("panel-empty"), .role("status")) { frame[.dashboardCounting] } }
}

private func failingPanel(_ failing: [FailingAddress], in frame: PageFrame) -> HTML {
    patternTable(
        .patternsFailing, hint: .patternsFailingHint, empty: .patternsFailingEmpty,
        heads: [.bansColumnAddress, .bansColumnJail, .patternsFailures, .patternsMissing, .patternsLast],
        rows: failing.map { one in
            [
                .address(one.id), .jail(one.jail),
                .number(
                    a(
                        .href(
                            frame.path(
                                .events(
                                    EventListQuery(
                                        text: one.id, kinds: attemptKinds, jails: [one.jail],
                                        from: RFC3339.text(one.firstAt)))))
                    ) { frame.number(one.failures) }),
                .number(missing(one, in: frame)), .time(one.lastAt),
            ]
        }, in: frame)
}

private func missing(_ one: FailingAddress, in frame: PageFrame) -> HTML {
    switch one.missing {
    case nil: span(.class("dim")) { frame[.patternsMissingUnknown] }
    case 0?: badge(.warn, frame[.patternsMissingNone])
    case let count?: HTML(frame.number(count))
    }
}

private func rangePanel(_ ranges: [RangeCampaign], _ view: PatternView, in frame: PageFrame) -> HTML {
    patternTable(
        .patternsRanges, hint: .patternsRangesHint, empty: .patternsRangesEmpty,
        heads: [
            .patternsRange, .patternsAddresses, .dashboardAttempts, .dashboardBans, .patternsHit, .patternsLast,
        ] + (view.mayBan ? [.patternsBanRange] : []),
        rows: ranges.map { one in
            let name = "\(one.range)"
            var cells: [PatternCell] = [
                .range(name, one.origin), .number(HTML(frame.number(one.addresses))),
                .number(eventNumber(one.attempts, name, attemptKinds, view, in: frame)),
                .number(eventNumber(one.bans, name, ["ban"], view, in: frame)), .words(hitWords(one.hit, in: frame)),
                .time(one.lastAt),
            ]
            if view.mayBan { cells.append(.action(rangeAction(one, in: frame))) }
            return cells
        }, in: frame)
}

private func rangeAction(_ one: RangeCampaign, in frame: PageFrame) -> HTML {
    guard !one.isBanned else { return badge(.warn, frame[.patternsBanned]) }
    return a(
        .class("button button-small"), .href(frame.path(.banForm(addresses: "\(one.range)", jail: nil))),
        .aria("label", frame[.patternsBanRangeOf, "\(one.range)"])
    ) {
        symbolImage(.ban)
        frame[.patternsBanRange]
    }
}

private func hitWords(_ hit: RangeHit, in frame: PageFrame) -> HTML {
    group {
        if let objection = hit.objection {
            badge(.danger, frame.phrase(objection))
            " "
        }
        if !hit.people.isEmpty {
            badge(.danger, frame[.patternsHitPeople, hit.people.map(visible).joined(separator: ", ")])
            " "
        }
        if let unseen = hit.unseen {
            frame[.patternsHitUnseen, frame.number(unseen)]
        } else {
            frame[.patternsHitUnseenAny]
        }
    }
}

private func networkPanel(_ networks: [NetworkSwarm], _ view: PatternView, in frame: PageFrame) -> HTML {
    patternTable(
        .patternsNetworks, hint: .patternsNetworksHint, empty: .patternsNetworksEmpty,
        heads: [.mapColumnNetwork, .patternsAddresses, .dashboardAttempts, .dashboardBans, .patternsLast],
        rows: networks.map { one in
            let query = view.range.query.events.changed { $0.network = "\(one.number)" }
            return [
                .words(
                    a(.href(frame.path(.events(query)))) {
                        "AS\(one.number)"
                        if !one.name.isEmpty {
                            " "
                            inert(one.name, in: frame)
                        }
                    }),
                .number(HTML(frame.number(one.addresses))), .number(HTML(frame.number(one.attempts))),
                .number(HTML(frame.number(one.bans))), .time(one.lastAt),
            ]
        }, in: frame)
}

private func repeatedPanel(_ repeated: [RepeatedAddress], _ view: PatternView, in frame: PageFrame) -> HTML {
    patternTable(
        .patternsRepeated, empty: .patternsRepeatedEmpty,
        heads: [.bansColumnAddress, .dashboardBans, .patternsJails, .patternsFirst, .patternsLast],
        rows: repeated.map { one in
            [
                .addressBanned(one.id, isBanned: one.isBanned),
                .number(eventNumber(one.bans, one.id, ["ban"], view, in: frame)),
                .number(HTML(frame.number(one.jails))), .time(one.firstAt), .time(one.lastAt),
            ]
        }, in: frame)
}

private func eventNumber(
    _ number: Int, _ text: String, _ kinds: [String], _ view: PatternView, in frame: PageFrame
) -> HTML {
    guard number > 0 else { return span(.class("dim")) { "0" } }
    let query = view.range.query.events.changed { ($0.text, $0.kinds) = (text, kinds) }
    return a(.href(frame.path(.events(query)))) { frame.number(number) }
}
