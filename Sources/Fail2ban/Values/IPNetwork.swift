/// A range of addresses written as an address and the number of its fixed bits (CIDR, RFC 4632).
public struct IPNetwork: Hashable, Sendable {
    /// The lowest address of the range.
    public let first: IPAddress
    /// The number of fixed bits: 0 to 32 for IPv4, 0 to 128 for IPv6.
    public let length: Int

    /// The highest address of the range.
    public var last: IPAddress { first.filled(from: length) }

    /// The network of `length` fixed bits around `address`; nil when the family has fewer bits.
    public init?(around address: IPAddress, length: Int) {
        guard (0...address.family.bits).contains(length) else { return nil }
        first = address.masked(to: length)
        self.length = length
    }

    /// The network of one address.
    public init(_ address: IPAddress) {
        first = address
        length = address.family.bits
    }

    /// Reads `address/length`, or a bare address as the network of that one; bits beyond the length are cleared.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(decoding: parts[0], as: UTF8.self)) else { return nil }
        guard parts.count == 2 else {
            self.init(address)
            return
        }
        let digits = parts[1]
        guard (1...3).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
            digits.count == 1 || digits.first != 48, let length = Int(String(decoding: digits, as: UTF8.self))
        else { return nil }
        // `::ffff:192.0.2.0/120` is written with the length of the family it was spelled in.
        let mapped = address.family == .v4 && parts[0].contains(UInt8(ascii: ":"))
        self.init(around: address, length: mapped ? length - 96 : length)
    }

    /// Whether the range holds just one address.
    public var isSingle: Bool { length == first.family.bits }

    /// Whether `address` lies in the range.
    public func contains(_ address: IPAddress) -> Bool {
        address.family == first.family && address >= first && address <= last
    }

    /// Whether the two ranges share an address.
    public func overlaps(_ other: IPNetwork) -> Bool {
        contains(other.first) || other.contains(first)
    }
}

extension IPNetwork: CustomStringConvertible {
    /// `address/length`, or the address alone where the range is a single one, as fail2ban prints it.
    public var description: String { isSingle ? "\(first)" : "\(first)/\(length)" }
}
