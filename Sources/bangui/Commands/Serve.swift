import ArgumentParser
import Console
import Foundation

/// `bangui serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the console.",
        discussion: """
            At the first start it prints a line “setup: URL”; open that link within the machine's reach.
            Every setting can also come from the environment (BANGUI_LISTEN …) or .env; see docs/configuration.md.
            """)

    @OptionGroup var place: Place
    @Option(help: "Address and port to listen on. (default: 127.0.0.1:8080)") var listen: String?
    @Option(name: .customLong("database-path"), help: "The database file.") var databasePath: String?
    @Option(name: .customLong("public-url"), help: "The address that people use, behind a proxy.") var publicURL:
        String?
    @Option(name: .customLong("trusted-proxies"), help: "Proxies whose headers count, as CIDRs.") var proxies: String?
    @Option(help: "The time zone of the pages.") var timezone: String?
    @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error.") var logLevel: String?
    @Flag(help: "Let cookies go over plain http: for trying out, on this machine only.") var plainHttp = false
    @Flag(help: "Let root run it, in one process: for trying out.") var singleProcess = false
    @Flag(help: "Start the demo if this machine has no fail2ban socket.") var demoIfNone = false
    @Flag(help: .hidden) var demo = false

    func run() async throws {
        var settings: [SettingKey: String] = [:]
        settings[.listen] = listen
        settings[.databasePath] = databasePath
        settings[.publicURL] = publicURL
        settings[.trustedProxies] = proxies
        settings[.timeZone] = timezone
        settings[.logLevel] = logLevel
        if plainHttp { settings[.sessionCookieSecure] = "false" }
        if singleProcess { settings[.singleProcess] = "true" }
        let demand: DemoDemand = demo ? .always : demoIfNone ? .ifNone : .never
        try await Server(sources: try place.sources(adding: settings), demo: demand).run()
    }
}

/// `bangui demo`
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the console on a private fail2ban with made-up attackers.",
        discussion: "Nothing on this machine is touched; Ctrl-C removes the daemon again.")

    @Option(name: .customLong("data-dir"), help: "Where the demo is kept.") var dataDirectory = "bangui-demo"
    @Option(help: "Address and port to listen on.") var listen = "127.0.0.1:8080"

    func run() async throws {
        var place = try Place.parse([])
        place.dataDirectory = dataDirectory
        let settings: [SettingKey: String] = [.listen: listen, .sessionCookieSecure: "false"]
        try await Server(sources: try place.sources(adding: settings), demo: .always).run()
    }
}
