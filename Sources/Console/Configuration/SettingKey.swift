/// The settings of BanGUI, by the name they have in the database and in the documentation.
public enum SettingKey: String, CaseIterable, Hashable, Sendable {
    case listen
    case dataDirectory = "data_dir"
    case databasePath = "database_path"
    case databaseURL = "database_url"
    case fail2banSocket = "fail2ban_socket"
    case fail2banConfiguration = "fail2ban_config"
    case fail2banStartCommand = "fail2ban_start_command"
    case fail2banRecovery = "fail2ban_recovery"
    case agentSocket = "agent_socket"
    case singleProcess = "single_process"
    case allowlist
    case eventRetention = "event_retention_days"
    case publicURL = "public_url"
    case proxyStripsPath = "proxy_strips_path"
    case trustedProxies = "trusted_proxies"
    case clientAddressHeader = "client_address_header"
    case maxConnections = "max_connections"
    case maxConnectionsPerClient = "max_connections_per_client"
    case sessionSecret = "session_secret"
    case sessionDuration = "session_duration_minutes"
    case sessionIdle = "session_idle_minutes"
    case sessionCookieSecure = "session_cookie_secure"
    case sessionCookieSameSite = "session_cookie_same_site"
    case sessionCookieHTTPOnly = "session_cookie_http_only"
    case allowPlainHTTP = "allow_plain_http"
    case loginFailureDelay = "login_failure_delay_seconds"
    case csrfMode = "csrf_mode"
    case csrfReportUntil = "csrf_report_until"
    case outboundAllow = "outbound_allow"
    case outboundAuthorities = "outbound_ca_file"
    case geoFiles = "geo_files"
    case geoUpdateURLs = "geo_update_urls"
    case geoOnline = "geo_online"
    case geoCacheRetention = "geo_cache_retention_days"
    case timeZone = "timezone"
    case mapThresholds = "map_thresholds"
    case logLevel = "log_level"
    case metricsTokenFile = "metrics_token_file"

    /// The name in the environment and in `.env`: `BANGUI_` and the key in capitals.
    public var environmentName: String { "BANGUI_" + rawValue.uppercased() }
}

/// The shape of a setting's text.
public enum SettingKind: Hashable, Sendable {
    /// `host:port`, an IPv6 host in brackets.
    case listenAddress
    /// A path of a file, a folder or a socket.
    case path
    /// Any text, never shown.
    case secret
    /// The address of a PostgreSQL database, never shown, since it may hold a password.
    case databaseAddress
    /// `true` or `false`.
    case flag
    /// A whole number within the bounds.
    case integer(ClosedRange<Int>)
    /// One of the words, exactly as spelled.
    case choice([String])
    /// Absolute paths of files, separated by commas.
    case paths
    /// `PIECE=https://…` of geo data, separated by commas.
    case geoOrigins
    /// Addresses and CIDRs, separated by commas or spaces.
    case networks
    /// `http://host` or `https://host`, with a port where it is not the usual one, and a path where there is one.
    case origin
    /// A name of the time zone database, such as `Europe/Berlin`.
    case timeZone
    /// A command and its arguments, quoted as in a shell.
    case command
    /// A moment as in RFC 3339, such as `2026-12-01T00:00:00Z`.
    case moment
    /// `automatic`, or rising whole numbers with commas between them.
    case thresholds
}

/// Who may set a setting.
public enum SettingAuthority: Hashable, Sendable {
    /// Setup and the settings page, besides command line, environment and file.
    case browser
    /// Command line, environment and file only: it is the machine owner's word.
    case machine
}

/// Where the value of a setting comes from, strongest first.
public enum SettingOrigin: Hashable, Sendable {
    /// A flag of the command line.
    case commandLine
    /// A `BANGUI_*` variable of the environment.
    case environment
    /// A line of the `.env` file, counted from 1.
    case file(line: Int)
    /// Stored by setup or by the settings page.
    case stored
    /// Nobody set it.
    case builtIn

    /// Whether the settings page may not change the value since something stronger fixes it.
    public var isFixed: Bool {
        switch self {
        case .commandLine, .environment, .file: true
        case .stored, .builtIn: false
        }
    }
}
