/// All that is known of one setting; the reader, `.env.example` and the documentation are made from it.
public struct SettingDefinition: Hashable, Sendable {
    /// Its name.
    public let key: SettingKey
    /// The command-line flag with its dashes; nil where there is none.
    public let flag: String?
    /// The shape of its text, with the bounds.
    public let kind: SettingKind
    /// The text that stands where nobody set it; empty means none.
    public let standard: String
    /// Who may set it.
    public let authority: SettingAuthority
    /// One line of documentation.
    public let summary: String

    /// Whether the value is never printed.
    public var isSecret: Bool { kind == .secret || kind == .databaseAddress }

    /// Whether a change on the settings page holds at once; others hold from the next start on.
    public var isLive: Bool { key == .allowlist || key == .fail2banRecovery || key == .mapThresholds }

    /// The definition of a key.
    public static func of(_ key: SettingKey) -> SettingDefinition {
        switch key {
        case .listen, .dataDirectory, .databasePath, .databaseURL, .allowPlainHTTP, .logLevel, .timeZone,
            .mapThresholds, .metricsTokenFile:
            server(key)
        case .fail2banSocket, .fail2banConfiguration, .fail2banStartCommand, .fail2banRecovery, .agentSocket,
            .singleProcess, .allowlist, .eventRetention:
            fail2ban(key)
        case .publicURL, .proxyStripsPath, .trustedProxies, .clientAddressHeader: proxies(key)
        case .maxConnections, .maxConnectionsPerClient: connections(key)
        case .outboundAllow, .outboundAuthorities: outbound(key)
        case .geoFiles, .geoUpdateURLs, .geoOnline, .geoCacheRetention: geo(key)
        case .sessionSecret, .sessionIdle, .sessionDuration, .loginFailureDelay: sessions(key)
        case .sessionCookieSecure, .sessionCookieSameSite, .sessionCookieHTTPOnly, .csrfMode, .csrfReportUntil:
            browsers(key)
        }
    }

    /// All definitions in the order of the documentation.
    public static let all: [SettingDefinition] = SettingKey.allCases.map(of)

    private init(
        _ key: SettingKey, _ kind: SettingKind, _ standard: String, flag: String? = nil,
        by authority: SettingAuthority = .browser, _ summary: String
    ) {
        self.key = key
        self.flag = flag
        self.kind = kind
        self.standard = standard
        self.authority = authority
        self.summary = summary
    }

