import Console

/// A text of anyone's, of which parts are marked because they were looked for.
struct MarkedText: Sendable, Hashable {
    struct Part: Sendable, Hashable {
        var text: String
        var isMarked = false
    }

    /// In order; together they are the text.
    var parts: [Part]

    /// Whether any part is marked.
    var isMarked: Bool { parts.contains(where: \.isMarked) }

    /// A text without marks.
    init(_ text: String) { parts = [Part(text: text)] }

    /// The beginning of some bytes, with marks.
    init(_ bytes: [UInt8], marks: [Range<Int>], most: Int) {
        parts = []
        var place = 0
        let end = min(bytes.count, most)
        for mark in marks where mark.upperBound <= end {
            if place < mark.lowerBound { add(bytes[place..<mark.lowerBound], false) }
            add(bytes[mark], true)
            place = mark.upperBound
        }
        if place < end || parts.isEmpty { add(bytes[place..<end], false) }
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>, _ isMarked: Bool) {
        parts.append(Part(text: String(decoding: bytes, as: UTF8.self), isMarked: isMarked))
    }

    /// The lines of a ban that are shown, `most` at most: those that hold what was looked for before the others, in the order in
    /// which they stand.
    static func shown(_ lines: [[UInt8]], _ choice: LineChoice?, most: Int, bytes: Int) -> [MarkedText] {
        let marks = lines.map { choice?.marks(in: $0) ?? [] }
        let (held, rest) = (lines.indices.filter { !marks[$0].isEmpty }, lines.indices.filter { marks[$0].isEmpty })
        return (held + rest).prefix(most).sorted().map { MarkedText(lines[$0], marks: marks[$0], most: bytes) }
    }
}
