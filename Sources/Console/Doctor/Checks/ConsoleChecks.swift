import Fail2ban
import Host

/// How BanGUI itself is set up and runs.
enum ConsoleChecks {
    static let all = [settings, server, user, agent, listening, port, cookies, proxies, intake]

    private static let settings = DoctorCheck(
        "console.settings", "Settings of BanGUI", .console,
        "failure: a setting is faulty, so that the server does not start"
    ) { look in
        if let first = look.scene.faults.first {
            let more = look.scene.faults.count > 1 ? " (+\(look.scene.faults.count - 1))" : ""
            return .failure("\(first)\(more)", advice: "docs/configuration.md tells what each setting takes.")
        }
        guard let configuration = look.scene.configuration else { throw DoctorSkip("The settings cannot be read.") }
        // Checks of their own tell of the rest.
        let warnings = configuration.warnings.filter { warning in
            !["session_cookie_", "public_url", "csrf_mode"].contains { warning.utf8.starts(with: $0.utf8) }
        }
        guard let first = warnings.first else { return .ok("Every setting is one that can be used.") }
        return .note("\(first)\(warnings.count > 1 ? " (+\(warnings.count - 1))" : "")", at: .settings)
    }

    private static let server = DoctorCheck(
        "console.server", "Server of BanGUI", .console,
        "note: none runs on the data directory; warning: none does, and it is installed as a service"
    ) { look in
        guard let process = look.scene.serverProcess else {
            let advice = "Bans with a length of their own end only while it runs, and nothing is remembered."
            guard FileFacts.look(look.system("/etc/systemd/system/bangui.service")).facts == nil else {
                return .warning(
                    "No server runs on \(look.scene.directory.path).", "sudo systemctl start bangui", advice: advice)
            }
            return .note("No server runs on \(look.scene.directory.path).", "bangui serve", advice: advice)
        }
        return .ok("The server runs as process \(process).")
    }

    private static let user = DoctorCheck(
        "console.user", "User of the server", .console, "warning: the server runs as root"
    ) { look in
        guard let user = serverUser(look) else { throw DoctorSkip("No server runs.") }
        guard user == 0 else { return .ok("The server runs as \(SystemNames.user(user)), who is not root.") }
        return .warning(
            "The server, which faces the network, runs as root.",
            advice: "Run it as a user of its own, with the agent that alone speaks to fail2ban.")
    }

    private static func serverUser(_ look: Examination) -> UInt32? {
        guard let server = look.scene.serverProcess else { return nil }
        if server == look.scene.process.id { return look.scene.process.user }
        return FileFacts.look(look.system("/proc/\(server)")).facts?.user
    }

    private static let agent = DoctorCheck(
        "console.agent", "Privileged agent", .console, "failure: it is configured and its socket is not there"
    ) { look in
        guard let path = look.scene.agentSocket else {
            throw DoctorSkip("None is configured: the server speaks to fail2ban itself.")
        }
        switch FileFacts.look(path) {
        case .missing:
            return .failure(
                "There is no socket at \(path): the agent does not run.", "sudo systemctl start bangui-agent")
        case .refused(let words): return .failure("\(path) cannot be looked at: \(words)")
        case .there:
            _ = try await look.ping()
            return .ok("The agent answers at \(path).")
        }
    }

    private static let listening = DoctorCheck(
        "console.listen", "Address of the server", .console,
        "warning: it listens beyond this machine over plain http and names no https address"
    ) { look in
        let configuration = try configuration(look)
        let listen = configuration.listen
        guard !listen.isLoopback else { return .ok("It listens on \(listen), which this machine alone can reach.") }
        guard let address = configuration.publicAddress, address.origin.isSecure else {
            return .warning(
                "It listens on \(listen) over plain http, and no https address is set.",
                advice: "Put a proxy with https before it, listen on 127.0.0.1 and set public_url.", at: .settings)
        }
        return .note(
            "It listens on \(listen) over plain http, for a proxy that people reach at \(address).",
            advice: "Let a firewall keep all but the proxy from that port.")
    }