    private static func server(_ key: SettingKey) -> SettingDefinition {
        switch key {
        case .dataDirectory:
            .init(
                key, .path, "/var/lib/bangui", flag: "--data-dir", by: .machine,
                "Folder of secrets, the database and the mark of a finished setup; made with mode 0700.")
        case .databasePath:
            .init(
                key, .path, "bangui.sqlite", flag: "--database-path",
                "SQLite database; a relative path starts at data_dir.")
        case .databaseURL:
            .init(
                key, .databaseAddress, "", flag: "--database", by: .machine,
                "PostgreSQL database in place of the file: postgres://user:password@host:port/name.")
        case .allowPlainHTTP:
            .init(
                key, .flag, "false", by: .machine,
                "Development only: lets cookies without Secure be used while listening beyond loopback.")
        case .logLevel:
            .init(
                key, .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]), "info",
                flag: "--log-level", "Least severity that is logged.")
        case .timeZone:
            .init(
                key, .timeZone, "UTC", flag: "--timezone",
                "Time zone in which pages show times, by its name in the system's time zone database.")
        case .mapThresholds:
            .init(
                key, .thresholds, "automatic",
                "Numbers at which the colours of the world map change, such as 1,10,100,1000; automatic chooses them.")
        case .metricsTokenFile:
            .init(
                key, .path, "", by: .machine,
                "File with the token that GET /metrics asks for; without one there is no /metrics.")
        default:
            .init(
                key, .listenAddress, "127.0.0.1:8080", flag: "--listen", by: .machine,
                "Address and port of the server; port 0 takes a free one.")
        }
    }

    private static func fail2ban(_ key: SettingKey) -> SettingDefinition {
        switch key {
        case .fail2banConfiguration:
            .init(
                key, .path, "/etc/fail2ban", flag: "--fail2ban-config", "Folder of fail2ban's configuration.")
        case .fail2banStartCommand:
            .init(
                key, .command, "", by: .machine,
                "Command that starts fail2ban, split by shell quoting and run without a shell."
            )
        case .fail2banRecovery:
            .init(
                key, .choice(["off", "automatic"]), "automatic",
                "Whether BanGUI starts a fail2ban that died, where fail2ban_start_command or the agent's allows it.")
        case .agentSocket:
            .init(
                key, .path, "", flag: "--agent-socket", by: .machine,
                "Socket of BanGUI's agent, which then reaches fail2ban for it; without one it does so itself.")
        case .singleProcess:
            .init(
                key, .flag, "false", flag: "--single-process", by: .machine,
                "Lets the server run as root, in one process: for trying out, since whoever takes it over is root then."
            )
        case .allowlist:
            .init(
                key, .networks, "",
                "Addresses and CIDRs that BanGUI bans only when they are typed once more.")
        case .eventRetention:
            .init(
                key, .integer(0...36_500), "365",
                "Days that events are kept, with the lines that led to them; 0 keeps them for good.")
        default:
            .init(
                key, .path, "/var/run/fail2ban/fail2ban.sock", flag: "--fail2ban-socket",
                "Socket of the fail2ban server.")
        }
    }

    private static func proxies(_ key: SettingKey) -> SettingDefinition {
        switch key {
        case .trustedProxies:
            .init(
                key, .networks, "", flag: "--trusted-proxies", by: .machine,
                "Addresses and CIDRs of reverse proxies whose forwarding headers are believed.")
        case .proxyStripsPath:
            .init(
                key, .flag, "false", by: .machine,
                "Whether the proxy takes the path of public_url off before it passes a request on.")
        case .clientAddressHeader:
            .init(
                key, .choice(["none", "X-Forwarded-For", "X-Real-IP"]), "X-Forwarded-For", by: .machine,
                "The one header that names the client; read only when the peer is a trusted proxy.")
        default:
            .init(
                key, .origin, "", flag: "--public-url",
                "Address under which browsers reach BanGUI, such as https://ban.example.org or https://example.org/bangui."
            )
        }
    }

    private static func connections(_ key: SettingKey) -> SettingDefinition {
        switch key {
        case .maxConnections:
            .init(
                key, .integer(0...10_000), "0", by: .machine,
                "Connections at most; 0 for as many as the system lets the server open, 10000 at most.")
        default:
            .init(
                key, .integer(1...10_000), "64", by: .machine,
                "Connections of one client at most, of one /64 with IPv6; this machine and trusted proxies are not counted."
            )
        }
    }

    private static func outbound(_ key: SettingKey) -> SettingDefinition {
        switch key {
        case .outboundAllow:
            .init(
                key, .networks, "", by: .machine,
                "Addresses and CIDRs that BanGUI may fetch from although they are not of the internet, such as a mirror's."
            )
        default:
            .init(
                key, .path, "", by: .machine,
                "File with certificates of authorities, in PEM form, that are believed besides the system's when fetching."
            )
        }
    }

    private static func geo(_ key: SettingKey) -> SettingDefinition {
        switch key {
        case .geoUpdateURLs:
            .init(
                key, .geoOrigins, "", by: .machine,
                "Mirrors for bangui geo update: dbip-country, dbip-asn, iptoasn, each as NAME=URL; "
                    + "docs/operations.md says how a URL names the month."
            )
        case .geoOnline:
            .init(
                key, .choice(GeoService.allCases.map(\.rawValue)), GeoService.none.rawValue, by: .machine,
                "Third party that gets the addresses of visitors which no file knows, unencrypted, and tells where they are; once "
                    + "bangui geo online was agreed to."
            )
        case .geoCacheRetention:
            .init(
                key, .integer(1...36_500), "90",
                "Days for which an address need not have been seen until what geo_online told of it is forgotten.")
        default:
            .init(
                key, .paths, "", by: .machine,
                "MMDB files that tell where addresses are, first asked first; else those in /var/lib/GeoIP and /usr/share/GeoIP."
            )
        }
    }

    private static func sessions(_ key: SettingKey) -> SettingDefinition {
        switch key {
        case .sessionSecret:
            .init(
                key, .secret, "", by: .machine,
                "Key of sessions, at least 32 random bytes; else session-secret in data_dir, made at first run.")
        case .sessionIdle:
            .init(
                key, .integer(5...10_080), "120",
                "Minutes without a request after which a session ends; never more than session_duration_minutes.")
        case .loginFailureDelay:
            .init(key, .integer(0...60), "10", "Seconds that a failed sign-in waits for its answer.")
        default:
            .init(key, .integer(5...10_080), "480", "Minutes after which a session ends, whatever happens.")
        }
    }

    private static func browsers(_ key: SettingKey) -> SettingDefinition {
        switch key {
        case .sessionCookieSecure:
            .init(
                key, .flag, "true", by: .machine,
                "Session cookie over https only, with the __Host- prefix; false is for development over plain http.")
        case .sessionCookieSameSite:
            .init(
                key, .choice(["Lax", "Strict", "None"]), "Lax", by: .machine,
                "SameSite attribute of the session cookie.")
        case .sessionCookieHTTPOnly:
            .init(key, .flag, "true", by: .machine, "HttpOnly attribute of the session cookie.")
        case .csrfMode:
            .init(
                key, .choice(["enforce", "report"]), "enforce", by: .machine,
                "What happens to a forged request; report only logs it, until csrf_report_until.")
        default:
            .init(
                key, .moment, "", by: .machine,
                "End of csrf_mode=report, at most 30 days ahead; afterwards forged requests are refused.")
        }
    }
}
