internal import Glibc

/// The id of an event as it is stored: bytes that are short and sort as addresses do.
///
/// `04` and the 4 bytes of an IPv4 address, or `06` and the 16 of an IPv6 address; for a network its first address,
/// followed by its length in one byte. Any other id is `7F` and the first 64 bytes of its text, which is then kept beside
/// the key where it is longer.
struct EventKey: Hashable {
    let bytes: [UInt8]
    /// The text, where the bytes do not tell it.
    let text: String?

    static let v4: UInt8 = 4
    static let v6: UInt8 = 6
    static let raw: UInt8 = 0x7F
    static let rawLimit = 64

    /// The key of an id in fail2ban's text form. An address or network that is spelled otherwise than fail2ban does is
    /// another id, and none of these.
    init(_ id: String) {
        let address = Self.v4Bytes(id) ?? Self.v6Bytes(id)
        bytes = address ?? [Self.raw] + id.utf8.prefix(Self.rawLimit)
        text = address == nil && id.utf8.count > Self.rawLimit ? id : nil
    }

    static func == (one: EventKey, other: EventKey) -> Bool {
        one.bytes == other.bytes && one.text.map { BanKey(text: $0) } == other.text.map { BanKey(text: $0) }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(bytes)
    }

    /// Whether the key is of a network of more than one address.
    var isNetwork: Bool { bytes[0] != Self.raw && bytes.count == (bytes[0] == Self.v4 ? 6 : 18) }

    /// The key of an address given as 16 bytes that sort; nil for other bytes.
    static func address(_ sortable: [UInt8]) -> [UInt8]? {
        guard sortable.count == 16 else { return nil }
        let isV4 = sortable.prefix(10).allSatisfy { $0 == 0 } && sortable[10] == 0xff && sortable[11] == 0xff
        return isV4 ? [v4] + sortable[12...] : [v6] + sortable
    }

    /// The first and the last address as 16 bytes that sort; nil for an id that is no address.
    static func range(of key: [UInt8]) -> (first: [UInt8], last: [UInt8])? {
        guard let size = size(of: key) else { return nil }
        let first = size == 4 ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] + key[1...4] : Array(key[1...16])
        guard key.count > size + 1 else { return (first, first) }
        var last = first
        let length = Int(key[size + 1]) + (size == 4 ? 96 : 0)
        for bit in min(length, 128)..<128 { last[bit / 8] |= 0x80 >> UInt8(bit % 8) }
        return (first, last)
    }

    /// The text of an id.
    static func text(of key: [UInt8]) -> String {
        guard let size = size(of: key) else { return String(decoding: key.dropFirst(), as: UTF8.self) }
        let address = size == 4 ? v4Text(key[1...4]) : v6Text(key[1...16])
        return key.count > size + 1 ? address + "/" + String(key[size + 1]) : address
    }

    /// The bytes of the address in a key; nil for a key of no address.
    private static func size(of key: [UInt8]) -> Int? {
        switch key.first {
        case v4 where key.count >= 5: 4
        case v6 where key.count >= 17: 16
        default: nil
        }
    }

    /// Reads `a.b.c.d` or `a.b.c.d/n`, without leading zeros, without bits after the length, and shorter than 32.
    private static func v4Bytes(_ id: String) -> [UInt8]? {
        var id = id
        return id.withUTF8 { text -> [UInt8]? in
            guard (7...18).contains(text.count) else { return nil }
            var bytes: [UInt8] = [v4]
            bytes.reserveCapacity(6)
            var number = -1
            for byte in text {
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"):
                    // A number that begins with 0 has one digit.
                    guard number != 0 else { return nil }
                    number = max(number, 0) * 10 + Int(byte - UInt8(ascii: "0"))
                    guard number <= 255 else { return nil }
                case UInt8(ascii: ".") where bytes.count <= 3, UInt8(ascii: "/") where bytes.count == 4:
                    guard number >= 0 else { return nil }
                    bytes.append(UInt8(number))
                    number = -1
                default: return nil
                }
            }
            guard number >= 0, bytes.count >= 4 else { return nil }
            bytes.append(UInt8(number))
            return bytes.count == 5 || isCanonical(bytes, bits: 32) ? bytes : nil
        }
    }

    /// Reads an IPv6 address, or a network of them, as `inet_ntop` writes it.
    private static func v6Bytes(_ id: String) -> [UInt8]? {
        guard id.utf8.contains(UInt8(ascii: ":")), id.utf8.count <= 49 else { return nil }
        let parts = id.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var address = in6_addr()
        guard parts.count <= 2, !id.utf8.contains(0),
            inet_pton(AF_INET6, String(decoding: parts[0], as: UTF8.self), &address) == 1
        else { return nil }
        var bytes = [v6] + withUnsafeBytes(of: address) { [UInt8]($0) }
        if parts.count == 2 {
            guard let length = UInt8(String(decoding: parts[1], as: UTF8.self)) else { return nil }
            bytes.append(length)
            guard isCanonical(bytes, bits: 128) else { return nil }
        }
        // An IPv4 address in IPv6 spelling is one that fail2ban never writes.
        let isMapped = bytes[1...10].allSatisfy { $0 == 0 } && bytes[11] == 0xff && bytes[12] == 0xff
        return !isMapped && text(of: bytes).utf8.elementsEqual(id.utf8) ? bytes : nil
    }

    /// Whether the key of a network has a length below that of an address, and no bits after it.
    private static func isCanonical(_ key: [UInt8], bits: Int) -> Bool {
        let length = Int(key[key.count - 1])
        guard length < bits else { return false }
        return (length..<bits).allSatisfy { key[1 + $0 / 8] & (0x80 >> UInt8($0 % 8)) == 0 }
    }

    private static func v4Text(_ bytes: ArraySlice<UInt8>) -> String {
        String(unsafeUninitializedCapacity: 15) { buffer in
            var count = 0
            for (place, byte) in bytes.enumerated() {
                if place > 0 {
                    buffer[count] = UInt8(ascii: ".")
                    count += 1
                }
                for unit: UInt8 in [100, 10, 1] where byte >= unit || unit == 1 {
                    buffer[count] = UInt8(ascii: "0") + byte / unit % 10
                    count += 1
                }
            }
            return count
        }
    }

    private static func v6Text(_ bytes: ArraySlice<UInt8>) -> String {
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) { $0.copyBytes(from: bytes) }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, &address, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension EventRecord {
    /// Takes the id from a key and the text beside it.
    mutating func setID(key: [UInt8], text: String?) {
        banID = text ?? EventKey.text(of: key)
        guard let range = EventKey.range(of: key) else { return }
        first = range.first
        last = range.last
    }
}
