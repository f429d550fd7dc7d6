/// The address that people open: an origin, and where a proxy serves the console below a path, that path.
public struct PublicAddress: Hashable, Sendable {
    /// Scheme, host and port.
    public let origin: WebOrigin
    /// The path without a slash at its end, such as `/bangui`; empty where the console has the whole site.
    public let path: String

    /// Reads `https://host` or `https://host/path`, a port or none, a final slash or none.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            return nil
        }
        let authority = bytes[(colon + 3)...].prefix { $0 != UInt8(ascii: "/") }
        guard let origin = WebOrigin(String(decoding: bytes[..<authority.endIndex], as: UTF8.self)) else { return nil }
        var path = bytes[authority.endIndex...]
        if path.last == UInt8(ascii: "/") { path = path.dropLast() }
        guard path.isEmpty || Self.isPlain(path) else { return nil }
        self.origin = origin
        self.path = String(decoding: path, as: UTF8.self)
    }

    /// The parts of the path.
    public var segments: [String] { path.split(separator: "/").map(String.init) }

    /// Whether each part is written in one way only, and none is a place that probes ask at.
    private static func isPlain(_ path: ArraySlice<UInt8>) -> Bool {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
        guard path.count <= 200, let first = parts.first, !probes.contains(String(decoding: first, as: UTF8.self))
        else {
            return false
        }
        return parts.allSatisfy { part in
            !part.isEmpty && part.first != UInt8(ascii: ".") && part.allSatisfy(isUnreserved)
        }
    }

    private static let probes: Set = ["health", "metrics"]

    /// What no program writes in another way (RFC 3986, 2.3).
    private static func isUnreserved(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "-._~".utf8.contains(byte)
    }
}

extension PublicAddress: CustomStringConvertible {
    /// The address without a slash at its end.
    public var description: String { "\(origin)\(path)" }
}
