/// What is asked of a server.
public struct OutboundRequest: Sendable {
    /// What may be asked.
    public enum Method: String, Hashable, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"

        /// Whether asking twice is as asking once.
        var isIdempotent: Bool { self != .post }
        /// Whether redirects are followed: what a body was meant for is not guessed.
        var isFollowing: Bool { self == .get || self == .head }
    }

    /// The address as it was written.
    public var url: String
    /// What is asked.
    public var method: Method
    /// Fields of the head that go to every hop.
    public var fields: [OutboundField]
    /// Fields of the head that only the first origin gets, such as `Authorization`.
    public var credentials: [OutboundField]
    /// The body of a POST or PUT.
    public var body: [UInt8]
    /// The bounds.
    public var limits: OutboundLimits
    /// Whether http is taken too: only where the caller's use has no https.
    public var allowsPlain: Bool

    /// A request; `tag` and `since` are the `ETag` and `Last-Modified` of what is held already.
    public init(
        _ method: Method = .get, _ url: String, fields: [OutboundField] = [], credentials: [OutboundField] = [],
        body: [UInt8] = [], limits: OutboundLimits = OutboundLimits(), allowsPlain: Bool = false,
        tag: String? = nil, since: String? = nil
    ) {
        self.url = url
        self.method = method
        self.fields = fields
        self.credentials = credentials
        self.body = body
        self.limits = limits
        self.allowsPlain = allowsPlain
        if let tag { self.fields.append(OutboundField("If-None-Match", tag)) }
        if let since { self.fields.append(OutboundField("If-Modified-Since", since)) }
    }
}

/// A field of a request's head.
public struct OutboundField: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its value.
    public let value: String

    /// A field.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Whether it is one field and no more: letters, digits and hyphens, then what can be printed.
    var isSound: Bool {
        let isName = name.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "-")
        }
        return isName && !name.utf8.isEmpty && !value.utf8.isEmpty
            && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    }
}

/// The bounds of one request; none can be left out.
public struct OutboundLimits: Hashable, Sendable {
    /// Until a connection stands, TLS included.
    public var connect: Duration = .seconds(10)
    /// For all of it: names, redirects, waits and tries again.
    public var total: Duration = .seconds(60)
    /// Slower than this many bytes a second for as long as `stall` ends it.
    public var slowest = 64
    /// For how long it may be slower.
    public var stall: Duration = .seconds(10)
    /// Bytes of heads, those of redirects each for itself.
    public var head = 65_536
    /// Bytes on the wire.
    public var wire = 32 << 20
    /// Bytes once unpacked.
    public var unpacked = 32 << 20
    /// How many times what came it may be once unpacked, where it is more than a megabyte.
    public var ratio = 200
    /// Redirects.
    public var redirects = 5
    /// Tries, the first included.
    public var tries = 3
    /// Where only the beginning is wanted: that many bytes, and what follows is not fetched.
    public var enough: Int?

    /// The bounds of a small answer of text.
    public init() {}
}
