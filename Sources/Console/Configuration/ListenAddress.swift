internal import Fail2ban

/// Where the server listens.
public struct ListenAddress: Hashable, Sendable {
    /// Host name or address, an IPv6 address without brackets.
    public let host: String
    /// Port, 0 to 65535; 0 takes a free one.
    public let port: Int

    /// The port of this machine only, 8080.
    static let standard = ListenAddress(loopbackPort: 8080)

    private init(loopbackPort port: Int) {
        host = "127.0.0.1"
        self.port = port
    }

    /// Whether nothing but this machine can reach it.
    public var isLoopback: Bool { host == "localhost" || IPAddress(host)?.isLoopback == true }

    /// Reads `host:port` or `[IPv6]:port`.
    public init?(_ text: String) {
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        var host = String(text[..<colon])
        let digits = text[text.utf8.index(after: colon)...]
        if host.utf8.first == UInt8(ascii: "["), host.utf8.last == UInt8(ascii: "]") {
            host = String(host.dropFirst().dropLast())
            guard IPAddress(host) != nil else { return nil }
        } else {
            guard WebOrigin(authority: host, isSecure: false)?.host == host.lowercased(), !host.utf8.contains(58) else {
                return nil
            }
        }
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let port = Int(digits), port <= 65_535
        else { return nil }
        self.host = host
        self.port = port
    }
}

extension ListenAddress: CustomStringConvertible {
    /// `host:port`, an IPv6 host in brackets.
    public var description: String { host.utf8.contains(58) ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
