/// Whether a request may come from a page of another site.
///
/// The rules follow Go's `http.CrossOriginProtection`, hardened: a request that a cookie authenticates must prove where
/// it comes from, `Origin: null` proves nothing, and scheme and port count.
public struct CrossOrigin: Sendable {
    /// What of a request is looked at.
    public struct Request: Hashable, Sendable {
        /// The method in capitals.
        public var method: String
        /// The value of `Sec-Fetch-Site`; several lines joined by a comma.
        public var fetchSite: String?
        /// The value of `Origin`; several lines joined by a comma.
        public var origin: String?
        /// The value of `Host` (HTTP/2: `:authority`).
        public var host: String?
        /// Whether the client came by https, of `ClientAddress`.
        public var isSecure: Bool
        /// Whether it carries a cookie of ours.
        public var hasCookie: Bool
        /// Whether it is authenticated by `Authorization: Bearer`.
        public var hasBearer: Bool

        /// Takes what a request holds.
        public init(
            method: String, fetchSite: String? = nil, origin: String? = nil, host: String? = nil,
            isSecure: Bool = false, hasCookie: Bool = false, hasBearer: Bool = false
        ) {
            self.method = method
            self.fetchSite = fetchSite
            self.origin = origin
            self.host = host
            self.isSecure = isSecure
            self.hasCookie = hasCookie
            self.hasBearer = hasBearer
        }
    }

    /// The answer.
    public enum Decision: Equatable, Sendable {
        /// It may go on.
        case allow
        /// It is refused, for the reason.
        case refuse(Reason)
    }

    /// Why a request is refused; the description goes to the log.
    public enum Reason: Equatable, Sendable {
        /// `Origin: null`: a sandboxed or hidden page.
        case nullOrigin
        /// An `Origin` that is none.
        case malformedOrigin
        /// `Sec-Fetch-Site` says that another site sent it.
        case otherSite(String)
        /// The origin is not the one expected.
        case otherOrigin(seen: String, expected: String)
        /// A cookie but neither header: nothing says where it comes from.
        case unproven
    }

    /// The configured origin of the console and others that are allowed.
    public let allowed: Set<WebOrigin>

    /// - Parameters:
    ///   - publicURL: the origin under which browsers reach the console, where it is configured.
    ///   - others: further origins that may send requests.
    public init(publicURL: WebOrigin?, others: [WebOrigin] = []) {
        allowed = Set([publicURL].compactMap(\.self) + others)
    }

    /// Methods that change nothing (RFC 9110, 9.2.1).
    public static func isSafe(_ method: String) -> Bool {
        method == "GET" || method == "HEAD" || method == "OPTIONS"
    }

    /// Decides on a request.
    public func decide(_ request: Request) -> Decision {
        if Self.isSafe(request.method) { return .allow }
        // No browser adds a bearer token by itself.
        if request.hasBearer, !request.hasCookie { return .allow }
        var origin: WebOrigin?
        if let text = request.origin {
            if text == "null" { return .refuse(.nullOrigin) }
            guard let read = WebOrigin(text), text.utf8.last != UInt8(ascii: "/") else {
                return .refuse(.malformedOrigin)
            }
            if allowed.contains(read) { return .allow }
            origin = read
        }
        if let site = request.fetchSite {
            return site == "same-origin" || site == "none" ? .allow : .refuse(.otherSite(site))
        }
        guard let origin else { return request.hasCookie ? .refuse(.unproven) : .allow }
        return compare(origin, with: request)
    }

    private func compare(_ origin: WebOrigin, with request: Request) -> Decision {
        let expected = request.host.flatMap { WebOrigin(authority: $0, isSecure: request.isSecure) }
        if let expected, expected == origin { return .allow }
        let names = allowed.union([expected].compactMap(\.self)).map(\.description).sorted()
        return .refuse(.otherOrigin(seen: origin.description, expected: names.joined(separator: ", ")))
    }
}

extension CrossOrigin.Reason: CustomStringConvertible {
    /// One line for the log, with what was seen and what was expected.
    public var description: String {
        switch self {
        case .nullOrigin: "Origin is null"
        case .malformedOrigin: "Origin is malformed"
        case .otherSite(let site): "Sec-Fetch-Site is \(site.prefix(32).debugDescription)"
        case .otherOrigin(let seen, let expected):
            "Origin is \(seen), expected \(expected.isEmpty ? "that of Host" : expected); behind a proxy set public_url"
        case .unproven: "a cookie but neither Origin nor Sec-Fetch-Site"
        }
    }
}
