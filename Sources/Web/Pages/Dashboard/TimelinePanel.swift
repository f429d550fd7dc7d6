import Console
import HTML

/// Attempts and bans over time, by jail: two rows of bars upon one axis of time, and the same numbers as a table.
func timelinePanel(_ view: DashboardView, in frame: PageFrame) -> HTML {
    let jails = view.shownJails
    let colours = JailColours(jails.map(\.name).filter { !$0.isEmpty })
    let axis = TimeAxis(view.figures.span, in: frame.zone)
    return section(.class("panel timeline-panel"), .aria("label", frame[.dashboardTimeline])) {
        div(.class("panel-head timeline-head")) {
            h2 { frame[.dashboardTimeline] }
            timelineLegend(jails, colours, view, in: frame)
        }
        div(
            .class("timeline"), .data("timeline"), .data("from", "\(view.figures.span.lowerBound)"),
            .data("to", "\(view.figures.span.upperBound)"), .data("label", frame[.dashboardTimelineKeys])
        ) {
            lane(.dashboardAttempts, jails, \.attempts, colours, axis, view, in: frame)
            lane(.dashboardBans, jails, \.bans, colours, axis, view, in: frame)
            timelineHits(jails, axis, view, in: frame)
            chartTimes(axis, in: frame)
        }
        details(.id("timeline-table"), .class("timeline-fold")) {
            summary {
                symbolImage(.chevron)
                frame[.dashboardTable]
            }
            div(.class("table-scroll")) { timelineTable(jails, view, in: frame) }
        }
    }
}

private func lane(
    _ name: Text, _ jails: [JailFigures], _ values: KeyPath<JailFigures, [Int]>, _ colours: JailColours,
    _ axis: TimeAxis, _ view: DashboardView, in frame: PageFrame
) -> HTML {
    let bars = StackedBars(
        axis: axis, parts: view.figures.parts,
        series: jails.map { .init(style: colours.style(of: $0.name), values: $0[keyPath: values]) })
    let numbers = NumberAxis(greatest: bars.totals.max() ?? 0)
    return group {
        p(.class("lane-name"), .decorative) { frame[name] }
        chartNumbers(numbers)
        div(.class("lane")) {
            chartGrid(numbers, axis)
            stackedBars(bars, upTo: numbers)
        }
    }
}

/// Over the bars of each part a link to its events, whose title tells the numbers. The table has the same links for the
/// keyboard, so these are passed over by it.
private func timelineHits(
    _ jails: [JailFigures], _ axis: TimeAxis, _ view: DashboardView, in frame: PageFrame
) -> HTML {
    chart(.class("timeline-hits")) {
        for (index, part) in view.figures.parts.enumerated() {
            let start = axis.place(of: part.lowerBound)
            a(.tabindex(-1), .href(frame.path(.events(events(of: part))))) {
                rectangle(
                    .data("from", "\(part.lowerBound)"), .data("to", "\(part.upperBound)"),
                    x: .percent(start * 100), y: .percent(0),
                    width: .percent((axis.place(of: part.upperBound) - start) * 100), height: .percent(100)
                ) { title { partTitle(index, part, jails, in: frame) } }
            }
        }
    }
}

/// All that a part shows, one line each.
private func partTitle(_ index: Int, _ part: Range<Int64>, _ jails: [JailFigures], in frame: PageFrame) -> String {
    func line(_ name: Text, _ values: KeyPath<JailFigures, [Int]>) -> String {
        let sum = jails.reduce(0) { $0 + $1[keyPath: values][index] }
        let shares = jails.filter { $0[keyPath: values][index] > 0 }.map {
            "\(visible(jailName($0, in: frame))) \(frame.number($0[keyPath: values][index]))"
        }
        let list = shares.isEmpty ? "" : " (\(shares.joined(separator: ", ")))"
        return "\(frame[name]): \(frame.number(sum))\(list)"
    }
    return [partWords(part, in: frame), line(.dashboardAttempts, \.attempts), line(.dashboardBans, \.bans)]
        .joined(separator: "\n")
}

private func jailName(_ jail: JailFigures, in frame: PageFrame) -> String {
    jail.name.isEmpty ? frame[.dashboardJailOther] : jail.name
}

private func events(of part: Range<Int64>) -> EventListQuery {
    var query = DashboardQuery(part).events
    query.kinds = ["ban"] + attemptKinds
    return query
}

private func timelineLegend(
    _ jails: [JailFigures], _ colours: JailColours, _ view: DashboardView, in frame: PageFrame
) -> HTML {
    ul(.class("legend")) {
        for jail in jails {
            li {
                span(.class("swatch", colours.style(of: jail.name)), .decorative)
                if jail.name.isEmpty {
                    frame[.dashboardJailOther]
                } else {
                    a(
                        .class("quiet"),
                        .href(frame.path(.events(view.range.query.events.changed { $0.jails = [jail.name] })))
                    ) {
                        inert(jail.name, in: frame)
                    }
                }
            }
        }
    }
}

/// The numbers of the chart.
private func timelineTable(_ jails: [JailFigures], _ view: DashboardView, in frame: PageFrame) -> HTML {
    table(.class("chart-table")) {
        caption(.class("visually-hidden")) { frame[.dashboardTimeline] }
        thead {
            tr {
                th(.scope("col")) { frame[.dashboardTableTime] }
                for jail in jails {
                    th(.scope("colgroup"), .colspan(2)) { inert(jailName(jail, in: frame), in: frame) }
                }
                th(.scope("colgroup"), .colspan(2)) { frame[.dashboardTotal] }
            }
            tr {
                td()
                for _ in 0...jails.count {
                    th(.scope("col")) { frame[.dashboardAttempts] }
                    th(.scope("col")) { frame[.dashboardBans] }
                }
            }
        }
        tbody {
            for (index, part) in view.figures.parts.enumerated() {
                tr {
                    th(.scope("row")) {
                        a(.href(frame.path(.events(events(of: part))))) { partWords(part, in: frame) }
                    }
                    for jail in jails {
                        numberCell(jail.attempts[index], in: frame)
                        numberCell(jail.bans[index], in: frame)
                    }
                    numberCell(jails.reduce(0) { $0 + $1.attempts[index] }, in: frame)
                    numberCell(jails.reduce(0) { $0 + $1.bans[index] }, in: frame)
                }
            }
        }
    }
}

private func numberCell(_ number: Int, in frame: PageFrame) -> HTML {
    number == 0 ? td { "0" } : td { strong { frame.number(number) } }
}
