import NIOCore

/// Writes JSON straight into a buffer: no values in between, no keys looked up, escapes over bytes.
///
/// Besides what RFC 8259 demands, `<`, `>`, `&`, U+2028 and U+2029 are escaped, so that the text is inert wherever it
/// ends up.
struct JSONWriter {
    private(set) var buffer: ByteBuffer
    private var needsComma = false

    init(reserving bytes: Int = 1024) {
        buffer = ByteBuffer()
        buffer.reserveCapacity(bytes)
    }

    /// The text of one object.
    static func object(reserving bytes: Int = 1024, _ body: (inout JSONWriter) throws -> Void) rethrows -> ByteBuffer {
        var writer = JSONWriter(reserving: bytes)
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
        begin(UInt8(ascii: "["))
        for element in elements { try body(&self, element) }
        end(UInt8(ascii: "]"))
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
        integer(Int64(value))
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
        buffer.writeInteger(UInt8(ascii: "\""))
        RFC3339.write(time, to: &buffer)
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    mutating func field(_ key: StaticString, time: Int64?) {
        guard let time else { return null(key) }
        field(key, time: time)
    }

    mutating func null(_ key: StaticString) {
        name(key)
        literal("null")
    }

    mutating func string(_ value: String) {
        separate()
        buffer.writeInteger(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { bytes in
            // Most texts here are addresses and names with nothing to escape: one copy.
            if bytes.allSatisfy(Self.isPlain) { _ = buffer.writeBytes(bytes) } else { escape(bytes) }
        }
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    mutating func integer(_ value: Int64) {
        separate()
        if value >= 0 && value < 10 {
            buffer.writeInteger(UInt8(ascii: "0") + UInt8(value))
        } else {
            buffer.writeString(String(value))
        }
    }

    private mutating func literal(_ text: StaticString) {
        separate()
        buffer.writeStaticString(text)
    }

    private mutating func name(_ key: StaticString) {
        separate()
        buffer.writeInteger(UInt8(ascii: "\""))
        buffer.writeStaticString(key)
        buffer.writeStaticString("\":")
        needsComma = false
    }

    private mutating func separate() {
        if needsComma { buffer.writeInteger(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        buffer.writeInteger(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        buffer.writeInteger(bracket)
        needsComma = true
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): false
        default: byte >= 0x20 && byte < 0x7f
        }
    }

    private mutating func escape(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if Self.isPlain(byte) || byte >= 0x80 {
                // U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
                if byte == 0xe2, index + 2 < bytes.count, bytes[index + 1] == 0x80, bytes[index + 2] & 0xfe == 0xa8 {
                    buffer.writeString(bytes[index + 2] == 0xa8 ? "\\u2028" : "\\u2029")
                    index += 3
                    continue
                }
                buffer.writeInteger(byte)
            } else if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") {
                buffer.writeInteger(UInt8(ascii: "\\"))
                buffer.writeInteger(byte)
            } else {
                let digits = Array("0123456789abcdef".utf8)
                buffer.writeStaticString("\\u00")
                buffer.writeInteger(digits[Int(byte >> 4)])
                buffer.writeInteger(digits[Int(byte & 15)])
            }
            index += 1
        }
    }
}
