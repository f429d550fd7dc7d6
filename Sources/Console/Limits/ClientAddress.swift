public import Fail2ban

/// Who is at the other end of a request.
public struct ClientAddress: Hashable, Sendable {
    /// The address of the client, as far as it can be believed.
    public let address: IPAddress
    /// Whether the client came by https.
    public let isSecure: Bool
    /// The addresses from the peer of the connection to the client, the peer first.
    public let chain: [IPAddress]

    /// The client's address as text.
    public var text: String { address.description }
    /// The chain as text, for the page that shows it.
    public var chainText: [String] { chain.map(\.description) }

    init(address: IPAddress, isSecure: Bool, chain: [IPAddress]) {
        self.address = address
        self.isSecure = isSecure
        self.chain = chain
    }
}

/// Why a request names no client.
public enum ClientAddressError: Error, Equatable, Sendable {
    /// The peer of the connection is no IP address.
    case unknownPeer(String)
    /// A trusted proxy sent more hops than any real chain has: an answer of 400.
    case tooManyHops(Int)
}

/// Finds the client of a request that may have come through trusted proxies.
public struct ClientAddressResolver: Sendable {
    /// The most hops of a header.
    public static let hopLimit = 32

    let trustedProxies: [IPNetwork]
    let header: ClientAddressHeader

    /// - Parameters:
    ///   - trustedProxies: peers whose headers are believed; empty believes none.
    ///   - header: the one header that is read.
    public init(trustedProxies: [IPNetwork], header: ClientAddressHeader) {
        self.trustedProxies = trustedProxies
        self.header = header
    }

    /// The client of a request.
    ///
    /// Read from the peer outwards, the first address that is no trusted proxy is the client; an entry that is no
    /// address ends the search at the proxy that reported it. Headers of an untrusted peer count for nothing.
    ///
    /// - Parameters:
    ///   - peer: the address of the connection, without its port.
    ///   - isSecure: whether the connection itself is TLS.
    ///   - forwardedFor: all values of `X-Forwarded-For`, in the order of the lines.
    ///   - realIP: all values of `X-Real-IP`.
    ///   - forwardedProto: all values of `X-Forwarded-Proto`.
    public func resolve(
        peer: String, isSecure: Bool = false, forwardedFor: [String] = [], realIP: [String] = [],
        forwardedProto: [String] = []
    ) throws(ClientAddressError) -> ClientAddress {
        guard let peer = ForwardedEntry.address(peer) else { throw .unknownPeer(peer) }
        guard isTrusted(peer) else { return ClientAddress(address: peer, isSecure: isSecure, chain: [peer]) }
        let values: [String] =
            switch header {
            case .none: []
            case .forwardedFor: forwardedFor
            case .realIP: realIP.count == 1 ? realIP : []
            }
        let (client, chain, proxies) = follow(try entries(values), from: peer)
        let schemes = try entries(forwardedProto)
        return ClientAddress(
            address: client, isSecure: secure(schemes, proxies) ?? isSecure, chain: chain)
    }

    private func isTrusted(_ address: IPAddress) -> Bool { trustedProxies.contains { $0.contains(address) } }

    /// The entries of all lines, joined in their order.
    private func entries(_ values: [String]) throws(ClientAddressError) -> [Substring.UTF8View] {
        var entries: [Substring.UTF8View] = []
        for value in values {
            for entry in value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                entries.append(Substring(entry).utf8)
            }
        }
        guard entries.count <= Self.hopLimit else { throw .tooManyHops(entries.count) }
        return entries
    }

    /// The client, the addresses from the peer to it, and how many of them are proxies.
    private func follow(
        _ entries: [Substring.UTF8View], from peer: IPAddress
    ) -> (client: IPAddress, chain: [IPAddress], proxies: Int) {
        var client = peer
        var chain = [peer]
        for entry in entries.reversed() {
            guard let address = ForwardedEntry.address(String(Substring(entry))) else { break }
            client = address
            chain.append(address)
            if !isTrusted(address) { return (client, chain, chain.count - 1) }
        }
        return (client, chain, chain.count)
    }

    /// The scheme by which the client reached the outermost proxy: each proxy appended its own, or one replaced them
    /// all.
    private func secure(_ schemes: [Substring.UTF8View], _ proxies: Int) -> Bool? {
        guard !schemes.isEmpty else { return nil }
        let entry = String(Substring(schemes[max(0, schemes.count - proxies)])).lowercased()
        switch ForwardedEntry.trimmed(entry) {
        case "https", "wss": return true
        case "http", "ws": return false
        default: return nil
        }
    }
}

/// One entry of a forwarding header.
enum ForwardedEntry {
    /// The address of `1.2.3.4`, `1.2.3.4:80`, `2001:db8::1`, `[2001:db8::1]:80`, quoted or with a zone; nil for
    /// anything else, such as `unknown` or a name.
    static func address(_ text: String) -> IPAddress? {
        guard text.utf8.count <= 128 else { return nil }
        var bytes = ArraySlice(trimmed(text).utf8)
        if bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") {
            bytes = bytes.dropFirst().dropLast()
        }
        guard let host = host(bytes) else { return nil }
        let withoutZone = host.prefix { $0 != UInt8(ascii: "%") }
        // A zone belongs to IPv6 only.
        guard withoutZone.count == host.count || host.contains(UInt8(ascii: ":")) else { return nil }
        return IPAddress(String(decoding: withoutZone, as: UTF8.self))
    }

    private static func host(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")), isPort(bytes[(end + 1)...]) else { return nil }
            let host = bytes[(bytes.startIndex + 1)..<end]
            return host.contains(UInt8(ascii: ":")) ? host : nil
        }
        guard bytes.count(where: { $0 == UInt8(ascii: ":") }) == 1 else { return bytes }
        let host = bytes.prefix { $0 != UInt8(ascii: ":") }
        return isPort(bytes[host.endIndex...]) ? host : nil
    }

    private static func isPort(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first else { return true }
        let digits = rest.dropFirst()
        return first == UInt8(ascii: ":") && (1...5).contains(digits.count)
            && digits.allSatisfy { (48...57).contains($0) }
    }

    static func trimmed(_ text: String) -> String {
        var bytes = ArraySlice(text.utf8).drop { $0 == 32 || $0 == 9 }
        while let last = bytes.last, last == 32 || last == 9 { bytes = bytes.dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
