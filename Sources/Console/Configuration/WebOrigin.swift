/// Scheme, host and port of a page's address (RFC 6454), the host in lower case, the usual port filled in.
public struct WebOrigin: Hashable, Sendable {
    /// Whether the scheme is https.
    public let isSecure: Bool
    /// Host name, IPv4 address, or IPv6 address in brackets.
    public let host: String
    /// Port, 1 to 65535.
    public let port: Int

    /// Reads `http://host` or `https://host`, with a port or without, and nothing behind (a final slash is allowed).
    public init?(_ text: String) {
        var rest = Substring(text)
        if rest.utf8.last == UInt8(ascii: "/") { rest = rest.dropLast() }
        let bytes = rest.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = rest[..<colon].lowercased()
        guard scheme == "http" || scheme == "https", rest[colon...].utf8.starts(with: "://".utf8) else { return nil }
        self.init(authority: String(rest[bytes.index(colon, offsetBy: 3)...]), isSecure: scheme == "https")
    }

    /// Reads `host` or `host:port`, as in a Host header, for a request that came with or without TLS.
    public init?(authority: String, isSecure: Bool) {
        let bytes = Array(authority.utf8)
        guard (1...300).contains(bytes.count) else { return nil }
        let host: ArraySlice<UInt8>
        if bytes[0] == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            guard bytes[1..<end].allSatisfy({ Self.isHexadecimal($0) || $0 == 58 || $0 == 46 }), end > 2 else {
                return nil
            }
            host = bytes[...end]
        } else {
            host = bytes.prefix { $0 != UInt8(ascii: ":") }
            guard !host.isEmpty, host.allSatisfy(Self.isHostByte) else { return nil }
        }
        guard let port = Self.port(bytes[host.endIndex...], isSecure: isSecure) else { return nil }
        self.isSecure = isSecure
        self.host = String(decoding: host, as: UTF8.self).lowercased()
        self.port = port
    }

    private static func port(_ rest: ArraySlice<UInt8>, isSecure: Bool) -> Int? {
        guard let first = rest.first else { return isSecure ? 443 : 80 }
        let digits = rest.dropFirst()
        guard first == UInt8(ascii: ":"), (1...5).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
            let port = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(port)
        else { return nil }
        return port
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    }
}

extension WebOrigin: CustomStringConvertible {
    /// The origin as browsers send it: the usual port is left out.
    public var description: String {
        let usual = isSecure ? 443 : 80
        return (isSecure ? "https://" : "http://") + host + (port == usual ? "" : ":\(port)")
    }
}
