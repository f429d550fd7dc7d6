extension BanID {
    /// As `init(reading:)`, from bytes; most are IPv4 addresses, which need no text on the way.
    init(_ line: Span<UInt8>, in range: Range<Int>) {
        if let address = IPAddress(v4: line, in: range) {
            self = .address(address)
            return
        }
        // Without a colon or a slash there is no other address, and no network.
        let isNetworkOrV6 = range.contains { line[$0] == UInt8(ascii: ":") || line[$0] == UInt8(ascii: "/") }
        let text = line.text(in: range)
        self = isNetworkOrV6 ? BanID(reading: text) : .raw(text)
    }
}

extension IPAddress {
    /// Reads an IPv4 address in its canonical spelling, four numbers without leading zeros.
    fileprivate init?(v4 line: Span<UInt8>, in range: Range<Int>) {
        guard (7...15).contains(range.count) else { return nil }
        var (value, number, digits, dots): (UInt64, UInt64, Int, Int) = (0, 0, 0, 0)
        for index in range {
            let digit = line[index] &- 48
            if digit < 10 {
                guard digits == 0 || number > 0 else { return nil }
                number = number * 10 + UInt64(digit)
                digits += 1
                guard number < 256 else { return nil }
            } else {
                guard line[index] == UInt8(ascii: "."), digits > 0, dots < 3 else { return nil }
                value = value << 8 | number
                (number, digits) = (0, 0)
                dots += 1
            }
        }
        guard dots == 3, digits > 0 else { return nil }
        self.init(high: 0, low: Self.mappedPrefix | value << 8 | number)
    }
}
