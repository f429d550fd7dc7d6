public import Fail2ban

/// Data that tells where addresses are, from one source.
public protocol GeoLayer: Sendable {
    /// What the source calls itself.
    var name: String { get }
    /// When its data was made, in epoch seconds; nil where it does not tell.
    var builtAt: Int64? { get }
    /// What it knows of an address. Takes some microseconds and waits for nothing.
    func place(of address: IPAddress) -> GeoPlace
}

/// Several layers, asked in their order: for the country the first that knows one, for the network likewise.
public struct GeoAtlas: Sendable {
    /// The layers, the first to be asked first.
    public let layers: [any GeoLayer]

    /// Takes the layers as they are.
    public init(layers: [any GeoLayer] = []) { self.layers = layers }

    /// Whether nothing can be known.
    public var isEmpty: Bool { layers.isEmpty }

    /// Where an address is. One that is nowhere in the internet, such as a private one, is in no data and so has no place.
    public func answer(for address: IPAddress) -> GeoAnswer {
        var answer = GeoAnswer()
        for layer in layers {
            if answer.country != nil, answer.network != nil { break }
            let place = layer.place(of: address)
            let source = GeoAnswer.Source(name: layer.name, builtAt: layer.builtAt)
            if answer.country == nil, let country = place.country {
                answer.country = .init(value: country, source: source)
            }
            if answer.network == nil, let network = place.network {
                answer.network = .init(value: network, source: source)
            }
        }
        return answer
    }
}

/// Where an address is, and which data says so.
public struct GeoAnswer: Hashable, Sendable {
    /// Data that answered.
    public struct Source: Hashable, Sendable {
        /// What it calls itself.
        public let name: String
        /// When it was made, in epoch seconds; nil where it does not tell.
        public let builtAt: Int64?
    }

    /// What was found, and where.
    public struct Found<Value: Hashable & Sendable>: Hashable, Sendable {
        /// What was found.
        public let value: Value
        /// Which data says so.
        public let source: Source
    }

    /// The country; nil where none knows it.
    public var country: Found<CountryCode>?
    /// The network; nil where none knows it.
    public var network: Found<GeoNetwork>?

    /// Nothing is known.
    public init() {}
}
