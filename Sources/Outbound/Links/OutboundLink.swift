internal import Fail2ban

/// Where a request goes: an address of the web, read so strictly that no two programs can differ about its host.
public struct OutboundLink: Hashable, Sendable {
    /// What stands between the slashes and the port.
    public enum Host: Hashable, Sendable {
        /// A name in lower case.
        case name(String)
        /// An address; an IPv6 one stands in brackets.
        case address(AnsweredAddress)
    }

    /// Whether it is https.
    public let isSecure: Bool
    /// The host.
    public let host: Host
    /// The port, filled in where none was named.
    public let port: Int
    /// Path and query, beginning with a slash.
    public let target: String

    /// Reads an address; `plain` lets http be.
    public init(_ text: String, plain: Bool = false) throws(OutboundLinkFault) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.longest else { throw .tooLong }
        let (isSecure, start) = try Self.scheme(bytes)
        guard isSecure || plain else { throw .plain }
        let authority = bytes[start...].prefix { $0 != 0x2f && $0 != 0x3f && $0 != 0x23 }
        self.isSecure = isSecure
        (host, port) = try Self.authority(authority, isSecure: isSecure)
        target = try Self.target(bytes[authority.endIndex...])
    }

    private init(_ base: OutboundLink, target: String) {
        (isSecure, host, port) = (base.isSecure, base.host, base.port)
        self.target = target
    }

    static let longest = 2048

    /// The address that a `Location` names from here; http is never gone to from https.
    func following(_ location: String) throws(OutboundLinkFault) -> OutboundLink {
        let bytes = Array(location.utf8)
        guard bytes.count <= Self.longest else { throw .tooLong }
        if bytes.starts(with: "//".utf8) {
            return try OutboundLink((isSecure ? "https:" : "http:") + location, plain: !isSecure)
        }
        // A scheme ends with a colon before any slash, question mark or hash.
        if let mark = bytes.first(where: { [0x3a, 0x2f, 0x3f, 0x23].contains($0) }), mark == 0x3a {
            return try OutboundLink(location, plain: !isSecure)
        }
        let path = target.utf8.prefix { $0 != 0x3f }
        let merged: [UInt8]
        switch bytes.first {
        case nil, 0x23?: merged = Array(target.utf8)
        case 0x2f?: merged = bytes
        case 0x3f?: merged = Array(path) + bytes
        default:
            let folder = path.prefix(upTo: path.lastIndex(of: 0x2f).map(path.index(after:)) ?? path.startIndex)
            merged = Array(folder) + bytes
        }
        return OutboundLink(self, target: try Self.target(merged[...]))
    }

    /// Whether credentials for `other` are meant for this too.
    func isSameOrigin(as other: OutboundLink) -> Bool {
        isSecure == other.isSecure && host == other.host && port == other.port
    }
}

extension OutboundLink {
    private static func scheme(_ bytes: [UInt8]) throws(OutboundLinkFault) -> (Bool, Int) {
        for byte in bytes where byte <= 0x20 || byte == 0x7f { throw .character }
        for (scheme, isSecure) in [("https://", true), ("http://", false)] {
            if bytes.prefix(scheme.utf8.count).map(lower).elementsEqual(scheme.utf8) {
                return (isSecure, scheme.utf8.count)
            }
        }
        throw .scheme
    }

