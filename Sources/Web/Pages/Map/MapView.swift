import Console
import Geo

/// What the world map and the lists beside it show.
struct MapView: Sendable {
    /// What is counted on the map and orders its lists.
    var query: MapQuery
    /// Countries with any attempt or ban; nil while they are being counted.
    var figures: PlaceFigures?
    /// The networks from which most came; nil while they are being counted, and where they are not shown.
    var networks: [NetworkFigures]?
    var thresholds = MapThresholds.automatic
    /// Why nothing is shown; nil where something is.
    var emptiness: MapEmptiness?
    /// Whether addresses are looked up now: what is shown may be older than the data that told it.
    var hasData = true
    /// A longer time to look at; nil where there is none.
    var wider: DashboardQuery?
    /// Who made the data, as their licences ask to be told.
    var credits: [GeoCredit] = []

    /// The countries with anything of what is counted, the most first, the unknown at its place among them.
    var ranked: [CountryFigures] {
        (figures?.countries ?? []).filter { number(of: $0) > 0 }.sorted { one, other in
            let numbers = (number(of: one), number(of: other))
            return numbers.0 == numbers.1 ? one.code ?? "~" < other.code ?? "~" : numbers.0 > numbers.1
        }
    }

    /// What is counted, of a country.
    func number(of country: CountryFigures) -> Int { query.measure == .bans ? country.bans : country.attempts }

    /// What is counted, of a network.
    func number(of network: NetworkFigures) -> Int { query.measure == .bans ? network.bans : network.attempts }

    /// The colours of the map.
    var classes: MapClasses {
        MapClasses(thresholds, upTo: ranked.filter { $0.code != nil }.map(number).max() ?? 0)
    }
}

/// Why a map is empty.
enum MapEmptiness: Sendable {
    /// There is no data by which countries could be known.
    case noData
    /// There is, and all that happened in this time happened before.
    case notAsked
    /// Nothing has happened yet, nothing did in this time, or it cannot be read.
    case list(Emptiness)
}

/// Numbers in classes, each of which has a colour.
struct MapClasses: Sendable, Hashable {
    /// The least number of each class.
    let bounds: [Int]

    /// - Parameter greatest: the greatest number on the map.
    init(_ thresholds: MapThresholds, upTo greatest: Int) { bounds = thresholds.bounds(upTo: greatest) }

    /// The class of a number above 0, from 0 on.
    func place(of number: Int) -> Int { max(0, bounds.count { $0 <= number } - 1) }

    /// The style of a class: the strongest colour for the last, the others evenly below.
    func style(of place: Int) -> String {
        let most = MapThresholds.most
        guard bounds.count > 1 else { return "level-\(most / 2 + 1)" }
        return "level-\(1 + (place * (most - 1) + (bounds.count - 1) / 2) / (bounds.count - 1))"
    }

    /// The first and the last number of a class; no last for the greatest.
    func range(of place: Int) -> (first: Int, last: Int?) {
        (bounds[place], place + 1 < bounds.count ? bounds[place + 1] - 1 : nil)
    }
}
