/// Texts as PostgreSQL can hold them.
///
/// Its `text` takes every character but U+0000, and a ban's id or a line of a log may hold that one. So U+0000 is
/// stored as U+0001 U+0001 and U+0001 as U+0001 U+0002. Different texts stay different, they sort by bytes as before,
/// and what a text begins with it still begins with.
enum PostgreSQLText {
    private static let mark: UInt8 = 1

    /// Appends a text in its stored form.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { utf8 in
            guard utf8.contains(where: { $0 <= mark }) else { return bytes.append(contentsOf: utf8) }
            for byte in utf8 {
                if byte <= mark { bytes.append(mark) }
                bytes.append(byte <= mark ? byte + 1 : byte)
            }
        }
    }

    /// Whether stored bytes are not the text's own.
    static func isEscaped(_ stored: UnsafeRawBufferPointer) -> Bool { stored.contains(mark) }

    /// The text's own bytes.
    static func original(_ stored: UnsafeRawBufferPointer) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(stored.count)
        var isMarked = false
        for byte in stored {
            if isMarked {
                bytes.append(byte &- 1)
                isMarked = false
            } else if byte == mark {
                isMarked = true
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
