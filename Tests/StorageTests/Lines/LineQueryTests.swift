import Testing

@testable import Storage

/// What a text asks for, and which lines hold it.
struct LineQueryTests {
    private static let lines = [
        "Nov 22 05:12:08 web-1 sshd[4711]: Failed password for invalid user root from 203.0.113.7 port 54321 ssh2",
        "user=<john.doe@example.org>, method=PLAIN, M\u{dc}LLER \u{416}\u{423}\u{41a}",
    ]

    private static func isFound(_ text: String, in lines: [String] = lines) throws -> Bool {
        try LineQuery(text).matches(lines.map { Array($0.utf8) })
    }

    @Test(arguments: [
        "root inval", "ROOT", "  invalid\tuser  ", "root john", "47", "\"user root from\"", "203.0.113.7", "203.0.113",
        "john.doe", "example.org>", "m\u{fc}ller", "\u{436}\u{443}", "\"port 543", "[4711]", "\" root \"",
        "root -admin", "root -\"user admin\"", "fail -113.7.5", "\"failed password\"ssh2", "web-1",
    ])
    func `words begin words, phrases stand as they are`(text: String) throws {
        #expect(try Self.isFound(text))
    }

    @Test(arguments: [
        "oot", "root admin", "\"root user\"", "03.0.113.7", "203.0.113.70", "\" roo \"", "root -john", "root -ssh",
        "root -203.0.113", "\"from root\"", "ohn.doe", "\"ssh2 user\"", "muller",
    ])
    func `nothing else is found`(text: String) throws {
        #expect(try !Self.isFound(text))
    }

    @Test func `what cannot be looked for is refused by name`() {
        let faults: [(String, LineQueryFault)] = [
            ("", .empty), (" \t ", .empty), ("\"\"", .empty), ("a", .short("a")), ("root x", .short("x")),
            ("/0", .short("/0")), ("root \"a b\"", .short("a b")),
            ("root --", .wordless("-")), ("root -", .wordless("-")), ("\"?!\"", .wordless("?!")),
            ("-root", .onlyExclusions), (String(repeating: "x", count: 201), .tooLong),
            ((10...26).map(String.init).joined(separator: " "), .tooMany),
        ]
        for (text, fault) in faults {
            #expect(throws: fault, "\(text)") { try LineQuery(text) }
        }
    }

    @Test func `bytes that are no UTF-8 end a word, and a word counts up to its 64th byte`() throws {
        let lines: [[UInt8]] = [
            Array("ro".utf8) + [0xff] + Array("ot\0adm".utf8) + [0xe2, 0x82] + Array("in".utf8) + [0xc3],
            Array((String(repeating: "x", count: 63) + "\u{e9}y").utf8),
        ]
        for word in ["ro", "ot", "adm", "in", String(repeating: "x", count: 63)] {
            #expect(try LineQuery(word).matches(lines))
        }
        #expect(try !LineQuery("root").matches(lines))
        #expect(try !LineQuery("admin").matches(lines))
        // The character that would reach beyond the bound does not count.
        #expect(LineWords(lines, mark: []).text.split(separator: 0x20).last?.count == 63)
        #expect(try LineQuery(String(repeating: "x", count: 63) + "\u{e9}yz").matches(lines))
    }

    @Test func `what is found is marked, no character cut`() throws {
        func marked(_ text: String, in line: String) throws -> [String] {
            let bytes = Array(line.utf8)
            return try LineQuery(text).marks(in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
        }
        #expect(try marked("root inval", in: Self.lines[0]) == ["inval", "root"])
        #expect(try marked("203.0 \"0.113.7 port\"", in: Self.lines[0]) == ["203.0.113.7 port"])
        #expect(try marked("m\u{fc}l -doe", in: Self.lines[1]) == ["M\u{dc}L"])
        #expect(try marked("none", in: Self.lines[1]) == [])
        #expect(try marked("ab", in: "ab abab \u{ab}ab\u{bb}") == ["ab", "ab", "ab"])
    }

    @Test func `only the beginning of very long lines is searched, by index and by comparison alike`() throws {
        let long = [UInt8](repeating: UInt8(ascii: "-"), count: LineWords.mostBytes - 3) + Array("alphabet".utf8)
        #expect(try LineQuery("alp").matches([long]))
        #expect(try !LineQuery("alph").matches([long]))
        #expect(try !LineQuery("next").matches([long, Array("next".utf8)]))
        #expect(LineWords([long, Array("next".utf8)], mark: []).text == Array("alp ".utf8))
    }

    @Test func `small letters are as long as their capitals, and stay as they are`() {
        for scalar in UInt32(0x80)...0x10ffff where !(0xd800...0xdfff).contains(scalar) {
            let small = FoldedLetter.small(scalar)
            guard small != scalar else { continue }
            #expect(scalar < 0x800 && small < 0x800 && FoldedLetter.isLetter(scalar) && FoldedLetter.isLetter(small))
            #expect(FoldedLetter.small(small) == small, "\(String(scalar, radix: 16))")
            // The library says the same, for what is made small at all.
            let known = Unicode.Scalar(scalar)?.properties.lowercaseMapping ?? ""
            #expect(known.unicodeScalars.map(\.value) == [small], "\(String(scalar, radix: 16))")
        }
    }
}
