internal import Fail2ban
internal import Host
internal import Storage

/// Makes the configuration of its sources, or names every fault in them at once.
public struct ConfigurationReader: Sendable {
    let zones: TimeZoneNames
    let now: @Sendable () -> Int64
    let otherNames: Set<String>

    /// - Parameters:
    ///   - now: epoch seconds.
    ///   - otherNames: names that start with `BANGUI_` and belong to scripts around the program.
    public init(
        zones: TimeZoneNames = TimeZoneNames(), otherNames: Set<String> = [], now: @escaping @Sendable () -> Int64
    ) {
        self.zones = zones
        self.otherNames = otherNames
        self.now = now
    }

    /// Where the data directory is: it must be known before what setup stored can be.
    public func dataDirectory(of sources: SettingSources) throws(ConfigurationFaults) -> DataDirectory {
        let (text, _) = sources.text(of: .dataDirectory)
        if let problem = SettingText.problem(in: text, of: .dataDirectory, zones: zones) {
            let fault = SettingFault(.dataDirectory, value: text, problem.problem, remedy: problem.remedy)
            throw ConfigurationFaults(faults: [fault])
        }
        return DataDirectory(path: text)
    }

    /// The configuration; every fault of every source that counts is thrown together.
    public func read(_ sources: SettingSources) throws(ConfigurationFaults) -> Configuration {
        var texts: [SettingKey: String] = [:]
        var origins: [SettingKey: SettingOrigin] = [:]
        var faults: [SettingFault] = []
        for key in SettingKey.allCases {
            let (text, origin) = sources.text(of: key)
            origins[key] = origin
            texts[key] = text
            guard origin != .builtIn, let problem = SettingText.problem(in: text, of: key, zones: zones) else {
                continue
            }
            faults.append(SettingFault(key, value: text, problem.problem, remedy: problem.remedy))
            // The rules of combination look at the default instead, so that one mistake makes one line.
            texts[key] = SettingDefinition.of(key).standard
        }
        let values = SettingValues(texts: texts, origins: origins)
        let faulty = Set(faults.map(\.name))
        faults += SettingRules.faults(of: values, now: now()).filter { !faulty.contains($0.name) }
        faults += sources.unknownNames(besides: otherNames)
        guard faults.isEmpty else { throw ConfigurationFaults(faults: faults) }
        return values.configuration(warnings: SettingRules.warnings(of: values, sources: sources))
    }
}

/// Texts that are known to be right, read as values.
struct SettingValues {
    let texts: [SettingKey: String]
    let origins: [SettingKey: SettingOrigin]

    func text(_ key: SettingKey) -> String { texts[key] ?? SettingDefinition.of(key).standard }
    func flag(_ key: SettingKey) -> Bool { SettingText.flag(text(key)) ?? false }
    func networks(_ key: SettingKey) -> [IPNetwork] { SettingText.networks(text(key)) }
    func isSet(_ key: SettingKey) -> Bool { (origins[key] ?? .builtIn) != .builtIn }

    func integer(_ key: SettingKey) -> Int {
        guard case .integer(let bounds) = SettingDefinition.of(key).kind else { return 0 }
        return SettingText.integer(text(key), bounds) ?? bounds.lowerBound
    }

    func choice(_ key: SettingKey) -> String {
        guard case .choice(let words) = SettingDefinition.of(key).kind else { return "" }
        return SettingText.choice(text(key), words) ?? ""
    }

    var listen: ListenAddress? { ListenAddress(text(.listen)) }
    var publicAddress: PublicAddress? { PublicAddress(text(.publicURL)) }
    var publicURL: WebOrigin? { publicAddress?.origin }
    var dataDirectory: DataDirectory { DataDirectory(path: text(.dataDirectory)) }
    var databasePath: String { dataDirectory.file(text(.databasePath)) }
    var database: DatabasePlace {
        PostgreSQLAddress(text(.databaseURL)).map(DatabasePlace.server) ?? .file(path: databasePath)
    }

    var cookie: CookiePolicy {
        CookiePolicy(
            isSecure: flag(.sessionCookieSecure), isHTTPOnly: flag(.sessionCookieHTTPOnly),
            sameSite: CookiePolicy.SameSite(rawValue: choice(.sessionCookieSameSite)) ?? .strict,
            path: publicAddress?.path ?? "")
    }

    var forgery: ForgeryMode {
        guard choice(.csrfMode) == "report", let until = SettingText.moment(text(.csrfReportUntil)) else {
            return .enforce
        }
        return .report(until: until)
    }

    func configuration(warnings: [String]) -> Configuration {
        Configuration(
            listen: listen ?? .standard, dataDirectory: dataDirectory, database: database,
            fail2banSocket: text(.fail2banSocket), fail2banConfiguration: text(.fail2banConfiguration),
            fail2banStartCommand: (try? ShellWords.split(text(.fail2banStartCommand))) ?? [],
            fail2banRecovery: RecoveryMode(rawValue: choice(.fail2banRecovery)) ?? .off,
            agentSocket: isSet(.agentSocket) ? text(.agentSocket) : nil, isSingleProcess: flag(.singleProcess),
            allowlist: networks(.allowlist),
            publicAddress: publicAddress, proxyStripsPath: flag(.proxyStripsPath),
            trustedProxies: networks(.trustedProxies),
            clientAddressHeader: ClientAddressHeader(rawValue: choice(.clientAddressHeader)) ?? .none,
            connections: ConnectionLimits(
                total: integer(.maxConnections), perClient: integer(.maxConnectionsPerClient)),
            sessionSecret: isSet(.sessionSecret) ? text(.sessionSecret) : nil, cookie: cookie,
            sessionLifetime: SessionLifetime(
                absolute: Int64(integer(.sessionDuration)) * 60, idle: Int64(integer(.sessionIdle)) * 60),
            loginFailureDelay: integer(.loginFailureDelay), forgery: forgery,
            eventRetention: EventRetention(days: integer(.eventRetention)),
            outbound: OutboundSettings(
                allowed: networks(.outboundAllow),
                authorities: text(.outboundAuthorities).isEmpty ? nil : text(.outboundAuthorities)),
            geoFiles: SettingText.paths(text(.geoFiles)),
            geoOrigins: GeoOrigins(SettingText.origins(text(.geoUpdateURLs))),
            geoOnline: GeoService(rawValue: choice(.geoOnline)) ?? .none,
            geoCacheRetention: integer(.geoCacheRetention),
            timeZone: text(.timeZone), mapThresholds: MapThresholds(text(.mapThresholds)) ?? .automatic,
            logLevel: choice(.logLevel),
            metricsTokenFile: isSet(.metricsTokenFile) && !text(.metricsTokenFile).isEmpty
                ? text(.metricsTokenFile) : nil, origins: origins,
            texts: texts.filter { !SettingDefinition.of($0.key).isSecret }, warnings: warnings)
    }
}
