/// Where to go after signing in: a path of this site, and nothing that a browser takes for another.
enum LocalPath {
    /// The path if it is one of this site; nil for anything else.
    static func checked(_ text: String?) -> String? {
        guard let text, text.utf8.count <= 2048, text.utf8.first == UInt8(ascii: "/") else { return nil }
        // Browsers take a backslash for a slash, and drop tabs and line ends before they look.
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }
        guard isPlain, text.utf8.dropFirst().first != UInt8(ascii: "/") else { return nil }
        return text
    }
}
