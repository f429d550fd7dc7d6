internal import Fail2ban

/// Why nothing came.
public struct OutboundFailure: Error, Sendable {
    /// What happened, without the place.
    public enum Cause: Hashable, Sendable {
        /// The address cannot be gone to.
        case link(OutboundLinkFault)
        /// A field of the request's head would be more than one field.
        case field(String)
        /// The name has no address.
        case name(ResolveFault)
        /// An address that the name stands for, or that is written there, is not for going out to.
        case address(String, SpecialUse)
        /// The port belongs to another service than the web's.
        case port(Int)
        /// The library went for an address that was not vetted.
        case strangeAddress
        /// No connection came to be, in the library's words.
        case connect(String)
        /// No connection came to be in time.
        case connectLate
        /// It came too slowly.
        case stalled
        /// All of it took too long.
        case late
        /// The certificate does not show that the server is the one named.
        case certificate(String)
        /// TLS failed otherwise.
        case tls(String)
        /// The file of `outbound_ca_file` cannot be read.
        case authorities
        /// The head is too long.
        case head(Int)
        /// The body is too long on the wire: the limit.
        case wire(Int)
        /// The body is too long once unpacked: what had come, what it had become.
        case unpacked(OutboundSize)
        /// The body is packed in a way that was not asked for.
        case packing(String)
        /// The packed body is damaged or cut.
        case damaged
        /// The answer broke off or is no HTTP.
        case broken(String)
        /// More redirects than are followed.
        case redirects(Int)
        /// A redirect that names nowhere.
        case redirectNowhere
        /// A redirect of a request with a body.
        case redirected(Int)
        /// The server refused or failed, with the beginning of what it said.
        case status(Int, String)
        /// What came could not be kept.
        case sink(String)
        /// The server failed so often that it is left alone for so long.
        case leftAlone(Duration)
        /// Too much goes out already.
        case busy
        /// Nobody wants it any more.
        case cancelled
        /// The library cannot work.
        case library
    }

    /// What happened.
    public let cause: Cause
    /// Where: the origin, or what was given where it cannot be read.
    public let place: String
    /// Each server that was asked, the last one included.
    public let hops: [OutboundHop]
    /// Tries, the first included.
    public var tries: Int
    /// When the server wants to be asked again; nil where it did not say.
    public var retryAfter: Duration?

    /// Whether nothing left this machine for the last hop.
    public var isRefusal: Bool {
        switch cause {
        case .link, .field, .address, .port, .strangeAddress, .redirects, .redirectNowhere, .redirected: true
        default: false
        }
    }
}
