internal import Fail2ban

extension TryTable.Key {
    /// Who is counted as one: an IPv4 address, also when it was mapped into IPv6 or translated (64:ff9b::/96, RFC
    /// 6052), or the /64 of an IPv6 address, since a customer is given at least that much.
    init(_ address: IPAddress) {
        let bytes = address.sortable
        func word(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        if address.family == .v4 || bytes.prefix(12).elementsEqual(Self.translated) {
            self.init(kind: 4, value: word(12..<16))
        } else {
            self.init(kind: 6, value: word(0..<8))
        }
    }

    private static let translated: [UInt8] = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]

    /// The text by which an address is remembered: the address or its /64.
    var text: String { "\(kind):\(String(value, radix: 16))" }
}