    private static func authority(
        _ bytes: ArraySlice<UInt8>, isSecure: Bool
    ) throws(OutboundLinkFault) -> (Host, Int) {
        guard !bytes.isEmpty else { throw .noHost }
        guard !bytes.contains(UInt8(ascii: "@")) else { throw .userinfo }
        let name: ArraySlice<UInt8>
        let host: Host
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { throw .hostName }
            name = bytes[...end]
            host = try bracketed(bytes[bytes.index(after: bytes.startIndex)..<end])
        } else {
            name = bytes.prefix { $0 != UInt8(ascii: ":") }
            host = try named(name)
        }
        return (host, try port(bytes[name.endIndex...], isSecure: isSecure))
    }

    private static func bracketed(_ bytes: ArraySlice<UInt8>) throws(OutboundLinkFault) -> Host {
        guard !bytes.contains(UInt8(ascii: "%")) else { throw .zone }
        let text = String(decoding: bytes, as: UTF8.self)
        guard bytes.contains(UInt8(ascii: ":")), let address = IPAddress(text) else { throw .hostName }
        return .address(AnsweredAddress(address, isMapped: address.family == .v4))
    }

    private static func named(_ bytes: ArraySlice<UInt8>) throws(OutboundLinkFault) -> Host {
        guard !bytes.isEmpty else { throw .noHost }
        guard bytes.allSatisfy({ $0 < 0x80 }) else { throw .international }
        guard bytes.last != UInt8(ascii: ".") else { throw .trailingDot }
        let text = String(decoding: bytes.map(lower), as: UTF8.self)
        if let address = IPAddress(text), address.family == .v4 { return .address(AnsweredAddress(address)) }
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        // A last part that is a number makes the whole an address to some (decimal, octal, hexadecimal).
        if let last = labels.last, isNumber(Array(last)) { throw .numericHost }
        guard bytes.count <= 253, labels.allSatisfy({ isLabel(Array($0)) }) else { throw .hostName }
        return .name(text)
    }

    private static func isNumber(_ label: [UInt8]) -> Bool {
        guard !label.isEmpty else { return false }
        if label.starts(with: "0x".utf8) { return label.dropFirst(2).allSatisfy(isHexadecimal) }
        return label.allSatisfy { (48...57).contains($0) }
    }

    private static func isLabel(_ label: [UInt8]) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == hyphen || $0 == 0x5f }
    }

    private static func port(_ rest: ArraySlice<UInt8>, isSecure: Bool) throws(OutboundLinkFault) -> Int {
        guard let first = rest.first else { return isSecure ? 443 : 80 }
        let digits = rest.dropFirst()
        guard first == UInt8(ascii: ":"), (1...5).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
            let port = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(port)
        else { throw .port }
        return port
    }

    /// Path and query without the fragment; steps of dots are walked here, so that nobody walks them otherwise.
    private static func target(_ bytes: ArraySlice<UInt8>) throws(OutboundLinkFault) -> String {
        let bytes = bytes.prefix { $0 != UInt8(ascii: "#") }
        guard bytes.allSatisfy({ (0x21...0x7e).contains($0) && !#""<>\^`{|}"#.utf8.contains($0) }) else {
            throw .character
        }
        let path = bytes.prefix { $0 != UInt8(ascii: "?") }
        var parts: [ArraySlice<UInt8>] = []
        let words = path.split(separator: 0x2f, omittingEmptySubsequences: false).dropFirst()
        for (index, word) in words.enumerated() {
            let isLast = index == words.count - 1
            switch String(decoding: word, as: UTF8.self) {
            case ".": if isLast { parts.append([]) }
            case "..":
                _ = parts.popLast()
                if isLast { parts.append([]) }
            default: parts.append(word)
            }
        }
        let walked: [UInt8] = parts.isEmpty ? [0x2f] : parts.flatMap { (part: ArraySlice<UInt8>) in [0x2f] + part }
        return String(decoding: walked + bytes[path.endIndex...], as: UTF8.self)
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte)
    }
}

extension OutboundLink: CustomStringConvertible {
    /// The host as it stands in an address.
    public var hostText: String {
        switch host {
        case .name(let name): name
        case .address(let answer):
            answer.isMapped || answer.address.family == .v6 ? "[\(answer)]" : "\(answer)"
        }
    }

    /// Scheme, host and port: all that logs and errors say, since the path of a webhook is its password.
    public var origin: String {
        (isSecure ? "https://" : "http://") + hostText + (port == (isSecure ? 443 : 80) ? "" : ":\(port)")
    }

    /// The whole address.
    public var text: String { origin + target }

    /// The origin.
    public var description: String { origin }
}
