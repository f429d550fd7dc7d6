import Console
import Fail2ban
import Glibc
import NIOCore

/// What connections may take of the server.
public struct ServerLimits: Sendable {
    /// Connections at most; further ones wait unaccepted.
    var total = Self.processLimit
    /// Connections of one client at most: a browser opens six, and an office may share an address.
    var perClient = 64
    /// Networks whose connections are not counted by client, besides the trusted proxies: this machine itself.
    var exempt = Self.loopback
    /// How large a request may be.
    var requests = RequestFraming.Limits()
    /// Bytes that may wait behind a request that is being answered.
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
