/// The address in a request line, as BanGUI takes it: a path of this server, maybe with a query.
enum RequestTarget {
    /// Refuses every other form, and a path that could be read as another one.
    static func check(_ target: Slice<UnsafeRawBufferPointer>) throws(RequestFault) {
        guard target.first == UInt8(ascii: "/") else {
            throw .malformed("Ask for a path that begins with a slash.")
        }
        guard target.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw .malformed("The path holds a character that has to be percent-encoded.")
        }
        let path = target.prefix { $0 != UInt8(ascii: "?") }
        guard !hasEmptySegment(path) else {
            throw .malformed("The path has to be written without two slashes in a row.")
        }
        // Most paths need no closer look.
        guard path.contains(where: { $0 == percent || $0 == dot || $0 == UInt8(ascii: "\\") }) else { return }
        for segment in path.split(separator: slash) { try check(segment: segment) }
    }

    /// The router would pass over it, and a proxy that decides by how a path begins would not.
    private static func hasEmptySegment(_ path: Slice<UnsafeRawBufferPointer>) -> Bool {
        zip(path, path.dropFirst()).contains { $0 == slash && $1 == slash }
    }

    private static func check(segment: Slice<UnsafeRawBufferPointer>) throws(RequestFault) {
        guard let text = PercentDecoding.text(of: segment), !text.utf8.contains(0) else {
            throw .malformed("The path holds an escape that stands for no text.")
        }
        guard ![".", ".."].contains(where: { text.utf8.elementsEqual($0.utf8) }), !segment.contains(UInt8(ascii: "\\"))
        else {
            throw .malformed("The path has to be written without “.”, “..” and backslashes.")
        }
    }

    private static let slash = UInt8(ascii: "/")
    private static let percent = UInt8(ascii: "%")
    private static let dot = UInt8(ascii: ".")
}
