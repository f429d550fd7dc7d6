/// The names of countries and territories (Unicode CLDR) by their codes; read once, at the first use.
struct CountryNames: Sendable {
    private let names: [String: [String]]

    static let standard = CountryNames(names: MapFiles.value([String: [String]].self, of: "countries.json") ?? [:])

    /// The languages in the order of the file.
    private static let languages = [Language.english, .german]

    /// The name of a country; nil for a code that stands for none.
    func name(of code: String, in language: Language) -> String? {
        guard let names = names[code], let place = Self.languages.firstIndex(of: language) else { return nil }
        return names.indices.contains(place) ? names[place] : names.first
    }

    /// The codes of all that have a name.
    var codes: [String] { names.keys.sorted() }
}

/// What a country is called on pages; nil stands for one that is not known.
func countryName(_ code: String?, in frame: PageFrame) -> String {
    switch code {
    case nil: frame[.placeUnknown]
    // What registries write for networks of a whole region.
    case "EU": frame[.placeEurope]
    case "AP": frame[.placeAsiaPacific]
    case let code?: CountryNames.standard.name(of: code, in: frame.language) ?? frame[.placeCode, code]
    }
}
