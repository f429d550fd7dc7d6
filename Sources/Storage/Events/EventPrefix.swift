/// The beginning of an id's text, said in ranges of keys.
struct EventPrefix {
    private let text: [UInt8]

    init(_ text: String) {
        self.text = Array(text.utf8)
    }

    /// The ranges that hold every id whose text begins so.
    var ranges: [KeyRange] { v4 + v6 + [raw] }

    private var raw: KeyRange {
        let key = [EventKey.raw] + text.prefix(EventKey.rawLimit)
        // No text has the byte FF.
        return text.count <= EventKey.rawLimit
            ? KeyRange(key, key + [0xff], isExact: true) : KeyRange(key, key, isExact: false)
    }

    /// `10.2` begins 10.2.x.x, 10.20.x.x … 10.29.x.x and 10.200.x.x … 10.255.x.x.
    private var v4: [KeyRange] {
        let parts = text.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        let words = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard words.count <= 4 else { return [] }
        var fixed: [UInt8] = []
        for word in words.dropLast() {
            guard let number = Self.octet(word) else { return [] }
            fixed.append(number)
        }
        let last = words[words.count - 1]
        guard parts.count == 2 else {
            return Self.octets(last).map { Self.v4Range(fixed, $0) }
        }
        guard let number = Self.octet(last), fixed.count == 3 else { return [] }
        let key = [EventKey.v4] + fixed + [number]
        return [KeyRange(key + [0], key + [0xff], isExact: false)]
    }

    private static func v4Range(_ fixed: [UInt8], _ octets: ClosedRange<UInt8>) -> KeyRange {
        let rest = 3 - fixed.count
        let first = [EventKey.v4] + fixed + [octets.lowerBound] + [UInt8](repeating: 0, count: rest)
        let last = [EventKey.v4] + fixed + [octets.upperBound] + [UInt8](repeating: 0xff, count: rest + 1)
        return KeyRange(first, last, isExact: true)
    }

    /// The number that is written so, without a leading zero.
    private static func octet(_ word: ArraySlice<UInt8>) -> UInt8? {
        guard (1...3).contains(word.count), word.allSatisfy({ (48...57).contains($0) }) else { return nil }
        guard word.count == 1 || word.first != 48 else { return nil }
        return UInt8(String(decoding: word, as: UTF8.self))
    }

    /// The numbers whose text begins so.
    private static func octets(_ word: ArraySlice<UInt8>) -> [ClosedRange<UInt8>] {
        if word.isEmpty { return [0...255] }
        guard let number = octet(word) else { return [] }
        var ranges = [number...number]
        guard number > 0 else { return ranges }
        var low = Int(number)
        var high = Int(number)
        while low * 10 <= 255 {
            low *= 10
            high = high * 10 + 9
            ranges.append(UInt8(low)...UInt8(min(high, 255)))
        }
        return ranges
    }

    /// A range around every IPv6 id whose text begins so; what lies between is compared by its text.
    private var v6: [KeyRange] {
        guard text.allSatisfy(Self.isOfV6) else { return [] }
        if text.first == UInt8(ascii: ":") { return [Self.v6Range([0, 0])] }
        let address = text.prefix { $0 != UInt8(ascii: "/") }
        var groups: [UInt16] = []
        var words = address.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)[...]
        while let word = words.popFirst() {
            // Behind `::` lie two groups of 0 at least, and what is not known.
            if word.isEmpty { return [Self.v6Range(words.isEmpty ? groups : groups + [0, 0])] }
            guard groups.count < 8, word.count <= 4,
                let group = UInt16(String(decoding: word, as: UTF8.self), radix: 16)
            else { return [] }
            let isWhole = !words.isEmpty || address.count < text.count
            guard isWhole else { return Self.beginnings(word, group).map { Self.v6Range(groups, $0) } }
            groups.append(group)
        }
        return [Self.v6Range(groups)]
    }

    private static func isOfV6(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "/"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// The groups whose text begins so.
    private static func beginnings(_ word: ArraySlice<UInt8>, _ group: UInt16) -> [ClosedRange<UInt16>] {
        guard group > 0 else { return [0...0] }
        return (0...(4 - word.count)).compactMap { digits in
            let shift = 4 * digits
            guard Int(group) << shift <= 0xffff else { return nil }
            return UInt16(Int(group) << shift)...UInt16(Int(group) << shift | ((1 << shift) - 1))
        }
    }

    private static func v6Range(_ groups: [UInt16], _ next: ClosedRange<UInt16>? = nil) -> KeyRange {
        func bytes(_ groups: [UInt16], filledWith byte: UInt8) -> [UInt8] {
            let known = groups.prefix(8).flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
            return [EventKey.v6] + known + [UInt8](repeating: byte, count: 16 - known.count)
        }
        let first = bytes(groups + (next.map { [$0.lowerBound] } ?? []), filledWith: 0)
        let last = bytes(groups + (next.map { [$0.upperBound] } ?? []), filledWith: 0xff)
        return KeyRange(first, last + [0xff], isExact: false)
    }
}
