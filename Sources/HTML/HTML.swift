/// A piece of HTML, correct by construction: text goes in only through the escaping, elements only through tag
/// functions, and the one door for raw markup takes literals of our own source.
public struct HTML: Sendable, Equatable {
    /// The markup in UTF-8.
    public private(set) var bytes: [UInt8]

    /// Nothing.
    public init() {
        bytes = []
    }

    /// Text, escaped.
    public init(_ text: String) {
        bytes = []
        append(escaping: text)
    }

    /// Markup written in our own source, taken as it is.
    public init(trusted literal: StaticString) {
        bytes = []
        append(literal)
    }

    /// The markup as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether there is no markup at all.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Adds `other` behind.
    public mutating func append(_ other: HTML) {
        bytes.append(contentsOf: other.bytes)
    }

    mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Adds text with the five special characters as references. It walks bytes, because a quote followed by a
    /// combining mark is another `Character` but still a quote to a parser. NUL has no place in HTML and becomes
    /// U+FFFD; a carriage return is written as a reference, since parsers turn a bare one into a line feed.
    mutating func append(escaping text: String) {
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for index in utf8.indices {
                guard let reference = Self.reference(for: utf8[index]) else { continue }
                bytes.append(contentsOf: utf8[start..<index])
                append(reference)
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
    }

    private static func reference(for byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case 13: "&#13;"
        case 0: "\u{FFFD}"
        default: nil
        }
    }
}

/// Collects the statements of a block into one piece of HTML; text in a block is escaped.
@resultBuilder
public enum HTMLBuilder {
    /// Takes an element as it is.
    public static func buildExpression(_ html: HTML) -> HTML { html }

    /// Takes an element where there is one.
    public static func buildExpression(_ html: HTML?) -> HTML { html ?? HTML() }

    /// Escapes text.
    public static func buildExpression(_ text: String) -> HTML { HTML(text) }

    /// An empty block.
    public static func buildBlock() -> HTML { HTML() }

    /// The first statement.
    public static func buildPartialBlock(first: HTML) -> HTML { first }

    /// Each further statement.
    public static func buildPartialBlock(accumulated: consuming HTML, next: HTML) -> HTML {
        accumulated.append(next)
        return accumulated
    }

    /// `if` without `else`.
    public static func buildOptional(_ html: HTML?) -> HTML { html ?? HTML() }

    /// The branch taken.
    public static func buildEither(first: HTML) -> HTML { first }

    /// The other branch.
    public static func buildEither(second: HTML) -> HTML { second }

    /// A loop.
    public static func buildArray(_ parts: [HTML]) -> HTML {
        var all = HTML()
        for part in parts { all.append(part) }
        return all
    }
}

/// A block that holds nothing.
public func nothing() -> HTML { HTML() }

/// Several pieces one after the other, without an element around them.
public func group(@HTMLBuilder _ content: () -> HTML) -> HTML { content() }
