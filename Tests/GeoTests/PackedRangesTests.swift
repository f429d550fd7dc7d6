import TestSupport
import Testing

@testable import Fail2ban
@testable import Geo

struct PackedRangesTests {
    private func address(_ text: String) -> IPAddress { IPAddress(text)! }

    private func packed(_ ranges: [(String, String, UInt16)]) throws -> PackedRanges<UInt16> {
        var packed = PackedRanges<UInt16>()
        for (first, last, value) in ranges { try packed.append(address(first), address(last), value) }
        return packed
    }

    @Test func `both ends belong to a range, what lies between ranges to none`() throws {
        let packed = try packed([
            ("0.0.0.0", "0.255.255.255", 1), ("1.0.0.0", "1.0.0.255", 2), ("1.0.2.0", "1.0.3.255", 3),
            ("255.255.255.0", "255.255.255.255", 4), ("2001:db8::", "2001:db8::7", 5),
            ("2001:db8::8", "2001:db8:0:1:ffff:ffff:ffff:ffff", 6), ("2001:db9::", "2001:db9::", 7),
            ("fffe::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 8),
        ])
        for (text, value) in [
            ("0.0.0.0", 1), ("0.255.255.255", 1), ("1.0.0.0", 2), ("1.0.0.255", 2), ("1.0.1.0", 0), ("1.0.1.255", 0),
            ("1.0.2.0", 3), ("1.0.3.255", 3), ("1.0.4.0", 0), ("255.255.254.255", 0), ("255.255.255.255", 4),
            ("::", 0), ("2001:db7:ffff::", 0), ("2001:db8::", 5), ("2001:db8::7", 5), ("2001:db8::8", 6),
            ("2001:db8:0:1:ffff:ffff:ffff:ffff", 6), ("2001:db8:0:2::", 0), ("2001:db9::", 7), ("2001:db9::1", 0),
            ("fffe::", 8), ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 8),
        ] {
            #expect(packed[address(text)] == value, "\(text)")
        }
        #expect(PackedRanges<UInt16>()[address("192.0.2.1")] == 0 && PackedRanges<UInt16>()[address("::1")] == 0)
    }

    @Test func `neighbours of one value are one range`() throws {
        let packed = try packed([
            ("1.0.0.0", "1.0.0.255", 2), ("1.0.1.0", "1.0.1.255", 2), ("2001:db8::", "2001:db8::f", 2),
            ("2001:db8::10", "2001:db8::ff", 2),
        ])
        #expect(packed.count == 4)
        #expect(packed[address("1.0.1.255")] == 2 && packed[address("1.0.2.0")] == 0)
        #expect(packed[address("2001:db8::10")] == 2 && packed[address("2001:db8::100")] == 0)
    }

    @Test(arguments: [
        [("1.0.0.0", "1.0.0.255"), ("1.0.0.255", "1.0.1.0")], [("1.0.1.0", "1.0.1.255"), ("1.0.0.0", "1.0.0.1")],
        [("1.0.0.1", "1.0.0.0")], [("1.0.0.0", "2001:db8::")],
        [("255.0.0.0", "255.255.255.255"), ("255.0.0.1", "255.0.0.2")],
        [("2001:db8::", "2001:db8::ff"), ("2001:db8::ff", "2001:db8::100")], [("2001:db8::1", "2001:db8::")],
        [("ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("ff01::", "ff02::")],
    ])
    func `ranges that overlap or are out of order are refused`(ranges: [(String, String)]) {
        #expect(throws: GeoDataError.order) {
            var packed = PackedRanges<UInt16>()
            for (first, last) in ranges { try packed.append(address(first), address(last), 1) }
        }
    }

    /// The first and the last address of an eighth of a /64, so that ranges begin within one.
    private func eighth(_ number: UInt64) -> (IPAddress, IPAddress) {
        let (high, low) = (0x2001_0db8_0000_0000 + number / 8, (number % 8) << 61)
        return (IPAddress(high: high, low: low), IPAddress(high: high, low: low | 0x1fff_ffff_ffff_ffff))
    }

    /// What is packed is compared with a plain search through the same ranges.
    @Test(arguments: 0..<10) func `whatever the ranges, each address has the value of its own`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var (packed, plain) = (PackedRanges<UInt16>(), [(IPAddress, IPAddress, UInt16)]())
        var next: UInt64 = 0
        while next < 4_000 {
            let first = next + .random(in: 0...3, using: &random)
            let last = first + .random(in: 0...20, using: &random)
            let value = UInt16.random(in: 1...3, using: &random)
            for (from, to) in [
                (IPAddress(v4: UInt32(first)), IPAddress(v4: UInt32(last))), (eighth(first).0, eighth(last).1),
            ] {
                try packed.append(from, to, value)
                plain.append((from, to, value))
            }
            next = last + 1
        }
        for _ in 0..<300 {
            let number = UInt64.random(in: 0...4_100, using: &random)
            for probe in [
                IPAddress(v4: UInt32(number)),
                IPAddress(high: 0x2001_0db8_0000_0000 + number / 8, low: .random(in: 0 ... .max, using: &random)),
            ] {
                let expected = plain.first { $0.0 <= probe && probe <= $0.1 }?.2 ?? 0
                #expect(packed[probe] == expected, "\(probe)")
            }
        }
    }
}
