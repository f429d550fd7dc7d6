/// The number of an origin, which says country and network by itself, so that the events of a country lie together in an
/// index, and those of a network in each of its countries.
///
/// From the highest bits down: the country (10), the network's number in `event_systems` (20), and a number among the origins that
/// have both in common (12): their names and the data that told of them.
struct OriginNumber: Hashable, Sendable {
    let value: Int64

    /// Networks that can be told apart; the rest is none.
    static let mostSystems: Int64 = 1 << 20
    /// Origins with the same country and network; what comes later takes the last.
    static let mostVersions: Int64 = 1 << 12

    init(_ value: Int64) { self.value = value }

    init(country: Int64, system: Int64, version: Int64 = 0) {
        value = country << 32 | system << 12 | version
    }

    /// The number of the country; 0 for none.
    var country: Int64 { value >> 32 }
    /// The network's number in `event_systems`; 0 for none.
    var system: Int64 { (value >> 12) & (Self.mostSystems - 1) }

    /// The numbers of all origins with this country and network.
    var versions: ClosedRange<Int64> {
        let first = value & ~(Self.mostVersions - 1)
        return first...(first + Self.mostVersions - 1)
    }

    /// The numbers of all origins of a country.
    static func all(of country: Int64) -> ClosedRange<Int64> {
        (country << 32)...((country + 1) << 32 - 1)
    }

    /// The number of a country, 1…676; 0 for what is no code.
    static func country(_ code: String) -> Int64 {
        let letters = Array(code.utf8)
        guard letters.count == 2, letters.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
            code != OriginFilter.unknownCountry
        else { return 0 }
        return Int64(letters[0] - UInt8(ascii: "A")) * 26 + Int64(letters[1] - UInt8(ascii: "A")) + 1
    }

    /// The code of a country's number; nil for 0.
    static func code(_ country: Int64) -> String? {
        guard (1...676).contains(country) else { return nil }
        let letters = [(country - 1) / 26, (country - 1) % 26].map { UInt8(ascii: "A") + UInt8($0) }
        return String(decoding: letters, as: UTF8.self)
    }
}
