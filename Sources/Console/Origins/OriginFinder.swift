import Fail2ban
public import Geo
public import Storage

/// Tells where addresses are by the data that is there now: what an event keeps.
public struct OriginFinder: Sendable {
    /// What is known of a ban's id.
    enum Finding: Hashable {
        /// There is no data, or it is no address.
        case none
        /// A service is being asked.
        case waiting
        /// Where it is; without any country or network, nobody knows.
        case origin(EventOrigin)

        var origin: EventOrigin? { if case .origin(let origin) = self { origin } else { nil } }

        /// As the place of a ban in force.
        var place: BanWhereabouts {
            switch self {
            case .none: .nowhere
            case .waiting: .asked
            case .origin(let origin): .at(origin)
            }
        }
    }

    private let atlas: @Sendable () -> GeoAtlas
    private let online: GeoOnline

    /// - Parameter atlas: the data of the moment; takes no time.
    public init(atlas: @escaping @Sendable () -> GeoAtlas) {
        self.atlas = atlas
        online = .none
    }

    /// By what a desk holds, and by what a service told where that is asked.
    public init(_ desk: GeoDesk) {
        atlas = { desk.atlas }
        online = desk.online
    }

    /// Knows of no data.
    public static let none = OriginFinder { GeoAtlas() }

    /// Whether there is any data.
    public var hasData: Bool { !atlas().isEmpty || online.isOn }

    /// A number that stands for the data of now, by the names and dates that its sources have; nil where there is none.
    var data: Int64? {
        let atlas = atlas()
        guard hasData else { return nil }
        let service = online.isOn ? "\(online.service.rawValue)\u{0}" : ""
        let words = service + atlas.layers.map { "\($0.name)\u{0}\($0.builtAt ?? 0)\u{0}" }.joined()
        // FNV-1a: it is stored, so it has to be the same at every start.
        return Int64(bitPattern: words.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
    }

    /// Where a ban's id is, by its text, for an event that came; of a network where it begins. Nil where there is no data, or no
    /// address, and while a service is asked: the event gets its origin later.
    public func origin(of banID: String) -> EventOrigin? { origins(of: CollectionOfOne(banID))[banID] }

    /// Where some are; what there is no data for, or what is no address, is left out.
    func origins(of banIDs: some Sequence<String>) -> [String: EventOrigin] {
        let atlas = atlas()
        guard !atlas.isEmpty || online.isOn else { return [:] }
        var origins: [String: EventOrigin] = [:]
        for id in banIDs where origins[id] == nil { origins[id] = finding(of: id, for: .capture, atlas).origin }
        return origins
    }

    /// Grows whenever a service told something.
    var learned: Int64 { online.learned }

    /// What is known of a ban's id now.
    func finding(of banID: String, for purpose: GeoOnline.Purpose) -> Finding {
        finding(of: banID, for: purpose, atlas())
    }

    private func finding(of banID: String, for purpose: GeoOnline.Purpose, _ atlas: GeoAtlas) -> Finding {
        let isOn = online.isOn
        guard !atlas.isEmpty || isOn, let network = BanID(reading: banID).network else { return .none }
        var origin = EventOrigin(atlas.answer(for: network.first))
        // Who is no address of the internet is in no data.
        guard isOn, origin.country == nil, let key = GeoOnline.key(network.first) else { return .origin(origin) }
        switch online.find(key, for: purpose) {
        case .waiting: return purpose == .show && !atlas.isEmpty ? .origin(origin) : .waiting
        case .place(let place, let month):
            let source = EventOrigin.Source(name: online.service.rawValue, builtAt: month)
            origin.country = place.country.map { EventOrigin.Country(code: $0.description, source: source) }
            if origin.network == nil {
                origin.network = place.network.map {
                    EventOrigin.Network(number: Int64($0.number), name: $0.name, source: source)
                }
            }
            return .origin(origin)
        }
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
