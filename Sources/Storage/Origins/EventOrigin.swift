/// Where the address of an event is, as it was known when the event was stored, and which data said so.
public struct EventOrigin: Hashable, Sendable {
    /// Data that answered.
    public struct Source: Hashable, Sendable {
        /// What it calls itself.
        public var name: String
        /// When it was made, in UTC epoch seconds; nil where it does not tell.
        public var builtAt: Int64?

        /// Takes each part as it is.
        public init(name: String, builtAt: Int64? = nil) {
            self.name = name
            self.builtAt = builtAt
        }
    }

    /// A country.
    public struct Country: Hashable, Sendable {
        /// Its code, two capital letters (ISO 3166-1 alpha-2).
        public var code: String
        /// Which data said so.
        public var source: Source

        /// Takes each part as it is.
        public init(code: String, source: Source) {
            self.code = code
            self.source = source
        }
    }

    /// An autonomous system.
    public struct Network: Hashable, Sendable {
        /// Its number, greater than 0.
        public var number: Int64
        /// Its name as the data has it, others' text; empty where there is none.
        public var name: String
        /// Which data said so.
        public var source: Source

        /// Takes each part as it is.
        public init(number: Int64, name: String, source: Source) {
            self.number = number
            self.name = name
            self.source = source
        }
    }

    /// The country; nil where no data knew it.
    public var country: Country?
    /// The network; nil where no data knew it.
    public var network: Network?

    /// Takes each part as it is; without any, data was asked and knew nothing.
    public init(country: Country? = nil, network: Network? = nil) {
        self.country = country
        self.network = network
    }
}

/// Which origins a list of events wants.
public struct OriginFilter: Hashable, Sendable {
    /// The code that stands for addresses whose country was looked for and not found.
    public static let unknownCountry = "ZZ"

    /// Only this country, by its code; `unknownCountry` for those without one. Nil for all.
    public var country: String?
    /// Only this network, by its number; nil for all.
    public var network: Int64?

    /// Takes each part as it is; without any, every event is wanted.
    public init(country: String? = nil, network: Int64? = nil) {
        self.country = country
        self.network = network
    }

    /// Whether every event is wanted, with and without an origin.
    public var isAny: Bool { country == nil && network == nil }
}
