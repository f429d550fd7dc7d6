import Testing

@testable import Host

/// What `journalctl` writes, read in pieces of any size.
@Suite struct JournalExportTests {
    private static let cursor =
        "s=d1d8e75e18a24dc7ae4ef854635dbe6e;i=1a7;b=cba1b6e9878a4164a2317d3c4f77730f;m=9b0e42bf9;t=660c8c415e9fa;x=6fab4bc3e641d380"

    private static func entry(_ number: Int, _ fields: [UInt8]) -> [UInt8] {
        let place = cursor.replacing("i=1a7", with: "i=\(String(number, radix: 16))")
        return Array("__CURSOR=\(place)\n__REALTIME_TIMESTAMP=1795265259760122\n".utf8) + fields + [0x0a]
    }

    private static func binary(_ name: String, _ value: [UInt8]) -> [UInt8] {
        let length = (0..<8).map { UInt8(truncatingIfNeeded: value.count >> (8 * $0)) }
        return Array(name.utf8) + [0x0a] + length + value + [0x0a]
    }

    private func read(_ bytes: [UInt8], pieces: Int) throws -> (entries: [JournalEntry], isInEntry: Bool) {
        var export = JournalExport()
        var entries: [JournalEntry] = []
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            export.append(bytes[start..<min(start + pieces, bytes.count)])
            while let entry = try export.entry() { entries.append(entry) }
        }
        return (entries, export.isInEntry)
    }

    @Test(arguments: [1, 2, 7, 100, 1 << 20])
    func `every entry is read, with texts of any bytes and several lines`(_ pieces: Int) throws {
        let odd: [UInt8] = Array("caf".utf8) + [0xe9, 0, 0x0a, 0x0a] + Array("__CURSOR=x\n\n".utf8)
        let bytes =
            Self.entry(1, Array("MESSAGE=[one] Ban 192.0.2.1 = a=b\nLOGGER=fail2ban.actions\nPRIORITY=4\n".utf8))
            + Self.entry(2, Self.binary("MESSAGE", odd) + Array("SYSLOG_IDENTIFIER=fail2ban\n".utf8))
            + Self.entry(3, Self.binary("MESSAGE", []) + Array("_SOURCE_REALTIME_TIMESTAMP=1795265259000999\n".utf8))
        let (entries, isInEntry) = try read(bytes, pieces: pieces)
        #expect(!isInEntry)
        #expect(entries.map(\.place.number) == [1, 2, 3])
        #expect(entries.map(\.text) == [Array("[one] Ban 192.0.2.1 = a=b".utf8), odd, []])
        #expect(entries.map(\.writer) == ["fail2ban.actions", "fail2ban", ""].map { Array($0.utf8) })
        #expect(entries.map(\.priority) == [4, nil, nil])
        #expect(entries.map(\.time) == [1_795_265_259_760, 1_795_265_259_760, 1_795_265_259_000])
        #expect(entries[0].place.received == 0x660c_8c41_5e9fa)
        #expect(entries[0].place.series.count == 16 && entries[0].place.series.first == 0xd1)
        // Cut anywhere, it gives what came whole and knows of the rest.
        for cut in stride(from: 1, to: bytes.count, by: 17) {
            let part = try read(Array(bytes[..<cut]), pieces: pieces)
            #expect(part.entries == Array(entries[..<part.entries.count]))
            #expect(part.isInEntry || Array(bytes[..<cut]).suffix(2) == [0x0a, 0x0a])
        }
    }

    @Test func `what is no export is refused`() {
        let odd: [[UInt8]] = [
            Array("-- No entries --\n".utf8), Array("{\"MESSAGE\":1}\n".utf8), Array("=x\n".utf8),
            Array("MESSAGE=without a place\n\n".utf8), [0xff, 0x0a],
            Array("__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=3\n\n".utf8),
            Array("__CURSOR=\(Self.cursor)\n__REALTIME_TIMESTAMP=-3\n\n".utf8),
            Array("__CURSOR=\(Self.cursor)\n\n".utf8),
            Array("MESSAGE\n".utf8) + [1, 0, 0, 0, 0, 0, 0, 0] + Array("ab\n".utf8),
        ]
        for bytes in odd {
            #expect(throws: JournalExport.Fault.malformed) { try read(bytes, pieces: 5) }
        }
    }

    @Test func `an entry without an end takes no memory without end`() {
        let long = Array("MESSAGE=".utf8) + Array(repeating: 0x61, count: JournalExport.longestEntry + 1)
        #expect(throws: JournalExport.Fault.tooLong) { try read(long, pieces: 1 << 18) }
        let claimed = Array("MESSAGE\n".utf8) + [UInt8](repeating: 0xff, count: 8)
        #expect(throws: JournalExport.Fault.tooLong) { try read(claimed, pieces: 5) }
    }

    @Test func `a place becomes a cursor and back`() throws {
        let place = try #require(JournalPlace(cursor: Self.cursor.utf8))
        #expect(place.cursor == "s=d1d8e75e18a24dc7ae4ef854635dbe6e;i=1a7;t=660c8c415e9fa")
        #expect(JournalPlace(cursor: place.cursor.utf8) == place)
        for odd in ["", "s=1", "s=zz", "i=1;t=2", place.cursor + "0000000000000", place.cursor + ";t=", "a;b"] {
            #expect(JournalPlace(cursor: odd.utf8) == nil, "\(odd)")
        }
    }
}
