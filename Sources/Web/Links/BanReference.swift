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

    /// What stands behind the leading dash, which keeps empty parts apart.
    private static func decode(_ part: Substring.UTF8View) -> String? {
        part.first == UInt8(ascii: "-") ? PercentDecoding.text(of: part.dropFirst()) : nil
    }
}
