/// How much came from each country in a stretch of time, as it was known when it happened.
public struct PlaceFigures: Hashable, Sendable {
    /// Countries from which anything came.
    public var countries: [CountryFigures]
    /// Attempts and bans of all, with those of which no data was asked.
    public var attemptsOfAll, bansOfAll: Int

    /// Takes each part as it is.
    public init(countries: [CountryFigures] = [], attemptsOfAll: Int = 0, bansOfAll: Int = 0) {
        self.countries = countries
        self.attemptsOfAll = attemptsOfAll
        self.bansOfAll = bansOfAll
    }

    /// Attempts of which no data was asked, since there was none.
    public var attemptsNotAsked: Int { max(0, attemptsOfAll - countries.reduce(0) { $0 + $1.attempts }) }
    /// Bans of which no data was asked.
    public var bansNotAsked: Int { max(0, bansOfAll - countries.reduce(0) { $0 + $1.bans }) }
}

/// What came from a country.
public struct CountryFigures: Hashable, Sendable {
    /// Its code of ISO 3166-1, two capital letters, or one that a source has beside them, such as `EU`; nil where no country was
    /// known.
    public var code: String?
    /// Attempts and bans.
    public var attempts, bans: Int

    /// Takes each part as it is.
    public init(code: String?, attempts: Int, bans: Int) {
        self.code = code
        self.attempts = attempts
        self.bans = bans
    }
}

/// What came from a network.
public struct NetworkFigures: Hashable, Sendable {
    /// Its number (ASN).
    public var number: Int64
    /// Its name as the source writes it, which is anyone's text; nil where none was known.
    public var name: String?
    /// Attempts and bans.
    public var attempts, bans: Int

    /// Takes each part as it is.
    public init(number: Int64, name: String?, attempts: Int, bans: Int) {
        self.number = number
        self.name = name
        self.attempts = attempts
        self.bans = bans
    }
}
