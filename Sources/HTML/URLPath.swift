/// An address within the site: an absolute path, a query and a fragment, every part percent-encoded. No scheme and no
/// authority can be said with it.
public struct URLPath: Sendable, Hashable {
    /// The address, in ASCII, beginning with one slash.
    public let text: String

    /// The path of `segments` below `base`, with the query's pairs in their order.
    ///
    /// Empty segments at the start are left out: two slashes would begin the name of another host.
    public init(
        _ segments: [String], under base: URLPath = .root, query: [(name: String, value: String)] = [],
        fragment: String? = nil
    ) {
        var text = base == .root ? "" : base.text
        for segment in segments where !(text.isEmpty && segment.isEmpty) {
            text += "/" + Self.encode(segment)
        }
        // The root below a path ends with a slash, as the root does.
        if text.isEmpty || segments.isEmpty { text += "/" }
        if !query.isEmpty {
            text += "?" + query.map { Self.encode($0.name) + "=" + Self.encode($0.value) }.joined(separator: "&")
        }
        if let fragment { text += "#" + Self.encode(fragment) }
        self.text = text
    }

    private init(root: Void) {
        text = "/"
    }

    /// The site's root.
    public static let root = URLPath(root: ())

    /// Percent-encodes all but the unreserved characters (RFC 3986, 2.3).
    static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
