public import Fail2ban
internal import Glibc

/// The countries of Debian's package tor-geoipdb, from its two text files (lines `FIRST,LAST,CODE`, addresses of IPv4 as numbers, `#` for
/// remarks), packed.
public struct TorTables: Sendable {
    /// Bytes of a file at most; the larger of Debian's has 16 MB.
    static let limit = 128 * 1_048_576

    private var ranges = PackedRanges<UInt16>()
    private var codes: [CountryCode] = []
    private var numbers: [[UInt8]: UInt16] = [:]
    /// When the data was made, in epoch seconds; nil where its remarks do not tell.
    public private(set) var builtAt: Int64?

    /// Nothing is known.
    public init() {}

    /// Reads files one after the other.
    public init(paths: [String]) throws(GeoDataError) {
        for path in paths {
            var number = 0
            try FileLines.each(of: path, limit: Self.limit) { (line) throws(GeoDataError) in
                number += 1
                try readLine(line, number)
            }
        }
        ranges.compact()
    }

    /// How many ranges begin.
    public var count: Int { ranges.count }

    /// Where an address is; nil where that is not known.
    public func country(of address: IPAddress) -> CountryCode? {
        let number = ranges[address]
        return number == 0 ? nil : codes[Int(number) - 1]
    }

    /// Reads one of the files, with all that is in it or not at all.
    public mutating func read(_ bytes: [UInt8]) throws(GeoDataError) {
        guard bytes.count <= Self.limit else { throw .tooLarge(Self.limit) }
        var copy = self
        var (start, number) = (0, 0)
        while start < bytes.count {
            number += 1
            let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
            try copy.readLine(bytes[start..<end], number)
            start = end + 1
        }
        self = copy
    }

    private mutating func readLine(_ line: ArraySlice<UInt8>, _ number: Int) throws(GeoDataError) {
        guard let first = line.first, first != 0x0d else { return }
        guard first != UInt8(ascii: "#") else { return readRemark(line) }
        let parts = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard parts.count == 3, let from = Self.address(parts[0]), let to = Self.address(parts[1]) else {
            throw .malformed(line: number)
        }
        let letters = Array(parts[2].prefix { $0 != 0x0d })
        guard letters.count == 2 else { throw .malformed(line: number) }
        // `??`: the range is known and its country is not.
        guard letters != [0x3f, 0x3f] else { return }
        guard let code = CountryCode(letters: letters) else { throw .malformed(line: number) }
        try ranges.append(from, to, try value(of: code, letters))
    }

    private mutating func value(of code: CountryCode, _ letters: [UInt8]) throws(GeoDataError) -> UInt16 {
        if let number = numbers[letters] { return number }
        guard codes.count < Int(UInt16.max) else { throw .tooMany }
        codes.append(code)
        numbers[letters] = UInt16(codes.count)
        return UInt16(codes.count)
    }

    /// Such as `# Generated: Thu, 25 Jun 2026 04:33:59 GMT`.
    private mutating func readRemark(_ line: ArraySlice<UInt8>) {
        let words = String(decoding: line.prefix(80), as: UTF8.self)
        guard builtAt == nil, let range = words.firstRange(of: "Generated: ") else { return }
        builtAt = Self.moment(words[range.upperBound...].split(separator: " "))
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The moment of `Thu,`, `25`, `Jun`, `2026`, `04:33:59`, in UTC.
    private static func moment(_ words: [Substring]) -> Int64? {
        guard words.count >= 5, let month = months.firstIndex(of: String(words[2])) else { return nil }
        let numbers = ([words[1], words[3]] + words[4].split(separator: ":")).compactMap { Int32($0) }
        guard numbers.count == 5, numbers.allSatisfy({ (0...9_999).contains($0) }) else { return nil }
        var parts = tm()
        (parts.tm_mday, parts.tm_mon, parts.tm_year) = (numbers[0], Int32(month), numbers[1] - 1_900)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[2], numbers[3], numbers[4])
        return Int64(timegm(&parts))
    }

    /// An address of IPv4 as a number, or one of IPv6 as text.
    private static func address(_ text: ArraySlice<UInt8>) -> IPAddress? {
        guard text.contains(UInt8(ascii: ":")) else {
            guard (1...10).contains(text.count) else { return nil }
            var number: UInt64 = 0
            for byte in text {
                guard (0x30...0x39).contains(byte) else { return nil }
                number = number * 10 + UInt64(byte - 0x30)
            }
            return UInt32(exactly: number).map(IPAddress.init(v4:))
        }
        return text.count <= 45 ? IPAddress(String(decoding: text, as: UTF8.self)) : nil
    }
}

extension TorTables: GeoLayer {
    /// The package's name.
    public var name: String { "tor-geoipdb" }

    /// The country of an address; it knows no networks.
    public func place(of address: IPAddress) -> GeoPlace { GeoPlace(country: country(of: address)) }
}
