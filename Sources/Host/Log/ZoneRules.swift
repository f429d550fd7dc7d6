/// The offsets from UTC that a time zone has had and will have, from a file of the system's (TZif, RFC 8536) or from a
/// rule (POSIX, `TZ`). Read here and not by the C library, whose zone is that of this process, nor by another data base
/// than the one the daemon reads.
struct ZoneRules: Sendable, Equatable {
    /// Moments from which another offset holds, ascending, in UTC epoch seconds.
    private var moments: [Int64] = []
    /// The offset from each of these on, in seconds east of UTC.
    private var offsets: [Int] = []
    /// The offset before the first of them.
    private var first = 0
    /// What holds after the last.
    private var rule: ZoneRule?

    /// UTC.
    static let utc = ZoneRules()

    private init() {}

    /// A zone that never changes, in seconds east of UTC.
    init(offset: Int) { first = offset }

    /// Takes a rule such as `CET-1CEST,M3.5.0,M10.5.0/3`.
    init?(posix text: String) {
        guard let rule = ZoneRule(text) else { return nil }
        self.rule = rule
    }

    /// Reads a file of the time zone database; nil for anything else.
    init?(file bytes: [UInt8]) {
        var reader = BigEndianReader(bytes)
        guard let old = TZifHeader(&reader), old.version >= 2 else { return nil }
        // The old part has moments of 32 bits; the same follows with 64.
        reader.index += old.size(ofMoment: 4)
        guard let header = TZifHeader(&reader), header.size(ofMoment: 8) <= bytes.count - reader.index else {
            return nil
        }
        moments = (0..<header.moments).map { _ in Int64(bitPattern: reader.next(8)) }
        let kinds = (0..<header.moments).map { _ in Int(reader.next(1)) }
        let types = (0..<header.types).map { _ in
            let offset = Int(Int32(truncatingIfNeeded: reader.next(4)))
            reader.index += 2
            return offset
        }
        guard kinds.allSatisfy(types.indices.contains), let first = types.first,
            zip(moments, moments.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        offsets = kinds.map { types[$0] }
        self.first = first
        reader.index += header.rest
        let footer = bytes[min(reader.index, bytes.count)...].split(separator: 0x0a).first ?? []
        rule = ZoneRule(String(decoding: footer, as: UTF8.self))
    }

    /// The offset at a moment, in seconds east of UTC.
    func offset(at moment: Int64) -> Int {
        guard let last = moments.last else { return rule?.offset(at: moment) ?? first }
        if moment >= last { return rule?.offset(at: moment) ?? offsets[offsets.count - 1] }
        var low = 0
        var high = moments.count
        while low < high {
            let middle = (low + high) / 2
            if moments[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : offsets[low - 1]
    }
}

/// The counts at the head of each part of a TZif file.
private struct TZifHeader {
    let version: Int
    let moments: Int
    let types: Int
    /// Bytes after the types: names, leap seconds and flags, with moments of 64 bits.
    let rest: Int
    private let names: Int
    private let leaps: Int
    private let flags: Int

    init?(_ reader: inout BigEndianReader) {
        guard reader.left >= 44, reader.next(4) == 0x545a_6966 else { return nil }
        // The digit of the version; an old file has a zero byte.
        let digit = Int(reader.next(1))
        version = digit == 0 ? 1 : digit - 48
        reader.index += 15
        let counts = (0..<6).map { _ in Int(reader.next(4)) }
        guard counts.allSatisfy({ $0 < 100_000 }) else { return nil }
        flags = counts[0] + counts[1]
        leaps = counts[2]
        moments = counts[3]
        types = counts[4]
        names = counts[5]
        rest = names + leaps * 12 + flags
    }

    func size(ofMoment width: Int) -> Int { moments * (width + 1) + types * 6 + names + leaps * (width + 4) + flags }
}

/// Numbers of several bytes, the highest first; zero beyond the end.
private struct BigEndianReader {
    private let bytes: [UInt8]
    var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var left: Int { bytes.count - index }

    mutating func next(_ count: Int) -> UInt64 {
        var value: UInt64 = 0
        for _ in 0..<count {
            value = value << 8 | UInt64(bytes.indices.contains(index) ? bytes[index] : 0)
            index += 1
        }
        return value
    }
}
