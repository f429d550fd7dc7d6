import HTML

/// One ban as the value of a form field: both parts percent-encoded, because jails and ids may be any text.
struct BanReference: Sendable, Hashable {
    let jail: String
    let address: String

    init(jail: String, address: String) {
        self.jail = jail
        self.address = address
    }

    /// `JAIL/ADDRESS`.
    var text: String {
        String(decoding: URLPath(["-" + jail, "-" + address]).text.utf8.dropFirst(), as: UTF8.self)
    }

    /// Reads what `text` wrote; nil for anything else.
    init?(text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let jail = Self.decode(parts[0]), let address = Self.decode(parts[1]) else {
            return nil
        }
        self.init(jail: jail, address: address)
    }

    /// Undoes the percent-encoding behind the leading dash, which keeps empty parts apart; nil where it is malformed.
    private static func decode(_ part: Substring.UTF8View) -> String? {
        guard part.first == UInt8(ascii: "-") else { return nil }
        var bytes: [UInt8] = []
        var rest = part.dropFirst()
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let high = rest.popFirst().flatMap(hex), let low = rest.popFirst().flatMap(hex)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hex(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - 48
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - 55
        default: nil
        }
    }
}
