import Storage

/// What to look for in the lines that led to bans: words, each the beginning of a word there, `"…"` for a phrase, and `-`
/// before what must not be there.
public struct LineChoice: Hashable, Sendable {
    let stored: LineQuery

    /// Bytes of the text at most.
    public static let longest = LineQuery.longest

    /// Why a text is of no use, in an English sentence.
    public struct Fault: Error, Hashable, Sendable {
        /// The sentence.
        public let message: String
    }

    /// Reads the text.
    public init(_ text: String) throws(Fault) {
        do {
            stored = try LineQuery(text)
        } catch {
            throw Fault(message: error.message)
        }
    }

    /// What is said where a search would have to compare too many lines.
    static let tooBroad =
        "Too many lines hold these words to be compared one by one. Add a rarer word, leave out the quotation marks, or narrow the list."

    /// As it was written, without spaces around it.
    public var text: String { stored.text }

    /// Where a line holds what is looked for: places in its bytes, in order.
    public func marks(in line: [UInt8]) -> [Range<Int>] { stored.marks(in: line) }
}

extension LineQueryFault {
    fileprivate var message: String {
        switch self {
        case .empty: "Give a word, such as a login name."
        case .tooLong: "Give \(LineQuery.longest) bytes at most."
        case .tooMany: "Give \(LineQuery.mostTerms) words and phrases at most."
        case .short(let word): "“\(word)” is too short to be looked for: give two letters or digits at least."
        case .wordless(let part): "“\(part)” has neither letter nor digit."
        case .onlyExclusions: "Say also what is to be there, not only what is not."
        }
    }
}
