import Console
import HTML

/// The five numbers, each with its line and with what it was before.
func dashboardTiles(_ view: DashboardView, in frame: PageFrame) -> HTML {
    let figures = view.figures
    let before = figures.before
    return dl(.class("dash-tiles")) {
        dashTile(frame[.dashboardBanned], line: Sparkline(values: figures.levels, isFromZero: false)) {
            a(.href(frame.path(.bans(BanListQuery())))) { frame.number(figures.banned) }
        } note: {
            bannedNote(figures, in: frame)
        }
        dashTile(frame[.dashboardBans], line: Sparkline(values: figures.sums(of: \.bans))) {
            eventLink(figures.bans, ["ban"], view, in: frame)
        } note: {
            change(figures.bans, before?.bans, in: frame)
        }
        dashTile(frame[.dashboardAttempts], line: Sparkline(values: figures.sums(of: \.attempts))) {
            eventLink(figures.attempts, attemptKinds, view, in: frame)
        } note: {
            change(figures.attempts, before?.attempts, in: frame)
        }
        dashTile(frame[.dashboardNew], line: Sparkline(values: figures.newAddresses)) {
            a(.href(anchor: "new-addresses")) { frame.number(figures.newAddresses.sum) }
        } note: {
            change(figures.newAddresses.sum, before?.newAddresses, in: frame)
        }
        jailTile(figures, in: frame)
    }
}

/// The kinds of events that count as attempts, as a list of events names them.
let attemptKinds = ["found", "attempt"]

/// A number as a link to the events behind it.
func eventLink(
    _ number: Int, _ kinds: [String], jail: String? = nil, text: String = "", _ view: DashboardView,
    in frame: PageFrame
) -> HTML {
    var query = view.range.query.events
    query.kinds = kinds
    query.jails = jail.map { [$0] } ?? []
    query.text = text
    return a(.href(frame.path(.events(query)))) { frame.number(number) }
}

/// A number over its line, with a note; part of a list `dash-tiles`.
func dashTile(
    _ name: String, level: Level? = nil, line: Sparkline? = nil, @HTMLBuilder figure: () -> HTML,
    @HTMLBuilder note: () -> HTML
) -> HTML {
    div(.class("dash-tile", level.map { "is-\($0.rawValue)" })) {
        dt { name }
        dd(.class("dash-figure")) { figure() }
        dd(.class("dash-note")) { note() }
        if let line { dd(.class("dash-line"), .decorative) { sparkline(line) } }
    }
}

private func bannedNote(_ figures: DashboardFigures, in frame: PageFrame) -> HTML {
    if let moment = figures.staleSince { return staleMark(since: moment, in: frame) }
    let change = figures.banned - (figures.levels.first ?? 0)
    return span {
        frame[.dashboardSince, (change > 0 ? "+" : "") + frame.number(change)]
    }
}

/// What a number was in the time before, and by how much that is more or less.
private func change(_ number: Int, _ before: Int?, in frame: PageFrame) -> HTML {
    guard let before else { return span { frame[.dashboardBeforeUnknown] } }
    guard before > 0 else { return span { frame[.dashboardBeforeNone] } }
    return group {
        // Less than one in a hundred is no change that one sees.
        if abs(number - before) * 100 >= before {
            span(.class("trend")) {
                trend(number - before)
                if number / before >= 10 {
                    frame[.dashboardChangeTimes, frame.number(number / before)]
                } else {
                    frame[.dashboardChange, frame.number(abs(number - before) * 100 / before)]
                    span(.class("visually-hidden")) { " " + frame[number > before ? .dashboardMore : .dashboardLess] }
                }
            }
            " "
        }
        span { frame[.dashboardBefore, frame.number(before)] }
    }
}

/// The direction of a change, for the eye alone.
private func trend(_ change: Int) -> HTML {
    guard change != 0 else { return HTML() }
    return symbolImage(change > 0 ? .up : .down)
}

private func jailTile(_ figures: DashboardFigures, in frame: PageFrame) -> HTML {
    let isDown = figures.staleSince != nil
    let dead = figures.ailing.count { $0.status == .failure }
    let number = isDown ? figures.running.map { $0 + figures.down.count } : figures.down.count + dead
    let isKnown = figures.running != nil
    return dashTile(frame[.dashboardDown], level: !isKnown ? nil : isDown || number != 0 ? .danger : .ok) {
        a(.href(frame.path(.jails))) { isKnown ? number.map(frame.number) ?? "–" : "–" }
    } note: {
        if isDown {
            frame[.dashboardDownAll]
        } else if let running = figures.running, dead > 0 {
            frame.count(dead, one: .dashboardDeadOne, many: .dashboardDeadMany)
            " "
            frame[.dashboardRunning, frame.number(running), frame.number(running + figures.down.count)]
        } else if let running = figures.running {
            frame[.dashboardRunning, frame.number(running), frame.number(running + figures.down.count)]
        }
    }
}

extension DashboardFigures {
    /// What all jails did, part by part.
    func sums(of path: KeyPath<JailFigures, [Int]>) -> [Int] {
        jails.reduce([Int](repeating: 0, count: parts.count)) { zip($0, $1[keyPath: path]).map(+) }
    }
}
