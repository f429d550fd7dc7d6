/// Where an address is in the network, as far as data tells. It is the place of a network's equipment or of its owner, never that of
/// a person.
public struct GeoPlace: Hashable, Sendable {
    /// The country; nil where it is not known.
    public var country: CountryCode?
    /// Whose network it is in; nil where that is not known.
    public var network: GeoNetwork?

    /// Takes each part as it is.
    public init(country: CountryCode? = nil, network: GeoNetwork? = nil) {
        self.country = country
        self.network = network
    }
}

/// An autonomous system: a network by the number that it has in the internet's routes.
public struct GeoNetwork: Hashable, Sendable {
    /// Its number (ASN), greater than 0.
    public let number: UInt32
    /// Its name as the data has it: others' text, to be shown inert. Empty where there is none.
    public let name: String

    /// Takes each part as it is.
    public init(number: UInt32, name: String) {
        self.number = number
        self.name = name
    }
}
