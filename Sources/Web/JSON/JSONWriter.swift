import NIOCore

/// Writes JSON straight into bytes: no values in between, no keys looked up, escapes over bytes.
///
/// Besides what RFC 8259 demands, `<`, `>`, `&`, U+2028 and U+2029 are escaped, so that the text is inert wherever it
/// ends up. An array of bytes, because a buffer of NIO checks for exclusive access at every single byte.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init(reserving count: Int = 1024) {
        bytes.reserveCapacity(count)
    }

    /// What was written, to send.
    var buffer: ByteBuffer { ByteBuffer(bytes: bytes) }

    /// The text of one object.
    static func object(reserving count: Int = 1024, _ body: (inout JSONWriter) throws -> Void) rethrows -> ByteBuffer {
        var writer = JSONWriter(reserving: count)
        try writer.object(body)
        return writer.buffer
    }

    mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        begin(UInt8(ascii: "{"))
        try body(&self)
        end(UInt8(ascii: "}"))
    }

    mutating func object(_ key: StaticString, _ body: (inout JSONWriter) throws -> Void) rethrows {
        name(key)
        try object(body)
    }

    mutating func array<Elements: Sequence>(
        _ key: StaticString, _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) throws -> Void
    ) rethrows {
        name(key)
        try list(elements, body)
    }

    mutating func field(_ key: StaticString, _ value: String) {
        name(key)
        string(value)
    }

    mutating func field(_ key: StaticString, _ value: String?) {
        guard let value else { return null(key) }
        field(key, value)
    }

    mutating func field(_ key: StaticString, _ value: some BinaryInteger) {
        name(key)
        integer(Int64(clamping: value))
    }

    mutating func field(_ key: StaticString, count: Int?) {
        guard let count else { return null(key) }
        field(key, count)
    }

    mutating func field(_ key: StaticString, _ value: Bool) {
        name(key)
        literal(value ? "true" : "false")
    }

    mutating func field(_ key: StaticString, texts: some Sequence<String>) {
        array(key, texts) { $0.string($1) }
    }

    /// A time in UTC epoch seconds as RFC 3339.
    mutating func field(_ key: StaticString, time: Int64) {
        name(key)
        separate()
        bytes.append(UInt8(ascii: "\""))
        RFC3339.append(time, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func field(_ key: StaticString, time: Int64?) {
        guard let time else { return null(key) }
        field(key, time: time)
    }

    /// A member whose name is known at run time only.
    mutating func member(_ key: String, _ body: (inout JSONWriter) throws -> Void) rethrows {
        string(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        try body(&self)
    }

    mutating func list<Elements: Sequence>(
        _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) throws -> Void
    ) rethrows {
        begin(UInt8(ascii: "["))
        for element in elements { try body(&self, element) }
        end(UInt8(ascii: "]"))
    }

    mutating func flag(_ value: Bool) { literal(value ? "true" : "false") }

    mutating func null() { literal("null") }

    mutating func null(_ key: StaticString) {
        name(key)
        literal("null")
    }

    mutating func string(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { text in
            // Most texts here are addresses and names with nothing to escape: one copy.
            if text.allSatisfy(Self.isPlain) { bytes.append(contentsOf: text) } else { escape(text) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func integer(_ value: Int64) {
        separate()
        if value >= 0 && value < 10 {
            bytes.append(UInt8(ascii: "0") + UInt8(value))
        } else {
            bytes.append(contentsOf: String(value).utf8)
        }
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        append(text)
    }

    private mutating func name(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        append(key)
        append("\":")
        needsComma = false
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): false
        default: byte >= 0x20 && byte < 0x7f
        }
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        let digits = Array("0123456789abcdef".utf8)
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == 0xe2, index + 2 < text.count, text[index + 1] == 0x80, text[index + 2] & 0xfe == 0xa8 {
                // U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
                append(text[index + 2] == 0xa8 ? "\\u2028" : "\\u2029")
                index += 3
                continue
            }
            if Self.isPlain(byte) || byte >= 0x80 {
                bytes.append(byte)
            } else if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") {
                bytes += [UInt8(ascii: "\\"), byte]
            } else {
                append("\\u00")
                bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
            index += 1
        }
    }
}
