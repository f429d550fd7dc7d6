#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An IPv4 or IPv6 address in canonical form; an IPv4 address mapped into IPv6 is the IPv4 address.
public struct IPAddress: Hashable, Sendable {
    /// The address family.
    public enum Family: Hashable, Sendable {
        case v4, v6

        /// Bits of an address: 32 or 128.
        public var bits: Int { self == .v4 ? 32 : 128 }
    }

    /// IPv4 or IPv6.
    public let family: Family
    /// The upper 64 bits of the 128-bit form; zero for IPv4.
    public let high: UInt64
    /// The lower 64 bits of the 128-bit form; for IPv4 `::ffff:a.b.c.d`.
    public let low: UInt64

    /// The first 96 bits of an IPv4 address mapped into IPv6 (RFC 4291, 2.5.5.2), as they lie in `low`.
    static let mappedPrefix: UInt64 = 0x0000_ffff_0000_0000

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
        family = high == 0 && low & 0xffff_ffff_0000_0000 == Self.mappedPrefix ? .v4 : .v6
    }

    /// Reads an address as `inet_pton` does: no host names, no leading zeros, no zone, no brackets.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        // inet_pton reads a C string and would stop at a NUL.
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        var v4 = in_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(high: 0, low: Self.mappedPrefix | UInt64(UInt32(bigEndian: v4.s_addr)))
            return
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        self.init(bytes: withUnsafeBytes(of: v6) { Array($0) })
    }

    /// Takes an address of IPv4 as a number.
    public init(v4 number: UInt32) {
        self.init(high: 0, low: Self.mappedPrefix | UInt64(number))
    }

    /// Takes the 16 bytes of the 128-bit form, in network order; nil for any other count.
    public init?(sortable bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.init(bytes: bytes)
    }

    private init(bytes: [UInt8]) {
        func word(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: word(0..<8), low: word(8..<16))
    }

    /// The 16 bytes of the 128-bit form, in network order: they sort as the addresses do, IPv4 in its mapped block.
    public var sortable: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for word in [high, low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
    }

    /// Whether packets for this address never leave the machine (127.0.0.0/8, ::1).
    public var isLoopback: Bool {
        family == .v4 ? (low >> 24) & 0xff == 127 : high == 0 && low == 1
    }

    /// The same address with all bits after the first `length` of its family cleared.
    func masked(to length: Int) -> IPAddress {
        let kept = family == .v4 ? length + 96 : length
        return IPAddress(high: high & Self.mask(kept), low: low & Self.mask(kept - 64))
    }

    /// The same address with all bits after the first `length` of its family set.
    func filled(from length: Int) -> IPAddress {
        let kept = family == .v4 ? length + 96 : length
        return IPAddress(high: high | ~Self.mask(kept), low: low | ~Self.mask(kept - 64))
    }

    private static func mask(_ bits: Int) -> UInt64 {
        bits <= 0 ? 0 : bits >= 64 ? .max : ~(UInt64.max >> UInt64(bits))
    }
}

extension IPAddress: Comparable {
    /// Numeric order, IPv4 in its mapped block.
    public static func < (left: IPAddress, right: IPAddress) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical text (RFC 5952 for IPv6), the spelling by which fail2ban keys its tickets.
    public var description: String {
        if family == .v4 {
            return (0..<4).map { String(low >> UInt64(24 - 8 * $0) & 0xff) }.joined(separator: ".")
        }
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) { $0.copyBytes(from: sortable) }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, &address, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
