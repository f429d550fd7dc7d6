import Console
import HTML

/// The map with its legend. Every country from which anything came is a link to its events; Tab leads to the first of them and
/// arrows (`map.js`) from one to the next by their numbers. The list beside has the same links.
func worldMap(_ view: MapView, in frame: PageFrame) -> HTML {
    let world = WorldMap.standard
    let classes = view.classes
    let marks = mapMarks(view, world, classes)
    let codes = Set(marks.map(\.code))
    return div(.class("world"), .data("map")) {
        linkedDrawing(
            .class("world-map"), width: world.width, height: world.height,
            label: frame[view.query.measure == .bans ? .mapLabelBans : .mapLabelAttempts]
        ) {
            path(.class("world-land"), outline: world.land(without: codes))
            path(.class("world-island"), outline: world.islands(without: codes))
            // Dots lie upon areas.
            for mark in marks { if case .area(let outline) = mark.shape { area(mark, outline, view, in: frame) } }
            for mark in marks { if case .point(let outline) = mark.shape { dot(mark, outline, view, in: frame) } }
        }
        mapLegend(classes, view, in: frame)
    }
}

/// A country on the map.
private struct MapMark {
    var code: String
    var number: Int
    /// Its place by its number, from 0 on.
    var rank: Int
    var style: String
    var shape: WorldMap.Shape
}

private func mapMarks(_ view: MapView, _ world: WorldMap, _ classes: MapClasses) -> [MapMark] {
    var marks: [MapMark] = []
    for country in view.ranked {
        guard let code = country.code, let shape = world.shape(of: code) else { continue }
        let number = view.number(of: country)
        let style = classes.style(of: classes.place(of: number))
        marks.append(MapMark(code: code, number: number, rank: marks.count, style: style, shape: shape))
    }
    return marks
}

private func area(_ mark: MapMark, _ outline: Outline, _ view: MapView, in frame: PageFrame) -> HTML {
    place(mark, "world-area", view, in: frame) { path(outline: outline) }
}

/// A dot, what sets it off, and around both what takes the pointer: all have their size in pixels, however small the map is.
private func dot(_ mark: MapMark, _ outline: Outline, _ view: MapView, in frame: PageFrame) -> HTML {
    place(mark, "world-dot", view, in: frame) {
        path(.class("world-hit"), outline: outline)
        path(.class("world-ring"), outline: outline)
        path(outline: outline)
    }
}

private func place(
    _ mark: MapMark, _ kind: String, _ view: MapView, in frame: PageFrame, @HTMLBuilder content: () -> HTML
) -> HTML {
    let words = mapWords(mark.code, mark.number, view.query.measure, in: frame)
    return a(
        .class(kind, mark.style), .href(frame.path(.events(view.query.events(from: mark.code)))),
        .aria("label", words), .data("rank", "\(mark.rank)"), .tabindex(mark.rank == 0 ? 0 : -1)
    ) {
        content()
        title { words }
    }
}

/// A country and its number, as in `Germany: 1,234 attempts`.
func mapWords(_ code: String?, _ number: Int, _ measure: MapQuery.Measure, in frame: PageFrame) -> String {
    let text: Text =
        switch (measure, number) {
        case (.attempts, 1): .mapAttempt
        case (.attempts, _): .mapAttempts
        case (.bans, 1): .mapBan
        case (.bans, _): .mapBans
        }
    return frame[text, countryName(code, in: frame), frame.number(number)]
}

/// What the colours stand for.
private func mapLegend(_ classes: MapClasses, _ view: MapView, in frame: PageFrame) -> HTML {
    div(.class("world-legend")) {
        p(.class("hint")) { frame[view.query.measure == .bans ? .dashboardBans : .dashboardAttempts] }
        ul(.class("legend")) {
            li {
                span(.class("swatch level-0"), .decorative)
                frame.number(0)
            }
            for place in classes.bounds.indices {
                li {
                    span(.class("swatch", classes.style(of: place)), .decorative)
                    classWords(classes.range(of: place), in: frame)
                }
            }
        }
    }
}

private func classWords(_ range: (first: Int, last: Int?), in frame: PageFrame) -> String {
    let first = frame.number(range.first)
    guard let last = range.last else { return frame[.mapLegendMore, first] }
    return range.first == last ? first : "\(first)–\(frame.number(last))"
}

extension MapQuery {
    /// The events from a country.
    func events(from code: String?) -> EventListQuery {
        events.changed { $0.country = code ?? OriginChoice.unknownCountry }
    }
}
