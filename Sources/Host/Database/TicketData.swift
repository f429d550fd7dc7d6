/// What the daemon keeps of a ban as JSON (its column `data`), as far as BanGUI wants it. Nothing in it is trusted: what
/// cannot be read is left out.
struct TicketData: Equatable {
    /// Failures that led to the ban.
    var failures = 0
    /// The lines that matched, the oldest first, at most the ten newest, the first `longestLine` bytes of each.
    var matches: [[UInt8]] = []

    private static let mostMatches = 10
    /// Bytes of a line at most: who is guarded against decides how long the lines are.
    static let longestLine = 8192

    /// Reads what is there, up to the place where it is no JSON.
    init(_ json: [UInt8]) {
        var scanner = JSONScanner(json)
        scanner.object { scanner, key in
            if key.elementsEqual("failures".utf8), let number = scanner.number() {
                failures = number
            } else if key.elementsEqual("matches".utf8) {
                scanner.array { scanner in
                    if let line = scanner.line() { matches.append(Array(line.prefix(Self.longestLine))) }
                }
            } else {
                scanner.skip()
            }
        }
        matches = Array(matches.suffix(Self.mostMatches))
    }
}

/// Steps through JSON (RFC 8259) byte by byte, with a bound on its depth. Texts stay bytes: they need not be UTF-8.
private struct JSONScanner {
    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    private static let deepest = 32

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// An object: `body` has to take each value.
    mutating func object(_ body: (inout JSONScanner, [UInt8]) -> Void) {
        list("{", "}") { scanner in
            guard let key = scanner.text(), scanner.take(":") else { return false }
            body(&scanner, key)
            return true
        }
    }

    /// An array: `body` has to take each value.
    mutating func array(_ body: (inout JSONScanner) -> Void) {
        list("[", "]") { scanner in
            body(&scanner)
            return true
        }
    }

    /// A matched line: a text, or an array of texts that are its parts.
    mutating func line() -> [UInt8]? {
        if next == UInt8(ascii: "[") {
            var parts: [UInt8] = []
            array { scanner in parts += scanner.text() ?? scanner.skipped() }
            return parts
        }
        return text()
            ?? {
                skip(); return nil
            }()
    }

    /// A whole number; a fraction is cut off.
    mutating func number() -> Int? {
        let start = index
        skip()
        let digits = bytes[start..<index].drop { $0 == 32 }.prefix { (48...57).contains($0) || $0 == UInt8(ascii: "-") }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// Passes over a value of any kind.
    mutating func skip() {
        switch next {
        case UInt8(ascii: "{"): object { scanner, _ in scanner.skip() }
        case UInt8(ascii: "["): array { $0.skip() }
        case UInt8(ascii: "\""): _ = text()
        default:
            let start = index
            while index < bytes.count, !Self.ends.contains(bytes[index]) { index += 1 }
            // Nothing fits here: it is no JSON from here on.
            if index == start { index = bytes.count }
        }
    }

    private static let ends = Array(",]}:".utf8)

    private mutating func skipped() -> [UInt8] {
        skip()
        return []
    }

    private mutating func list(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ element: (inout JSONScanner) -> Bool)
    {
        guard take(open) else { return skip() }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { return index = bytes.count }
        guard !take(close) else { return }
        repeat {
            guard element(&self) else { return index = bytes.count }
        } while take(",")
        if !take(close) { index = bytes.count }
    }

    private var next: UInt8? {
        mutating get {
            while index < bytes.count, [32, 9, 10, 13].contains(bytes[index]) { index += 1 }
            return index < bytes.count ? bytes[index] : nil
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// A text; nil for anything else, which stays where it is.
    private mutating func text() -> [UInt8]? {
        guard take("\"") else { return nil }
        var text: [UInt8] = []
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\") {
                index += 1
                escape(into: &text)
            } else {
                text.append(bytes[index])
                index += 1
            }
        }
        index = min(index + 1, bytes.count)
        return text
    }

    private mutating func escape(into text: inout [UInt8]) {
        guard index < bytes.count else { return }
        let letter = bytes[index]
        index += 1
        switch letter {
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "u"): unicode(into: &text)
        default: text.append(letter)
        }
    }

    private mutating func unicode(into text: inout [UInt8]) {
        guard let first = hexadecimal() else { return }
        // Python writes a byte that is no UTF-8 as the lower half of a pair (PEP 383).
        if (0xdc80...0xdcff).contains(first) {
            text.append(UInt8(truncatingIfNeeded: first))
            return
        }
        var value = first
        if (0xd800...0xdbff).contains(first), index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        {
            let here = index
            index += 2
            if let second = hexadecimal(), (0xdc00...0xdfff).contains(second) {
                value = 0x10000 + (first - 0xd800) << 10 + (second - 0xdc00)
            } else {
                index = here
            }
        }
        text += UTF8.encode(Unicode.Scalar(value) ?? "\u{fffd}") ?? UTF8.encodedReplacementCharacter
    }

    private mutating func hexadecimal() -> UInt32? {
        let end = min(index + 4, bytes.count)
        let value = UInt32(String(decoding: bytes[index..<end], as: UTF8.self), radix: 16)
        index = end
        return value
    }
}
