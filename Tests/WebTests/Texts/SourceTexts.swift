import Foundation

/// What the sources say to people, read from the files themselves: nothing can be added there and forgotten here.
struct SourceTexts {
    /// A text with a key.
    struct Keyed {
        var key: String
        var english: String
    }

    /// A literal of a text, with `…` for what is filled in, and the file it stands in.
    struct Literal {
        var file: String
        /// What stands before it on its line.
        var before: String
        var text: String
    }

    private static let root = URL(filePath: #filePath).appending(path: "../../../..").standardized

    /// Every file below a folder of `Sources`.
    static func files(_ folder: String) throws -> [(name: String, text: String)] {
        let place = root.appending(path: "Sources/" + folder)
        let names = FileManager.default.enumerator(atPath: place.path())?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
            (folder + "/" + name, try String(contentsOf: place.appending(path: name), encoding: .utf8))
        }
    }

    /// Every text with a key; and how many times the sources begin one, in whatever form.
    static func keyed() throws -> (texts: [Keyed], begun: Int) {
        var texts: [Keyed] = []
        var begun = 0
        for (_, source) in try files("Web") {
            let pattern = /Text\(\s*"([^"\\]+)",\s*"((?:[^"\\]|\\.)*)"\s*\)/
            texts += source.matches(of: pattern).map { match in
                Keyed(key: String(match.1), english: String(match.2).replacing(#"\""#, with: "\""))
            }
            begun += source.matches(of: /\bText\(|: Text = \.init\(/).count
        }
        return (texts, begun)
    }

    /// Every literal of a file, but for comments.
    static func literals(_ file: String, _ source: String) -> [Literal] {
        var reader = LiteralReader(source)
        return reader.all().map { Literal(file: file, before: $0.before, text: $0.text) }
    }
}

/// Reads the string literals of Swift, those with interpolations and those of several lines too.
private struct LiteralReader {
    private let source: [Unicode.Scalar]
    private var place = 0

    init(_ source: String) { self.source = Array(source.unicodeScalars) }

    mutating func all() -> [(before: String, text: String)] {
        var found: [(String, String)] = []
        while place < source.count {
            if isAt("//") {
                while place < source.count, source[place] != "\n" { place += 1 }
            } else if source[place] == "\"" {
                let before = line(upTo: place)
                found.append((before, literal()))
            } else {
                place += 1
            }
        }
        return found
    }

    private func isAt(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        return place + wanted.count <= source.count && Array(source[place..<(place + wanted.count)]) == wanted
    }

    private func line(upTo end: Int) -> String {
        let start = source[..<end].lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return Self.text(source[start..<end])
    }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private mutating func literal() -> String {
        let isLong = isAt("\"\"\"")
        place += isLong ? 3 : 1
        var scalars: [Unicode.Scalar] = []
        while place < source.count {
            if isLong ? isAt("\"\"\"") : source[place] == "\"" {
                place += isLong ? 3 : 1
                break
            }
            if source[place] == "\\" {
                place += 1
                escape(into: &scalars)
            } else {
                scalars.append(source[place])
                place += 1
            }
        }
        let text = Self.text(scalars)
        return isLong ? text.split(whereSeparator: \.isWhitespace).joined(separator: " ") : text
    }

    private mutating func escape(into scalars: inout [Unicode.Scalar]) {
        let kind = source[place]
        place += 1
        switch kind {
        case "(":
            scalars.append("…")
            interpolation()
        case "u":
            while source[place] != "}" { place += 1 }
            place += 1
        case "\n": break
        case "\"", "\\": scalars.append(kind)
        default: scalars.append(" ")
        }
    }

    private mutating func interpolation() {
        var depth = 1
        while depth > 0, place < source.count {
            switch source[place] {
            case "(": depth += 1
            case ")": depth -= 1
            case "\"":
                _ = literal()
                continue
            default: break
            }
            place += 1
        }
    }
}
