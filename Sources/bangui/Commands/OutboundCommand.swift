import ArgumentParser
import Console
import Logging
import Outbound

/// `bangui outbound`
struct OutboundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbound", abstract: "What BanGUI fetches from the network.", subcommands: [OutboundCheck.self])
}

/// `bangui outbound check`
struct OutboundCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tries an address as BanGUI would, and tells each step: names, addresses, redirects, certificates.",
        discussion: """
            It fetches the first 4 KiB, with --all everything within the bounds of a list (32 MiB, 60 s), and keeps nothing. What it may reach is what the server may: addresses of the internet \
            and the networks of BANGUI_OUTBOUND_ALLOW.
            Example: bangui outbound check https://www.example.org/list.txt
            Exit codes: 0 it loads, 6 it is refused before anything is sent, 1 the server or the network failed, 7 it took too \
            long, 75 try again.
            """)

    @OptionGroup var place: Place
    @Argument(help: "The address, beginning with https://.") var url: String
    @Flag(help: "Ask for the head only.") var head = false
    @Flag(help: "Fetch all of it.") var all = false
    @Flag(name: .customLong("plain-http"), help: "Let http be, which nothing protects on the way.") var plain = false
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        // Command line, environment and file alone set these, so that no data directory is needed.
        let configuration = try ConfigurationReader(otherNames: Start.scriptNames, now: Clock.now)
            .read(try place.sources())
        // What comes from the network is not for root to read, and the console would ask as that user too.
        try Owner.become(of: configuration.dataDirectory)
        let settings = configuration.outbound
        let outbound = Outbound(settings, logger: Place.logger(.error))
        var limits = OutboundLimits()
        if !all {
            limits.enough = 4096
            limits.total = .seconds(30)
        }
        limits.tries = 1
        let request = OutboundRequest(head ? .head : .get, url, limits: limits, allowsPlain: plain)
        do {
            let answer = try await outbound.send(request)
            if json { return Output.json(encoding: OutboundCheckJSON(answer)) }
            OutboundText.show(answer)
        } catch {
            if json { Output.json(encoding: OutboundCheckJSON(error)) } else { OutboundText.show(error.hops) }
            throw Failure(OutboundText.code(of: error), "\(error)")
        }
    }
}
