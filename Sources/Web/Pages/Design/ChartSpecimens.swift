import Console
import HTML

/// Numbers over their lines: of what happened, of a level, and without any.
func sparkSpecimens(in frame: PageFrame) -> HTML {
    let events = [0, 3, 1, 7, 4, 12, 5, 9, 2, 15]
    let levels = [40, 42, 41, 44, 47, 46, 45, 49, 52, 51]
    return dl(.class("dash-tiles")) {
        dashTile(frame[.dashboardBans], line: Sparkline(values: events)) {
            a(.href(frame.path(.events(EventListQuery())))) { frame.number(58) }
        } note: {
            frame[.dashboardBefore, frame.number(41)]
        }
        dashTile(frame[.dashboardBanned], line: Sparkline(values: levels, isFromZero: false)) {
            frame.number(1204)
        } note: {
            frame[.dashboardSince, "+" + frame.number(11)]
        }
        dashTile(frame[.dashboardNew], line: Sparkline(values: [0, 0, 0])) {
            frame.number(0)
        } note: {
            frame[.dashboardBeforeNone]
        }
        dashTile(frame[.dashboardDown], level: .danger) {
            frame.number(2)
        } note: {
            frame[.dashboardRunning, frame.number(5), frame.number(7)]
        }
    }
}

/// Bars of every series upon one axis of time.
func timelineSpecimen(in frame: PageFrame) -> HTML {
    let span = (frame.now - 86_400)..<frame.now
    let parts = (0..<48).map { part in
        (span.lowerBound + part * 1800)..<(span.lowerBound + (part + 1) * 1800)
    }
    let styles = (0...5).map { "series-\($0)" } + ["series-other"]
    let series = styles.enumerated().map { number, style in
        StackedBars.Series(style: style, values: parts.indices.map { ($0 * 7 + number * 5) % (9 + number) })
    }
    let axis = TimeAxis(span, in: frame.zone)
    let bars = StackedBars(axis: axis, parts: parts, series: series)
    let numbers = NumberAxis(greatest: bars.totals.max() ?? 0)
    return div(.class("timeline")) {
        p(.class("lane-name"), .decorative) { frame[.dashboardAttempts] }
        chartNumbers(numbers)
        div(.class("lane")) {
            chartGrid(numbers, axis)
            stackedBars(bars, upTo: numbers)
        }
        chartTimes(axis, in: frame)
    }
}

/// The map with countries of every class, one of them a dot and one that is not known.
func mapSpecimen(in frame: PageFrame) -> HTML {
    let codes = [
        "CN", "US", "RU", "IN", "BR", "DE", "SG", "VN", "NL", "ZA", "AU", "FR", "MT", "AR", "FI", "HK", nil, "EU",
    ]
    let countries = codes.enumerated().map { number, code in
        CountryFigures(code: code, attempts: 48_000 / ((number + 1) * (number + 1)), bans: 20 - number)
    }
    let networks = [
        NetworkFigures(number: 64_500, name: "EXAMPLE-CLOUD Example Cloud Ltd", attempts: 31_000, bans: 12),
        NetworkFigures(number: 64_501, name: "Invalid \u{202e}name <b>", attempts: 9000, bans: 7),
        NetworkFigures(number: 64_502, name: nil, attempts: 400, bans: 1),
    ]
    var view = MapView(query: MapQuery())
    (view.figures, view.networks) = (PlaceFigures(countries: countries), networks)
    return group {
        mapPanel(view, in: frame)
        div(.class("card table-card")) { countryTable(view, in: frame) }
    }
}
