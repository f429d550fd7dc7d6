public import Fail2ban

/// IPtoASN's table of networks and of the countries in which they are registered (lines `FIRST`, `LAST`, `NUMBER`, `COUNTRY`, `NAME`
/// with tabs between them), packed.
public struct NetworkTable: Sendable {
    /// Bytes of the file at most; the one of all addresses has 30 MB.
    static let limit = 256 * 1_048_576
    /// More networks, each with a country, than there can be.
    private static let most = 4_000_000

    private struct Entry {
        var number: UInt32
        var country: CountryCode?
        var name: Int32
        var length: UInt8
    }

    /// Which entry an address has, counted from 1.
    private let ranges: PackedRanges<UInt32>
    private let entries: [Entry]
    /// All names, one after the other.
    private let names: [UInt8]
    /// When the data was made, in epoch seconds: when its file was.
    public let builtAt: Int64?

    /// Reads a file.
    public init(path: String) throws(GeoDataError) {
        var reading = Reading()
        try FileLines.each(of: path, limit: Self.limit) { (line) throws(GeoDataError) in try reading.take(line) }
        reading.ranges.compact()
        ranges = reading.ranges
        entries = Array(reading.entries)
        names = Array(reading.names)
        builtAt = FileLines.changed(path)
    }

    /// How many ranges begin.
    public var count: Int { ranges.count }

    /// How many networks it tells apart.
    public var networks: Int { entries.count }

    private struct Reading {
        struct Key: Hashable {
            var number: UInt32
            var country: CountryCode?
        }

        var ranges = PackedRanges<UInt32>()
        var entries: [Entry] = []
        var names: [UInt8] = []
        private var known: [Key: UInt32] = [:]
        private var places: [UInt32: (Int32, UInt8)] = [:]
        private var line = 0

        mutating func take(_ bytes: ArraySlice<UInt8>) throws(GeoDataError) {
            line += 1
            let end = bytes.last == 0x0d ? bytes.dropLast() : bytes
            guard !end.isEmpty else { return }
            let parts = end.split(separator: 0x09, maxSplits: 4, omittingEmptySubsequences: false)
            guard parts.count == 5, let first = IPAddress(bytes: parts[0]), let last = IPAddress(bytes: parts[1]),
                let number = Self.number(parts[2])
            else { throw .malformed(line: line) }
            // 0: nobody announces it.
            guard number > 0 else { return }
            let country = CountryCode(letters: Array(parts[3].prefix(3)))
            try ranges.append(first, last, try entry(number, country, parts[4]))
        }

        private mutating func entry(
            _ number: UInt32, _ country: CountryCode?, _ name: ArraySlice<UInt8>
        ) throws(GeoDataError) -> UInt32 {
            let key = Key(number: number, country: country)
            if let known = known[key] { return known }
            guard entries.count < most, let offset = Int32(exactly: names.count) else { throw .tooMany }
            let place = places[number] ?? (offset, UInt8(min(name.count, 200)))
            if places[number] == nil {
                names += name.prefix(200)
                places[number] = place
            }
            entries.append(Entry(number: number, country: country, name: place.0, length: place.1))
            known[key] = UInt32(entries.count)
            return UInt32(entries.count)
        }

        private static func number(_ text: ArraySlice<UInt8>) -> UInt32? {
            guard (1...10).contains(text.count) else { return nil }
            var number: UInt64 = 0
            for byte in text {
                guard (0x30...0x39).contains(byte) else { return nil }
                number = number * 10 + UInt64(byte - 0x30)
            }
            return UInt32(exactly: number)
        }
    }
}

extension NetworkTable: GeoLayer {
    /// What the source calls itself.
    public static let name = "IPtoASN"

    /// What the source calls itself.
    public var name: String { Self.name }

    /// The network of an address, and the country in which that is registered.
    public func place(of address: IPAddress) -> GeoPlace {
        let index = ranges[address]
        guard index > 0 else { return GeoPlace() }
        let entry = entries[Int(index) - 1]
        let name = String(decoding: names[Int(entry.name)..<(Int(entry.name) + Int(entry.length))], as: UTF8.self)
        return GeoPlace(country: entry.country, network: GeoNetwork(number: entry.number, name: name))
    }
}

extension IPAddress {
    /// Reads an address from bytes; one of IPv4 without a call of the system.
    fileprivate init?(bytes: ArraySlice<UInt8>) {
        guard !bytes.contains(UInt8(ascii: ":")) else {
            self.init(String(decoding: bytes, as: UTF8.self))
            return
        }
        var (number, part, digits, parts): (UInt32, UInt32, Int, Int) = (0, 0, 0, 0)
        for byte in bytes {
            if byte == UInt8(ascii: ".") {
                guard digits > 0, parts < 3 else { return nil }
                number = number << 8 | part
                (part, digits, parts) = (0, 0, parts + 1)
            } else {
                guard (0x30...0x39).contains(byte), digits < 3, digits == 0 || part > 0 else { return nil }
                part = part * 10 + UInt32(byte - 0x30)
                digits += 1
                guard part < 256 else { return nil }
            }
        }
        guard parts == 3, digits > 0 else { return nil }
        self.init(v4: number << 8 | part)
    }
}
