import Storage

/// Where an address is, as data says, for people and programs to read: the place of a network's equipment or of its owner, never that
/// of a person.
public struct Origin: Hashable, Sendable {
    /// Data that answered.
    public struct Source: Hashable, Sendable {
        /// What it calls itself.
        public var name: String
        /// When it was made, in UTC epoch seconds; nil where it does not tell.
        public var builtAt: Int64?
    }

    /// A country and the data that said so.
    public struct Country: Hashable, Sendable {
        /// Its code, two capital letters (ISO 3166-1 alpha-2).
        public var code: String
        /// Which data said so.
        public var source: Source
    }

    /// An autonomous system and the data that said so.
    public struct Network: Hashable, Sendable {
        /// Its number.
        public var number: Int64
        /// Its name as the data has it: others' text, to be shown inert. Empty where there is none.
        public var name: String
        /// Which data said so.
        public var source: Source
    }

    /// The country; nil where no data knew it.
    public var country: Country?
    /// The network; nil where no data knew it.
    public var network: Network?
}

extension Origin {
    init(_ stored: EventOrigin) {
        country = stored.country.map { Country(code: $0.code, source: Source($0.source)) }
        network = stored.network.map { Network(number: $0.number, name: $0.name, source: Source($0.source)) }
    }
}

extension Origin.Source {
    fileprivate init(_ stored: EventOrigin.Source) { self.init(name: stored.name, builtAt: stored.builtAt) }
}

extension OriginFinder {
    /// Where a ban's id is by the data of now; nil where there is no data, or no address.
    public func current(_ banID: String) -> Origin? { finding(of: banID, for: .show).origin.map { Origin($0) } }
}
