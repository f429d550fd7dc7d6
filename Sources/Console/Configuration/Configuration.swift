public import Fail2ban
public import Storage

/// The whole configuration, checked.
public struct Configuration: Sendable {
    /// Where the server listens.
    public let listen: ListenAddress
    /// The folder of all that BanGUI keeps.
    public let dataDirectory: DataDirectory
    /// The database: a file, a relative path joined to the data directory, or a server.
    public let database: DatabasePlace
    /// The socket of fail2ban.
    public let fail2banSocket: String
    /// The folder of fail2ban's configuration.
    public let fail2banConfiguration: String
    /// The command that starts fail2ban and its arguments; empty where none was given.
    public let fail2banStartCommand: [String]
    /// Whether BanGUI starts a fail2ban that died.
    public let fail2banRecovery: RecoveryMode
    /// The socket of BanGUI's agent; nil where this process talks to fail2ban itself.
    public let agentSocket: String?
    /// Whether root may run the server.
    public let isSingleProcess: Bool
    /// What is never banned.
    public let allowlist: [IPNetwork]
    /// The address that people open; nil where it was not said.
    public let publicAddress: PublicAddress?
    /// Whether the proxy in front takes the path of that address off before it passes a request on.
    public let proxyStripsPath: Bool
    /// Peers whose forwarding headers are believed.
    public let trustedProxies: [IPNetwork]
    /// The one header that names the client.
    public let clientAddressHeader: ClientAddressHeader
    /// How many connections there may be.
    public let connections: ConnectionLimits
    /// The session key given from outside, nil where the file in the data directory holds.
    public let sessionSecret: String?
    /// The attributes of the session cookie.
    public let cookie: CookiePolicy
    /// How long sessions live.
    public let sessionLifetime: SessionLifetime
    /// Seconds that a failed sign-in waits.
    public let loginFailureDelay: Int
    /// What happens to forged requests.
    public let forgery: ForgeryMode
    /// How long events are kept.
    public let eventRetention: EventRetention
    /// What may be reached and whom to believe on the way out.
    public let outbound: OutboundSettings
    /// Files that tell where addresses are; none to look where such files are kept.
    public let geoFiles: [String]
    /// From where geo data is fetched, where someone agreed.
    public let geoOrigins: GeoOrigins
    /// Which service on the network may be asked where addresses are, where someone agreed.
    public let geoOnline: GeoService
    /// Days for which what a service told of an address is kept without the address being seen.
    public let geoCacheRetention: Int
    /// The time zone of the pages.
    public let timeZone: String
    /// The numbers at which the colours of the world map change.
    public let mapThresholds: MapThresholds
    /// The least severity that is logged, by the names of swift-log.
    public let logLevel: String
    /// The file with the token of metrics; nil where none was named.
    public let metricsTokenFile: String?
    /// Where each value comes from.
    public let origins: [SettingKey: SettingOrigin]
    /// Each value as text for the settings page; secrets are left out.
    public let texts: [SettingKey: String]
    /// What is allowed but should be known, one line each.
    public let warnings: [String]
}

extension Configuration {
    /// The origin under which browsers reach the server, nil where it was not said.
    public var publicURL: WebOrigin? { publicAddress?.origin }
    /// The path below which a proxy serves the console, such as `/bangui`; empty where it has the whole site.
    public var basePath: String { publicAddress?.path ?? "" }
}

/// What may be reached on the way out to the network.
public struct OutboundSettings: Hashable, Sendable {
    /// Networks that may be reached although they are not of the internet.
    public let allowed: [IPNetwork]
    /// A file with certificates of authorities besides the system's; nil where none was named.
    public let authorities: String?
}

/// How many connections the server takes.
public struct ConnectionLimits: Hashable, Sendable {
    /// In all; 0 for as many as the system allows.
    public let total: Int
    /// Of one client.
    public let perClient: Int
}

/// How long sessions live, in seconds.
public struct SessionLifetime: Hashable, Sendable {
    /// From sign-in to the end, whatever happens.
    public let absolute: Int64
    /// Without a request.
    public let idle: Int64

    /// An idle limit beyond the absolute one is cut to it.
    public init(absolute: Int64, idle: Int64) {
        self.absolute = absolute
        self.idle = min(idle, absolute)
    }
}

/// What happens to requests that look forged.
public enum ForgeryMode: Hashable, Sendable {
    /// They are refused.
    case enforce
    /// They are logged and let through before the moment, in epoch seconds, and refused from it on.
    case report(until: Int64)

    /// Whether a forged request passes at `now`, epoch seconds.
    public func lets(at now: Int64) -> Bool {
        switch self {
        case .enforce: false
        case .report(let until): now < until
        }
    }
}

/// The header that names the client behind a trusted proxy.
public enum ClientAddressHeader: String, Hashable, Sendable {
    /// None is read.
    case none
    /// A list, each proxy appends its peer.
    case forwardedFor = "X-Forwarded-For"
    /// One address.
    case realIP = "X-Real-IP"
}
