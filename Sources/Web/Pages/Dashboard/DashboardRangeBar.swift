import HTML

/// The ends of a range in words.
func rangeWords(_ range: DashboardRange, in frame: PageFrame) -> HTML {
    group {
        exactTime(range.isLive ? range.span.upperBound - 1 - range.length : range.span.lowerBound, in: frame)
        " – "
        if range.isLive { frame[.dashboardNow] } else { exactTime(range.span.upperBound, in: frame) }
    }
}

/// The range of a page, and the way to others.
struct RangeChoice {
    var range: DashboardRange
    /// The ends of the range as fields of time have them; empty where they are none.
    var picked: (from: String, to: String)
    /// The page without a range, and what else its address says.
    var page: Link
    var kept: [(name: String, value: String)] = []
    /// The page with another range.
    var link: (DashboardQuery) -> Link
}

/// The choice of a range: back, a menu, forward, zoom out. All of it are links and one form.
func rangeBar(_ choice: RangeChoice, in frame: PageFrame) -> HTML {
    div(.class("range-bar"), .role("group"), .aria("label", frame[.dashboardRange])) {
        rangeStep(choice.range.back, .earlier, .dashboardBack, key: "back", choice, in: frame)
        rangeMenu(choice, in: frame)
        rangeStep(choice.range.forward, .later, .dashboardForward, key: "forward", choice, in: frame)
        rangeStep(choice.range.wider, .wider, .dashboardWider, key: "wider", choice, in: frame)
    }
}

/// A step to another range; where there is none, its place is kept.
private func rangeStep(
    _ query: DashboardQuery?, _ symbol: Symbol, _ words: Text, key: String, _ choice: RangeChoice,
    in frame: PageFrame
) -> HTML {
    guard let query else {
        return span(.class("button range-step is-none"), .decorative) { symbolImage(symbol) }
    }
    return a(
        .class("button range-step"), .href(frame.path(choice.link(query))), .data("range", key),
        .aria("label", frame[words]), .title(frame[words])
    ) { symbolImage(symbol) }
}

private let presets: [(String, Text)] = [
    ("now-1h", .rangeHour), ("now-6h", .rangeSixHours), ("now-24h", .rangeDay), ("now-7d", .rangeWeek),
    ("now-30d", .rangeMonth), ("now-90d", .rangeQuarter), ("now-365d", .rangeYear),
]

private func rangeMenu(_ choice: RangeChoice, in frame: PageFrame) -> HTML {
    let query = choice.range.query
    let preset = presets.first { $0.0 == query.from && query.to == DashboardQuery.now }
    return details(.class("menu menu-end"), .data("range-menu")) {
        summary(.class("button")) {
            symbolImage(.clock)
            span { preset.map { frame[$0.1] } ?? ownWords(choice.range, in: frame) }
            symbolImage(.chevron)
        }
        form(.class("menu-panel menu-time"), .method(.get), .action(frame.path(choice.page))) {
            for (name, value) in choice.kept { input(.type(.hidden), .name(name), .value(value)) }
            for (from, words) in presets {
                rangeLink(
                    frame[words], choice.link(DashboardQuery(from: from)), isCurrent: preset?.0 == from, in: frame)
            }
            ownRange(picked: choice.picked, in: frame)
            menuApply(in: frame)
        }
    }
}

/// A range that is none of the menu's in a few words.
private func ownWords(_ range: DashboardRange, in frame: PageFrame) -> String {
    range.isLive ? frame[.rangeLast, Figures.span(range.length)] : partWords(range.span, in: frame)
}
