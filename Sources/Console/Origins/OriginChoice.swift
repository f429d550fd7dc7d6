import Storage

/// Which origins a list is narrowed to.
public struct OriginChoice: Hashable, Sendable {
    /// The code that stands for addresses of which no country is known.
    public static let unknownCountry = OriginFilter.unknownCountry

    /// A country by its code, two capital letters; `unknownCountry` for none known. Nil for all.
    public var country: String?
    /// The number of an autonomous system; nil for all.
    public var network: Int64?

    /// Takes each part as it is; without any, nothing is narrowed.
    public init(country: String? = nil, network: Int64? = nil) {
        self.country = country
        self.network = network
    }

    /// Reads a country's code in either case; nil for what is none.
    public static func country(_ text: some StringProtocol) -> String? {
        let letters = text.utf8.prefix(3).map { $0 & 0xdf }
        guard letters.count == 2, letters.allSatisfy({ (0x41...0x5a).contains($0) }) else { return nil }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Reads the number of an autonomous system, with or without `AS` before it (RFC 5396, asplain); nil for what is none.
    public static func network(_ text: some StringProtocol) -> Int64? {
        var digits = text.utf8[...]
        if digits.prefix(2).map({ $0 & 0xdf }) == Array("AS".utf8) { digits = digits.dropFirst(2) }
        guard (1...10).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
        return (1...Int64(UInt32.max)).contains(number) ? number : nil
    }

    /// Whether nothing is narrowed.
    public var isAny: Bool { self == OriginChoice() }

    /// Whether what is somewhere is wanted; nil for what no data was asked of.
    func accepts(_ origin: Origin?) -> Bool {
        guard !isAny else { return true }
        guard let origin else { return false }
        return (country == nil || country == origin.country?.code ?? Self.unknownCountry)
            && (network == nil || network == origin.network?.number)
    }

    var stored: OriginFilter { OriginFilter(country: country, network: network) }
}
