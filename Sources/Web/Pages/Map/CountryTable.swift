import Console
import HTML

/// The countries with anything in the time shown, in the order chosen: the same numbers as on the map.
func countryTable(_ view: MapView, in frame: PageFrame) -> HTML {
    let countries = view.listed(in: frame)
    let total = countries.reduce(0) { $0 + view.number(of: $1) }
    return div(.class("table-scroll")) {
        table(.class("ranks table-map")) {
            caption(.class("visually-hidden")) { frame[.mapCountries] }
            thead {
                tr {
                    columnHead(.country, frame[.mapColumnCountry], view.query, in: frame)
                    columnHead(.attempts, frame[.dashboardAttempts], view.query, in: frame, isNumber: true)
                    columnHead(.bans, frame[.dashboardBans], view.query, in: frame, isNumber: true)
                    th(.class("number"), .scope("col")) { frame[.mapColumnShare] }
                }
            }
            tbody {
                for country in countries { countryRow(country, of: total, view, in: frame) }
            }
        }
    }
}

private func columnHead(
    _ column: MapQuery.Column, _ words: String, _ query: MapQuery, in frame: PageFrame, isNumber: Bool = false
) -> HTML {
    let order = query.order
    let isCurrent = order.column == column
    let descending = isCurrent ? !order.descending : isNumber
    let target = query.changed { $0.sort = .init(column: column, descending: descending) }
    return th(
        .class(isNumber ? "number" : nil), .scope("col"),
        .aria("sort", order.descending ? "descending" : "ascending").when(isCurrent)
    ) {
        a(.class("sort"), .href(frame.path(.map(target)))) {
            words
            if isCurrent { symbolImage(order.descending ? .down : .up) }
        }
    }
}

private func countryRow(_ country: CountryFigures, of total: Int, _ view: MapView, in frame: PageFrame) -> HTML {
    let query = view.query.changed { $0.measure = .attempts }
    let bans = view.query.changed { $0.measure = .bans }
    return tr {
        th(.class("country"), .scope("row")) { countryMark(country.code, in: frame) }
        td(.class("number")) {
            a(.href(frame.path(.events(query.events(from: country.code))))) { frame.number(country.attempts) }
        }
        td(.class("number")) {
            a(.href(frame.path(.events(bans.events(from: country.code))))) { frame.number(country.bans) }
        }
        td(.class("number dim")) { mapShare(view.number(of: country), of: total, in: frame) }
    }
}

/// A country by its name, and its code behind it.
func countryMark(_ code: String?, in frame: PageFrame) -> HTML {
    group {
        span(.class("country-name")) { inert(countryName(code, in: frame), in: frame) }
        if let code {
            " "
            span(.class("country-code"), .decorative) { inert(code, in: frame) }
        }
    }
}

/// A part of a whole in whole hundredths.
private func mapShare(_ number: Int, of total: Int, in frame: PageFrame) -> String {
    guard total > 0, number > 0 else { return frame[.dashboardChange, "0"] }
    let share = number.multipliedReportingOverflow(by: 100).overflow ? number / (total / 100) : number * 100 / total
    return share == 0 ? frame[.dashboardChange, "< 1"] : frame[.dashboardChange, frame.number(share)]
}

/// A name as it is looked for in a list: letters with marks stand beside those without.
private func sortingKey(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.map { plainLetters[$0] ?? $0 }))
}

private let plainLetters: [Unicode.Scalar: Unicode.Scalar] = [
    "Ä": "A", "Å": "A", "Ö": "O", "Ü": "U", "ä": "a", "á": "a", "ã": "a", "å": "a", "é": "e", "í": "i", "ô": "o",
    "ö": "o",
    "ü": "u", "ç": "c",
]

extension MapView {
    /// The countries of the list, in its order; equal ones by their names.
    fileprivate func listed(in frame: PageFrame) -> [CountryFigures] {
        let order = query.order
        let named = (figures?.countries ?? []).filter { $0.attempts > 0 || $0.bans > 0 }.map { country in
            (country, countryName(country.code, in: frame))
        }
        return named.sorted { one, other in
            let numbers =
                switch order.column {
                case .country: (0, 0)
                case .attempts: (one.0.attempts, other.0.attempts)
                case .bans: (one.0.bans, other.0.bans)
                }
            if numbers.0 != numbers.1 { return order.descending ? numbers.0 > numbers.1 : numbers.0 < numbers.1 }
            let names = (sortingKey(one.1), sortingKey(other.1))
            return order.column == .country && order.descending ? names.0 > names.1 : names.0 < names.1
        }.map(\.0)
    }
}
