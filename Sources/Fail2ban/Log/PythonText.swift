/// A text as Python writes it for programmers (`repr`): in quotes of either kind, with escapes.
struct PythonText {
    /// What it says.
    let text: String
    /// The index after the closing quote.
    let end: Int

    /// Reads the text that begins with a quote at `start`; nil for anything else, and where it does not end.
    init?(_ line: Span<UInt8>, at start: Int) {
        guard start < line.count, line[start] == UInt8(ascii: "'") || line[start] == UInt8(ascii: "\"") else {
            return nil
        }
        let quote = line[start]
        var bytes: [UInt8] = []
        var index = start + 1
        while index < line.count, line[index] != quote {
            if line[index] == UInt8(ascii: "\\") {
                index = Self.unescape(line, index + 1, into: &bytes)
            } else {
                bytes.append(line[index])
                index += 1
            }
        }
        guard index < line.count else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
        end = index + 1
    }

    /// Adds what the escape at `index`, after the backslash, stands for, and gives the index after it.
    private static func unescape(_ line: Span<UInt8>, _ index: Int, into bytes: inout [UInt8]) -> Int {
        guard index < line.count else { return index }
        switch line[index] {
        case UInt8(ascii: "n"): bytes.append(0x0a)
        case UInt8(ascii: "r"): bytes.append(0x0d)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "x"): return scalar(line, index + 1, digits: 2, into: &bytes)
        case UInt8(ascii: "u"): return scalar(line, index + 1, digits: 4, into: &bytes)
        case UInt8(ascii: "U"): return scalar(line, index + 1, digits: 8, into: &bytes)
        default: bytes.append(line[index])
        }
        return index + 1
    }

    /// Adds the character with the number at `index`; U+FFFD where there is none, such as half of a pair.
    private static func scalar(_ line: Span<UInt8>, _ index: Int, digits: Int, into bytes: inout [UInt8]) -> Int {
        let end = min(index + digits, line.count)
        let value = UInt32(line.text(in: index..<end), radix: 16)
        let scalar = value.flatMap(Unicode.Scalar.init) ?? "\u{fffd}"
        bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        return end
    }
}
