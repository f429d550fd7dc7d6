/// Sentences with places for values, `{0}` and on, and the same in another language.
///
/// The rooms below say what is wrong in English, for logs, programs and the command line; a page looks here for the
/// words of its reader. What was filled in is itself looked up, unless it stands in quotation marks: then it is
/// somebody's text.
struct Phrases: Sendable {
    private let plain: [String: String]
    private let patterns: [Pattern]

    init(_ pairs: [String: String]) {
        plain = pairs.filter { !$0.key.utf8.contains(UInt8(ascii: "{")) }
        // The one with the most words of its own is meant.
        patterns = pairs.filter { $0.key.utf8.contains(UInt8(ascii: "{")) }.map(Pattern.init)
            .sorted { ($0.length, $0.words) > ($1.length, $1.words) }
    }

    /// Sentences and parts of one that are looked up for one text at most.
    private static let depth = 3
    /// Bytes of a text that is looked at; no sentence of ours is longer.
    private static let limit = 2000

    /// The words for a text; nil where there are none.
    func words(for text: String) -> String? {
        text.utf8.count > Self.limit ? nil : words(for: text, depth: Self.depth)
    }

    private func words(for text: String, depth: Int) -> String? {
        if let words = plain[text] { return words }
        guard depth > 0 else { return nil }
        for pattern in patterns {
            guard let values = pattern.values(in: text) else { continue }
            let filled = zip(values, pattern.isQuoted).map { value, isQuoted in
                isQuoted ? value : words(for: value, depth: depth - 1) ?? value
            }
            return Language.fill(pattern.words, filled)
        }
        return parts(of: text, depth: depth)
    }

    /// Several sentences in one text, or a fault and its remedy.
    private func parts(of text: String, depth: Int) -> String? {
        let bytes = Array(text.utf8)
        for index in bytes.indices.dropLast(2) where bytes[index + 1] == 32 {
            guard bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ";") else { continue }
            let head = String(decoding: bytes[..<index], as: UTF8.self)
            let mark = String(decoding: bytes[index...index], as: UTF8.self)
            let rest = String(decoding: bytes[(index + 2)...], as: UTF8.self)
            if let words = words(for: head + mark, depth: 1) {
                return words + " " + (self.words(for: rest, depth: depth - 1) ?? rest)
            }
            if let words = words(for: head, depth: 1) {
                return words + mark + " " + (self.words(for: rest, depth: depth - 1) ?? rest)
            }
        }
        return nil
    }
}

/// A sentence with places.
private struct Pattern: Sendable {
    /// What stands around the places, in order; one more than there are places.
    let literals: [[UInt8]]
    /// Whether each place stands in quotation marks.
    let isQuoted: [Bool]
    /// The sentence of the other language.
    let words: String

    /// Bytes of its own.
    var length: Int { literals.reduce(0) { $0 + $1.count } }

    init(_ pair: (key: String, value: String)) {
        words = pair.value
        var literals: [[UInt8]] = [[]]
        var rest = pair.key.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "{"), let digit = rest.first, (48...57).contains(digit) {
                rest = rest.dropFirst(2)
                literals.append([])
            } else {
                literals[literals.count - 1].append(byte)
            }
        }
        self.literals = literals
        isQuoted = literals.dropLast().map { $0.last == UInt8(ascii: "\"") || $0.suffix(3) == Array("“".utf8)[...] }
    }

    /// What stands in a text at the places; nil where it is no such sentence.
    func values(in text: String) -> [String]? {
        var rest = Array(text.utf8)[...]
        guard let first = literals.first, let last = literals.last, rest.starts(with: first) else { return nil }
        rest = rest.dropFirst(first.count)
        guard rest.count >= last.count, rest.suffix(last.count).elementsEqual(last) else { return nil }
        rest = rest.dropLast(last.count)
        var values: [String] = []
        for literal in literals.dropFirst().dropLast() {
            guard let place = Self.place(of: literal, in: rest) else { return nil }
            values.append(String(decoding: rest[..<place], as: UTF8.self))
            rest = rest[(place + literal.count)...]
        }
        return values + [String(decoding: rest, as: UTF8.self)]
    }

    private static func place(of literal: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = literal.first, bytes.count >= literal.count else { return nil }
        return (bytes.startIndex...(bytes.endIndex - literal.count)).first { place in
            bytes[place] == first && bytes[place..<(place + literal.count)].elementsEqual(literal)
        }
    }
}