    private static let port = DoctorCheck(
        "console.port", "Port of the server", .console,
        "failure: no server runs, and none could: another program has the port, or this user may not take it"
    ) { look in
        let listen = try configuration(look).listen
        guard look.scene.serverProcess == nil else { return .ok("The server has \(listen).") }
        do throws(ListeningProbe.Fault) {
            try ListeningProbe.look(listen)
            return .ok("\(listen) is free.")
        } catch {
            switch error {
            case .taken:
                return .failure(
                    "Another program has \(listen).", "ss -ltnp 'sport = :\(listen.port)'",
                    advice: "End it, or choose another address with --listen or BANGUI_LISTEN.")
            case .foreign:
                return .failure("This machine has no address \(listen.host).", advice: "Choose one that it has.")
            case .notPermitted:
                return .failure(
                    "\(look.scene.process.userName) may not take \(listen): only root may use ports below 1024.",
                    advice: "Choose another port, and let a proxy have the low one.")
            case .other(let words): return .failure("\(listen) cannot be taken: \(words)")
            }
        }
    }

    private static let cookies = DoctorCheck(
        "console.cookies", "Cookies and forged requests", .console,
        "warning: cookies go over plain http, scripts may read them, or forged requests are let through"
    ) { look in
        let configuration = try configuration(look)
        if case .report(let end) = configuration.forgery, look.scene.now() < end {
            return .warning(
                "Forged requests are only reported for another \(DoctorWords.age(end - look.scene.now())).",
                advice: "Set csrf_mode=enforce as soon as the reports are dealt with.")
        }
        guard configuration.cookie.isHTTPOnly else {
            return .warning("Scripts may read the session's cookie.", advice: "Set session_cookie_http_only=true.")
        }
        guard configuration.cookie.isSecure else {
            let words = "Cookies go over plain http (session_cookie_secure=false)."
            let advice = "For trying out on this machine only: set it to true behind https."
            return configuration.listen.isLoopback
                ? .note(words, advice: advice) : .warning(words, advice: advice)
        }
        return .ok("Cookies go over https only, scripts cannot read them, and forged requests are refused.")
    }

    private static let proxies = DoctorCheck(
        "console.proxy", "Reverse proxy", .console,
        "warning: an https address is set and no proxy is trusted, so that all visitors seem to be one"
    ) { look in
        let configuration = try configuration(look)
        let trusted = configuration.trustedProxies.map { "\($0)" }
        guard let address = configuration.publicAddress, address.origin.isSecure else {
            return trusted.isEmpty
                ? .ok("No proxy is set up, and headers of proxies are not believed.")
                : .note(
                    "Headers of \(DoctorWords.list(trusted)) are believed, and no public_url is set.",
                    advice: "Set public_url to the https address that people use.", at: .settings)
        }
        guard !trusted.isEmpty else {
            return .warning(
                "People come by \(address), and no proxy is trusted: all of them have the proxy's address.",
                advice:
                    "Set trusted_proxies to the proxy's address: until then one who guesses passwords locks out all "
                    + "others.", at: .settings)
        }
        return .ok("People come by \(address), and \(DoctorWords.list(trusted)) tell their addresses.")
    }

    /// So much of a log that is still to be read takes some seconds.
    private static let behind: Int64 = 4 << 20

    private static let intake = DoctorCheck(
        "console.intake", "Events taken in", .console,
        "warning: nothing can be taken in; note: more than 4 MiB of log are still to be read, or lines were lost"
    ) { look in
        guard let progress = look.scene.intake else { throw DoctorSkip("Only the running server knows: see the page.") }
        if let trouble = progress.trouble {
            return .warning("Nothing can be taken in just now: \(trouble)", at: .events)
        }
        for spot in (try? await look.blindSpots()) ?? [] {
            guard case .journalGap = spot else { continue }
            let notice = BlindSpotNotice(spot)
            return .note(notice.loss, advice: notice.remedy, at: .events)
        }
        guard let remaining = progress.remaining else { throw DoctorSkip("Nothing was looked at yet.") }
        if remaining > behind {
            return .note("Still to be read of fail2ban's log: \(DoctorWords.bytes(remaining)).", at: .events)
        }
        if progress.vanished > 0 {
            return .note(
                "Rotations of the log that went before they were read to their end: \(progress.vanished).",
                advice: "Let logrotate keep more of them.", at: .events)
        }
        return .ok("All of fail2ban's log is taken in.", at: .events)
    }

    private static func configuration(_ look: Examination) throws -> Configuration {
        guard let configuration = look.scene.configuration else { throw DoctorSkip("The settings are faulty.") }
        return configuration
    }
}
