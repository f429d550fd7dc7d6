/// Why a text is no ban time.
public enum BanTimeError: Error, Hashable, Sendable {
    /// Nothing is there.
    case empty
    /// A number is missing before this unit, or something stands where one must.
    case expectedNumber(String)
    /// This is no unit that fail2ban knows.
    case unknownUnit(String)
    /// Shorter than a second.
    case tooShort
    /// Longer than 100 years.
    case tooLong
}

extension BanTime {
    /// The longest time taken from a person: fail2ban's 100 years, in seconds; beyond it they mean permanent.
    public static let longest: Int64 = 100 * 31_557_600

    /// Takes what a person typed: a sum of whole numbers with fail2ban's units, such as `1h`, `1d 2h`, `90 min`; a
    /// number without a unit is seconds; `-1` and `permanent` never end. Nothing is evaluated. Months and years have
    /// fail2ban's lengths, 30.4375 and 365.25 days (`server/mytime.py`).
    public init(typed text: String) throws(BanTimeError) {
        var bytes = text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }[...]
        Self.skipSpace(&bytes)
        while let last = bytes.last, Self.isSpace(last) { bytes.removeLast() }
        guard !bytes.isEmpty else { throw BanTimeError.empty }
        if bytes.elementsEqual("-1".utf8) || bytes.elementsEqual("permanent".utf8) {
            self = .permanent
            return
        }
        var total: Int64 = 0
        while !bytes.isEmpty {
            total += try Self.term(&bytes)
            guard total <= Self.longest else { throw BanTimeError.tooLong }
            Self.skipSpace(&bytes)
        }
        guard total >= 1 else { throw BanTimeError.tooShort }
        self = .seconds(total)
    }

    /// The time in the units of `init(typed:)`, the largest first: `1h`, `1d 2h`, `90s` as `1m 30s`, or `permanent`.
    public var text: String {
        guard case .seconds(let seconds) = self else { return "permanent" }
        guard seconds > 0 else { return "\(seconds)s" }
        var rest = seconds
        var parts: [String] = []
        for (name, length) in [("w", Int64(604_800)), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] {
            // Weeks only where they are all: "1w", but "10d".
            guard rest >= length, name != "w" || rest.isMultiple(of: length) else { continue }
            parts.append("\(rest / length)\(name)")
            rest %= length
        }
        return parts.joined(separator: " ")
    }

    private static func term(_ bytes: inout ArraySlice<UInt8>) throws(BanTimeError) -> Int64 {
        let digits = bytes.prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { throw BanTimeError.expectedNumber(String(decoding: bytes, as: UTF8.self)) }
        bytes.removeFirst(digits.count)
        skipSpace(&bytes)
        let unit = bytes.prefix { (97...122).contains($0) }
        bytes.removeFirst(unit.count)
        let name = String(decoding: unit, as: UTF8.self)
        guard let length = unitLength(name) else { throw BanTimeError.unknownUnit(name) }
        guard digits.count <= 12, let number = Int64(String(decoding: digits, as: UTF8.self)),
            number <= longest / length + 1
        else { throw BanTimeError.tooLong }
        return number * length
    }

    private static func unitLength(_ name: String) -> Int64? {
        switch name {
        case "", "s", "ss", "se", "sec", "second", "seconds": 1
        case "m", "mm", "mi", "min", "minute", "minutes": 60
        case "h", "hh", "ho", "hou", "hour", "hours": 3600
        case "d", "dd", "da", "day", "days": 86_400
        case "w", "ww", "we", "wee", "week", "weeks": 604_800
        case "mo", "mon", "month", "months": 2_629_800
        case "y", "yy", "ye", "yea", "year", "years": 31_557_600
        default: nil
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func skipSpace(_ bytes: inout ArraySlice<UInt8>) { bytes = bytes.drop(while: isSpace) }
}
