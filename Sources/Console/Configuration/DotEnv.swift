/// The lines `NAME=value` of a `.env` file.
///
/// A line may start with `export `. A value is bare (up to ` #` or the line's end, blanks at both ends dropped), in
/// single quotes (taken as it is) or in double quotes (with `\n`, `\t`, `\r`, `\"`, `\\`, `\$`). No variable is
/// replaced and no value goes over a line's end.
public struct DotEnv: Hashable, Sendable {
    /// One assignment and its line, counted from 1.
    public struct Entry: Hashable, Sendable {
        /// The name before the equals sign.
        public let name: String
        /// The value without its quotes.
        public let value: String
        /// The line, counted from 1.
        public let line: Int
    }

    /// Why a line cannot be read.
    public enum Failure: Error, Equatable, Sendable {
        /// No equals sign.
        case noAssignment(line: Int)
        /// The name is not made of letters, digits and underscores, or starts with a digit.
        case badName(line: Int)
        /// A quote is never closed on its line.
        case openQuote(line: Int)
        /// Something other than a comment follows the closing quote.
        case textAfterQuote(line: Int)
        /// A backslash in double quotes before a character that it does not know.
        case badEscape(line: Int)
        /// The name was set before.
        case duplicate(name: String, line: Int, first: Int)
        /// The line holds a NUL.
        case nul(line: Int)
    }

    /// The assignments in the order of the file.
    public let entries: [Entry]
    /// Where the file lies, for what is said of it.
    public let path: String

    /// Reads the text of a file.
    public init(parsing text: String, at path: String = ".env") throws(Failure) {
        self.path = path
        var entries: [Entry] = []
        var seen: [String: Int] = [:]
        var number = 0
        for raw in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            var line = ArraySlice(raw)
            if number == 1, line.starts(with: [0xef, 0xbb, 0xbf]) { line = line.dropFirst(3) }
            guard let entry = try Self.entry(DotEnvLine.trimmed(line), number) else { continue }
            if let first = seen[entry.name] { throw .duplicate(name: entry.name, line: number, first: first) }
            seen[entry.name] = number
            entries.append(entry)
        }
        self.entries = entries
    }

    private static func entry(_ line: ArraySlice<UInt8>, _ number: Int) throws(Failure) -> Entry? {
        guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
        guard !line.contains(0) else { throw .nul(line: number) }
        guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { throw .noAssignment(line: number) }
        var name = DotEnvLine.trimmed(line[..<equals])
        let export = Array("export".utf8)
        if name.starts(with: export), let after = name.dropFirst(export.count).first, DotEnvLine.isBlank(after) {
            name = DotEnvLine.trimmed(name.dropFirst(export.count))
        }
        guard DotEnvLine.isName(name) else { throw .badName(line: number) }
        let value = try DotEnvLine.value(DotEnvLine.trimmed(line[(equals + 1)...]), number)
        return Entry(
            name: String(decoding: name, as: UTF8.self), value: String(decoding: value, as: UTF8.self), line: number)
    }
}

/// The grammar of one line.
private enum DotEnvLine {
    static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }

    static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line.drop(while: isBlank)
        while let last = line.last, isBlank(last) { line = line.dropLast() }
        return line
    }

    static func isName(_ name: ArraySlice<UInt8>) -> Bool {
        guard let first = name.first, !(48...57).contains(first) else { return false }
        return name.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "_")
        }
    }

    static func value(_ text: ArraySlice<UInt8>, _ line: Int) throws(DotEnv.Failure) -> [UInt8] {
        guard let first = text.first else { return [] }
        switch first {
        case UInt8(ascii: "'"):
            guard let end = text.dropFirst().firstIndex(of: first) else { throw .openQuote(line: line) }
            try checkRest(text[(end + 1)...], line)
            return Array(text[(text.startIndex + 1)..<end])
        case UInt8(ascii: "\""): return try doubleQuoted(text, line)
        default: return bare(text)
        }
    }

    private static func bare(_ text: ArraySlice<UInt8>) -> [UInt8] {
        if text.first == UInt8(ascii: "#") { return [] }
        for index in text.indices.dropFirst() where text[index] == UInt8(ascii: "#") && isBlank(text[index - 1]) {
            return Array(trimmed(text[..<index]))
        }
        return Array(text)
    }

    private static func doubleQuoted(_ text: ArraySlice<UInt8>, _ line: Int) throws(DotEnv.Failure) -> [UInt8] {
        var value: [UInt8] = []
        var index = text.startIndex + 1
        while index < text.endIndex {
            let byte = text[index]
            index += 1
            if byte == UInt8(ascii: "\"") {
                try checkRest(text[index...], line)
                return value
            }
            guard byte == UInt8(ascii: "\\") else {
                value.append(byte)
                continue
            }
            guard index < text.endIndex else { throw .openQuote(line: line) }
            guard let meant = escapes[text[index]] else { throw .badEscape(line: line) }
            value.append(meant)
            index += 1
        }
        throw .openQuote(line: line)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "\""): UInt8(ascii: "\""),
        UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "$"): UInt8(ascii: "$"),
    ]

    private static func checkRest(_ rest: ArraySlice<UInt8>, _ line: Int) throws(DotEnv.Failure) {
        let rest = trimmed(rest)
        guard rest.isEmpty || rest.first == UInt8(ascii: "#") else { throw .textAfterQuote(line: line) }
    }
}

extension DotEnv.Failure: CustomStringConvertible {
    /// The line and what is wrong with it; never a value, since it may be a secret.
    public var description: String {
        switch self {
        case .noAssignment(let line): "line \(line): has no equals sign; write NAME=value"
        case .badName(let line): "line \(line): a name has letters, digits and underscores only"
        case .openQuote(let line): "line \(line): a quote is never closed"
        case .textAfterQuote(let line): "line \(line): text follows the closing quote; put it inside or start it with #"
        case .badEscape(let line): "line \(line): unknown escape in double quotes; use single quotes"
        case .duplicate(let name, let line, let first):
            "line \(line): \(name) was set on line \(first) already; keep one"
        case .nul(let line): "line \(line): holds a NUL"
        }
    }
}
