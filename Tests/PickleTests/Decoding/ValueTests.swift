import Pickle
import TestSupport
import Testing

@Suite struct ValueTests {
    private func value(_ body: [UInt8]) throws -> PickleValue {
        try PickleValue.decode([0x80, 4] + body + [0x2e]).value
    }

    @Test func `whole numbers of every width keep their sign`() throws {
        #expect(try value([0x8a, 1, 0xff]) == .int(-1))
        #expect(try value([0x8a, 0]) == .int(0))
        #expect(try value([0x8a, 2, 0, 0x80]) == .int(-32_768))
        #expect(try value([0x8a, 8, 0, 0, 0, 0, 0, 0, 0, 0x80]) == .int(.min))
        #expect(try value([0x4a, 0xfe, 0xff, 0xff, 0xff]) == .int(-2))
        #expect(try value([0x4d, 0xff, 0xff]) == .int(65_535))
        #expect(try value([0x49] + Array("-12\n".utf8)) == .int(-12))
    }

    @Test func `a whole number beyond sixty-four bits keeps its digits`() throws {
        func wide(_ digits: String) -> PickleValue {
            .object(PickleObject(type: PickleClass(module: "builtins", name: "int"), arguments: [.text(digits)]))
        }
        #expect(try value([0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1]) == wide("18446744073709551616"))
        #expect(try value([0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0xff]) == wide("-18446744073709551616"))
        #expect(try value([0x49] + Array("99999999999999999999\n".utf8)) == wide("99999999999999999999"))
    }

    @Test func `text that is no UTF-8 comes through with replacements`() throws {
        #expect(try value([0x8c, 5, 0x61, 0xed, 0xb2, 0x80, 0x62]) == .text("a\u{fffd}\u{fffd}\u{fffd}b"))
        #expect(try value([0x8c, 1, 0xff]) == .text("\u{fffd}"))
    }

    @Test func `text that looks like an end or a terminator is text`() throws {
        let text = Array(".<F2B_END_COMMAND>..".utf8)
        let bytes = [0x80, 4, 0x8c, UInt8(text.count)] + text + [0x2e]
        let decoded = try PickleValue.decode(bytes + Array("<F2B_END_COMMAND>".utf8))
        #expect(decoded.value == .text(".<F2B_END_COMMAND>.."))
        #expect(decoded.consumed == bytes.count)
        var scanner = PickleScanner()
        #expect(try scanner.end(in: bytes) == bytes.count)
    }

    @Test func `a value that is shared occurs wherever it is fetched`() throws {
        #expect(try value([0x5d, 0x94, 0x4e, 0x61, 0x68, 0, 0x86]) == .tuple([.list([.none]), .list([.none])]))
    }

    @Test func `what this encoder writes, this decoder reads`() throws {
        let values: [PickleValue] = [
            .none, .bool(true), .bool(false), .int(0), .int(-1), .int(.max), .int(.min), .float(-1.5), .text(""),
            .text("é\u{0}\n"), .bytes([0, 255]), .list([]), .tuple([]), .tuple([.int(1)]),
            .tuple([.int(1), .int(2), .int(3), .int(4)]),
            .dictionary([PicklePair(key: .text("a"), value: .list([.none]))]), .dictionary([]),
        ]
        for value in values + [.list(values)] {
            #expect(try PickleValue.decode(value.encoded()).value == value)
        }
    }

    @Test(.shows("ASVS-1.5.2")) func `nothing that would be code can be encoded`() {
        let type = PickleClass(module: "posix", name: "system")
        for value in [.classReference(type), PickleValue.object(PickleObject(type: type, arguments: []))] {
            #expect(throws: PickleError.notEncodable) { try PickleValue.list([value]).encoded() }
        }
        let deep = (0..<40).reduce(PickleValue.none) { value, _ in .list([value]) }
        #expect(throws: PickleError.tooDeep) { try deep.encoded() }
    }
}
