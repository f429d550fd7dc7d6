internal import Fail2ban

/// What values must not stand together.
enum SettingRules {
    /// The longest time, in seconds, that forged requests may be let through on purpose: 30 days.
    static let longestReport: Int64 = 30 * 86_400

    static func faults(of values: SettingValues, now: Int64) -> [SettingFault] {
        cookieFaults(values) + lifetimeFaults(values) + forgeryFaults(values, now) + proxyFaults(values)
            + pathFaults(values) + outboundFaults(values)
    }

    private static func cookieFaults(_ values: SettingValues) -> [SettingFault] {
        let cookie = values.cookie
        var faults: [SettingFault] = []
        func refuse(_ key: SettingKey, _ problem: String, _ remedy: String) {
            faults.append(SettingFault(key, value: values.text(key), problem, remedy: remedy))
        }
        if cookie.sameSite == .none, !cookie.isSecure {
            refuse(
                .sessionCookieSameSite, "browsers take SameSite=None only with Secure",
                "set session_cookie_secure=true or session_cookie_same_site=Lax")
        }
        if let origin = values.publicURL, cookie.isSecure, !origin.isSecure {
            refuse(
                .publicURL, "is http, where browsers keep no Secure cookie",
                "set an https:// public_url, or session_cookie_secure=false for development")
        }
        if let origin = values.publicURL, !cookie.isSecure, origin.isSecure {
            refuse(
                .sessionCookieSecure, "public_url is https, so the cookie must be Secure",
                "set session_cookie_secure=true")
        }
        if !cookie.isSecure, values.listen?.isLoopback == false, !values.flag(.allowPlainHTTP) {
            refuse(
                .sessionCookieSecure, "the server listens beyond loopback and cookies would go in clear",
                "set session_cookie_secure=true behind https, or allow_plain_http=true to accept that")
        }
        return faults
    }

    private static func lifetimeFaults(_ values: SettingValues) -> [SettingFault] {
        guard values.isSet(.sessionIdle), values.isSet(.sessionDuration),
            values.integer(.sessionIdle) > values.integer(.sessionDuration)
        else { return [] }
        return [
            SettingFault(
                .sessionIdle, value: values.text(.sessionIdle), "is more than session_duration_minutes",
                remedy: "set at most \(values.integer(.sessionDuration))")
        ]
    }

    private static func forgeryFaults(_ values: SettingValues, _ now: Int64) -> [SettingFault] {
        guard values.choice(.csrfMode) == "report" else { return [] }
        guard let until = SettingText.moment(values.text(.csrfReportUntil)) else {
            return [
                SettingFault(
                    .csrfReportUntil, value: nil, "csrf_mode=report needs an end",
                    remedy: "set csrf_report_until to a moment within 30 days")
            ]
        }
        guard until - now <= longestReport else {
            return [
                SettingFault(
                    .csrfReportUntil, value: values.text(.csrfReportUntil), "is more than 30 days ahead",
                    remedy: "set a nearer moment")
            ]
        }
        return []
    }

    private static func proxyFaults(_ values: SettingValues) -> [SettingFault] {
        guard values.networks(.trustedProxies).contains(where: { $0.length == 0 }) else { return [] }
        return [
            SettingFault(
                .trustedProxies, value: values.text(.trustedProxies), "trusts every address, so anyone may claim any",
                remedy: "name the addresses of your proxies only")
        ]
    }

    private static func outboundFaults(_ values: SettingValues) -> [SettingFault] {
        guard values.networks(.outboundAllow).contains(where: { $0.length < 4 }) else { return [] }
        return [
            SettingFault(
                .outboundAllow, value: values.text(.outboundAllow),
                "lets BanGUI fetch from everywhere, this machine included",
                remedy: "name the networks of your mirrors only; the internet needs no entry")
        ]
    }

    private static func pathFaults(_ values: SettingValues) -> [SettingFault] {
        let own = DataDirectory.ownFiles.map(values.dataDirectory.file)
        guard own.contains(values.databasePath) else { return [] }
        return [
            SettingFault(
                .databasePath, value: values.text(.databasePath), "is another file of BanGUI",
                remedy: "name another file, such as bangui.sqlite")
        ]
    }

    static func warnings(of values: SettingValues, sources: SettingSources) -> [String] {
        var warnings: [String] = []
        if !values.cookie.isSecure { warnings.append("session_cookie_secure=false: for development only") }
        if !values.cookie.isHTTPOnly {
            warnings.append("session_cookie_http_only=false: a script in a page could read the session")
        }
        if values.isSet(.clientAddressHeader), values.choice(.clientAddressHeader) != "none",
            values.networks(.trustedProxies).isEmpty
        {
            warnings.append("client_address_header has no effect without trusted_proxies")
        }
        if values.publicURL?.isSecure == true, values.networks(.trustedProxies).isEmpty {
            warnings.append(
                "public_url is https and trusted_proxies is empty: behind a proxy everyone has the proxy's address, "
                    + "and one who guesses passwords keeps all others from signing in")
        }
        if values.flag(.proxyStripsPath), values.publicAddress?.path.isEmpty ?? true {
            warnings.append("proxy_strips_path has no effect without a path in public_url")
        }
        if values.choice(.csrfMode) == "report" {
            warnings.append("csrf_mode=report: forged requests pass until \(values.text(.csrfReportUntil))")
        }
        for key in SettingKey.allCases where SettingDefinition.of(key).authority == .machine {
            if sources.stored[key.rawValue] != nil {
                warnings.append(
                    "\(key.rawValue) in the database is not used: only command line, environment or .env set it")
            }
        }
        return warnings
    }
}
