import Console
import Fail2ban
import Glibc
import NIOCore

/// What connections may take of the server.
public struct ServerLimits: Sendable {
    /// Connections at most; further ones wait unaccepted.
    var total = Self.processLimit
    /// Of these, places that are kept for this machine and the trusted proxies; at least one.
    var reserve: Int?
    /// Connections of one client at most; nil for what the configuration says.
    var perClient: Int?
    /// Networks whose connections are not counted by client, besides the trusted proxies: this machine itself.
    var exempt = Self.loopback
    /// How large a request may be.
    var requests = RequestFraming.Limits()
    /// Bytes that may come behind a request that is being answered; they are dropped.
    var ahead = 64 * 1024
    /// Until the head of a request has come, and until a body is over that nobody wants any more.
    var arrival: TimeAmount = .seconds(10)
    /// For a whole body: an idle limit alone would let it drip for ever.
    var body: TimeAmount = .seconds(30)
    /// Until the client has closed its side after the last answer.
    var linger: TimeAmount = .seconds(2)
    /// Between requests.
    var idle: TimeAmount = .seconds(60)
    /// Within which a client has to take some 32 KiB of an answer that waits for it.
    var stall: TimeAmount = .seconds(30)
    /// How often a stream of events looks for what no pulse tells: its session's end and events by another process.
    var tick: Duration = .seconds(1)

    /// The limits of the documentation.
    public init() {}

    /// These limits where the configuration does not say otherwise.
    func adapted(to configuration: Configuration) -> ServerLimits {
        var limits = self
        if configuration.connections.total > 0 { limits.total = min(total, configuration.connections.total) }
        limits.perClient = perClient ?? configuration.connections.perClient
        limits.exempt += configuration.trustedProxies
        return limits
    }

    /// Connections from which on strangers take one another's places.
    var open: Int { max(1, total - max(1, reserve ?? total / 16)) }

    private static let loopback = ["127.0.0.0/8", "::1/128"].compactMap { IPNetwork($0) }

    /// Descriptors kept for files, the database and fail2ban.
    private static let keptDescriptors = 128

    /// What the system lets this process open, less what it needs itself. Without a limit, connections that say
    /// nothing would use up the descriptors, and nobody else would get in.
    private static var processLimit: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 512 }
        return min(max(Int(clamping: limit.rlim_cur) - keptDescriptors, 32), 10_000)
    }
}
