import Fail2ban
public import Geo
public import Storage

/// Tells where addresses are by the data that is there now: what an event keeps.
public struct OriginFinder: Sendable {
    private let atlas: @Sendable () -> GeoAtlas

    /// - Parameter atlas: the data of the moment; takes no time.
    public init(atlas: @escaping @Sendable () -> GeoAtlas) { self.atlas = atlas }

    /// Knows of no data.
    public static let none = OriginFinder { GeoAtlas() }

    /// Whether there is any data.
    public var hasData: Bool { !atlas().isEmpty }

    /// Where a ban's id is, by its text; of a network where it begins. Nil where there is no data, or no address.
    public func origin(of banID: String) -> EventOrigin? { origins(of: CollectionOfOne(banID))[banID] }

    /// Where some are; what there is no data for, or what is no address, is left out.
    func origins(of banIDs: some Sequence<String>) -> [String: EventOrigin] {
        let atlas = atlas()
        guard !atlas.isEmpty else { return [:] }
        var origins: [String: EventOrigin] = [:]
        for id in banIDs where origins[id] == nil {
            guard let network = BanID(reading: id).network else { continue }
            origins[id] = EventOrigin(atlas.answer(for: network.first))
        }
        return origins
    }
}

extension EventOrigin {
    /// What data answered, as it is kept.
    public init(_ answer: GeoAnswer) {
        self.init(
            country: answer.country.map { Country(code: $0.value.description, source: Source($0.source)) },
            network: answer.network.map {
                Network(number: Int64($0.value.number), name: $0.value.name, source: Source($0.source))
            })
    }
}

extension EventOrigin.Source {
    fileprivate init(_ source: GeoAnswer.Source) {
        self.init(name: source.name, builtAt: source.builtAt)
    }
}
