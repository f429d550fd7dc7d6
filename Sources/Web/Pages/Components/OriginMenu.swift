import Console
import HTML

/// The menu of a filter in which one writes where addresses are to be.
func originMenu(country: String, network: String, in frame: PageFrame) -> HTML {
    details(.class("menu")) {
        menuHead(.map, frame[.placeFilter], chosen: [country, network].count { !$0.isEmpty }, in: frame)
        fieldset(.class("menu-panel menu-fields")) {
            legend(.class("visually-hidden")) { frame[.placeFilterLegend] }
            originField("country", frame[.placeFilterCountry], country, hint: "DE", longest: 2)
            originField("network", frame[.placeFilterNetwork], network, hint: "AS64496", longest: 12)
            menuApply(in: frame)
        }
    }
}

private func originField(_ name: String, _ words: String, _ value: String, hint: String, longest: Int) -> HTML {
    label {
        span(.class("hint")) { words }
        input(
            .type(.text), .class("input"), .name(name), .value(value), .placeholder(hint), .maxlength(longest),
            .autocomplete("off"), .verbatim, .unchecked)
    }
}

/// What a list is filtered by of where addresses are, each with the way to do without it.
func originChips(
    country: String, network: String, in frame: PageFrame, without: (_ country: String, _ network: String) -> Link
) -> HTML {
    group {
        if !country.isEmpty {
            filterChip(
                frame[.eventsChipCountry], countryWords(country, in: frame), without: without("", network), in: frame)
        }
        if !network.isEmpty {
            filterChip(frame[.eventsChipNetwork], network, without: without(country, ""), in: frame)
        }
    }
}

/// A country as it is filtered by: its name, and its code.
private func countryWords(_ code: String, in frame: PageFrame) -> String {
    let known = OriginChoice.country(code)
    guard known != OriginChoice.unknownCountry else { return frame[.placeUnknown] }
    return known.map { "\(countryName($0, in: frame)) (\($0))" } ?? code
}
