/// A country or territory by two capital letters (ISO 3166-1 alpha-2), with what geo data uses beside it: `XK`, `EU`, `AP`.
public struct CountryCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The letters, the first in the upper byte: sorts as the text does.
    public let rawValue: UInt16

    /// Takes a number that `rawValue` gave; nil for any other.
    public init?(rawValue: UInt16) {
        guard Self.isLetter(UInt8(rawValue >> 8)), Self.isLetter(UInt8(rawValue & 0xff)) else { return nil }
        self.rawValue = rawValue
    }

    /// Reads two letters of either case; nil for anything else, and for `ZZ`, by which some data says that it does not know.
    public init?(_ text: some StringProtocol) {
        self.init(letters: Array(text.utf8.prefix(3)))
    }

    init?(letters: [UInt8]) {
        guard letters.count == 2 else { return nil }
        let (first, second) = (letters[0] & 0xdf, letters[1] & 0xdf)
        guard Self.isLetter(first), Self.isLetter(second), (first, second) != (0x5a, 0x5a) else { return nil }
        rawValue = UInt16(first) << 8 | UInt16(second)
    }

    /// The two letters.
    public var description: String {
        String(decoding: [UInt8(rawValue >> 8), UInt8(rawValue & 0xff)], as: UTF8.self)
    }

    /// By letters.
    public static func < (left: CountryCode, right: CountryCode) -> Bool { left.rawValue < right.rawValue }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) }
}
