/// Splits a command line into words by the quoting rules of the POSIX shell (2.2), and does nothing else of a shell:
/// `$`, backquotes, globs, pipes and the like stay plain characters.
public enum ShellWords {
    /// Why a command line cannot be split; places are counted in bytes from 1.
    public enum Failure: Error, Equatable, Sendable {
        /// A single quote opened at the place is never closed.
        case openSingleQuote(at: Int)
        /// A double quote opened at the place is never closed.
        case openDoubleQuote(at: Int)
        /// The last character is a backslash.
        case danglingBackslash
        /// A NUL, which no argument can hold.
        case nul(at: Int)
    }

    /// The words of `text`; empty where it holds none.
    public static func split(_ text: String) throws(Failure) -> [String] {
        var splitter = Splitter(bytes: Array(text.utf8))
        return try splitter.run()
    }

    private struct Splitter {
        let bytes: [UInt8]
        var place = 0
        var word: [UInt8] = []
        /// Tells an empty quoted word from none.
        var isInWord = false
        var words: [String] = []

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func run() throws(Failure) -> [String] {
            if let nul = bytes.firstIndex(of: 0) { throw .nul(at: nul + 1) }
            while place < bytes.count { try step() }
            finishWord()
            return words
        }

        private mutating func step() throws(Failure) {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): finishWord()
            case UInt8(ascii: "'"): try singleQuoted()
            case UInt8(ascii: "\""): try doubleQuoted()
            case UInt8(ascii: "\\"):
                guard place < bytes.count else { throw .danglingBackslash }
                // A backslash before a line end joins the lines.
                if bytes[place] != UInt8(ascii: "\n") { append(bytes[place]) }
                place += 1
            default: append(byte)
            }
        }

        private mutating func singleQuoted() throws(Failure) {
            let start = place
            isInWord = true
            while place < bytes.count {
                let byte = bytes[place]
                place += 1
                if byte == UInt8(ascii: "'") { return }
                append(byte)
            }
            throw .openSingleQuote(at: start)
        }

        private mutating func doubleQuoted() throws(Failure) {
            let start = place
            isInWord = true
            while place < bytes.count {
                let byte = bytes[place]
                place += 1
                if byte == UInt8(ascii: "\"") { return }
                guard byte == UInt8(ascii: "\\"), place < bytes.count else {
                    append(byte)
                    continue
                }
                escapedInDoubleQuotes()
            }
            throw .openDoubleQuote(at: start)
        }

        /// Inside double quotes a backslash is special only before `$`, a backquote, `"`, `\` and a line end.
        private mutating func escapedInDoubleQuotes() {
            let next = bytes[place]
            place += 1
            switch next {
            case UInt8(ascii: "\n"): break
            case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\""), UInt8(ascii: "\\"): append(next)
            default:
                append(UInt8(ascii: "\\"))
                append(next)
            }
        }

        private mutating func append(_ byte: UInt8) {
            isInWord = true
            word.append(byte)
        }

        private mutating func finishWord() {
            if isInWord { words.append(String(decoding: word, as: UTF8.self)) }
            word = []
            isInWord = false
        }
    }
}

extension ShellWords.Failure: CustomStringConvertible {
    /// What is wrong and where.
    public var description: String {
        switch self {
        case .openSingleQuote(let place):
            "unbalanced quotes: the single quote (') at character \(place) is never closed"
        case .openDoubleQuote(let place):
            "unbalanced quotes: the double quote (\") at character \(place) is never closed"
        case .danglingBackslash: "ends in a backslash"
        case .nul(let place): "holds a NUL at character \(place)"
        }
    }
}
