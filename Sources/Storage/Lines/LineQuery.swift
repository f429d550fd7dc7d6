/// What to look for in the lines that led to bans: words, phrases, and what must not be there.
///
/// An event is found where its lines hold each word, in whichever line, as the beginning of a word there; each phrase as it
/// is written, within one line, from where a word begins; and nothing that is excluded. Capitals count as small letters.
public struct LineQuery: Hashable, Sendable {
    /// A part of it.
    struct Term: Hashable {
        /// In small letters.
        let bytes: [UInt8]
        /// A word alone; else a phrase.
        let isWord: Bool
        /// Whether it must not be there.
        let isExcluded: Bool
        /// The words of it; of each whether more letters may follow.
        let words: [(bytes: [UInt8], isOpen: Bool)]

        static func == (one: Term, other: Term) -> Bool {
            one.bytes == other.bytes && one.isWord == other.isWord && one.isExcluded == other.isExcluded
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(bytes)
            hasher.combine(isExcluded)
        }
    }

    /// Bytes of the text at most.
    public static let longest = 200
    /// Words and phrases at most.
    public static let mostTerms = 16
    /// The bytes that a word has at least: a letter alone begins a word of every line.
    public static let shortestWord = 2

    /// As it was written, without spaces around it.
    public let text: String
    /// Those that must be there first.
    let terms: [Term]

    /// Reads words, `"…"` for a phrase and `-` before what must not be there. A word with signs in it, such as an address or
    /// `john.doe`, is a phrase.
    public init(_ text: String) throws(LineQueryFault) {
        let bytes = Self.trimmed(Array(text.utf8))
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= Self.longest else { throw .tooLong }
        self.text = String(decoding: bytes, as: UTF8.self)
        let parts = LineQueryParts(bytes).parts
        guard !parts.isEmpty else { throw .empty }
        var terms: [Term] = []
        for part in parts {
            let term = try Self.term(part)
            if !terms.contains(term) { terms.append(term) }
        }
        guard terms.contains(where: { !$0.isExcluded }) else { throw .onlyExclusions }
        guard terms.count <= Self.mostTerms else { throw .tooMany }
        self.terms = terms.filter { !$0.isExcluded } + terms.filter(\.isExcluded)
    }

    /// Every word that an index is asked for; of each whether more letters may follow. A letter with which a phrase ends begins a word of
    /// every line: that one is only compared.
    var words: [(bytes: [UInt8], isOpen: Bool)] {
        terms.filter { !$0.isExcluded }.flatMap(\.words).filter { !$0.isOpen || $0.bytes.count >= Self.shortestWord }
    }

    /// Whether the index alone tells what is found.
    var isExact: Bool { terms.allSatisfy(\.isWord) }

    private static func term(_ part: LineQueryParts.Part) throws(LineQueryFault) -> Term {
        let folded = FoldedLine(part.bytes)
        let shown = String(decoding: part.bytes, as: UTF8.self)
        guard let first = folded.words.first else { throw .wordless(shown) }
        let isWord = folded.words.count == 1 && first == 0..<folded.bytes.count
        let words = folded.words.map { word in
            (bytes: Array(folded.bytes[folded.counted(word)]), isOpen: word.upperBound == folded.bytes.count)
        }
        guard words.contains(where: { $0.bytes.count >= shortestWord }) else { throw .short(shown) }
        return Term(
            bytes: isWord ? words[0].bytes : folded.bytes, isWord: isWord, isExcluded: part.isExcluded, words: words)
    }

    private static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var rest = bytes[...]
        while let first = rest.first, first <= 0x20 { rest = rest.dropFirst() }
        while let last = rest.last, last <= 0x20 { rest = rest.dropLast() }
        return rest
    }
}

/// Why a text cannot be looked for in lines.
public enum LineQueryFault: Error, Hashable, Sendable {
    /// There is nothing in it.
    case empty
    /// It has more than `LineQuery.longest` bytes.
    case tooLong
    /// It has more than `LineQuery.mostTerms` words and phrases.
    case tooMany
    /// A word of it is too short to be looked for.
    case short(String)
    /// A part of it has neither letter nor digit.
    case wordless(String)
    /// It says only what must not be there.
    case onlyExclusions
}

/// A text cut into words and phrases.
struct LineQueryParts {
    struct Part {
        var bytes: [UInt8] = []
        var isExcluded = false
    }

    private(set) var parts: [Part] = []

    /// A phrase that is not closed reaches to the end.
    init(_ text: some Sequence<UInt8>) {
        var part: Part?
        var isQuoted = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""):
                // Within a word it ends that word, so that `a"b c"` is a word and a phrase.
                if isQuoted || part?.bytes.isEmpty == false { close(&part) }
                isQuoted.toggle()
                if isQuoted { part = part ?? Part() }
            case ...0x20 where !isQuoted: close(&part)
            case UInt8(ascii: "-") where part == nil: part = Part(isExcluded: true)
            default:
                part = part.map { Part(bytes: $0.bytes + [byte], isExcluded: $0.isExcluded) } ?? Part(bytes: [byte])
            }
        }
        close(&part)
    }

    private mutating func close(_ part: inout Part?) {
        if var closed = part {
            // A dash alone is what it is.
            if closed.bytes.isEmpty, closed.isExcluded { closed = Part(bytes: [UInt8(ascii: "-")]) }
            if !closed.bytes.isEmpty { parts.append(closed) }
        }
        part = nil
    }
}
