/// Where to go after signing in: a path of this site, and nothing that a browser takes for another.
enum LocalPath {
    /// The path if it is one of this site; nil for anything else.
    static func checked(_ text: String?) -> String? {
        guard let text, text.utf8.count <= 2048, text.utf8.first == UInt8(ascii: "/") else { return nil }
        // Browsers take a backslash for a slash, and drop tabs and line ends before they look.
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }
        guard isPlain, text.utf8.dropFirst().first != UInt8(ascii: "/"), !hasSteps(text) else { return nil }
        return text
    }

    /// Whether parts of the path lead upwards, which below a path of its own would be out of the console.
    private static func hasSteps(_ text: String) -> Bool {
        let path = text.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        return path.split(separator: UInt8(ascii: "/")).contains { part in
            let word = String(decoding: part, as: UTF8.self).lowercased().replacing("%2e", with: ".")
            return word == "." || word == ".."
        }
    }
}
