import ArgumentParser
import Console
import Foundation
import Logging
import Outbound

/// `bangui geo online`
struct GeoAgree: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "online",
        abstract: "Lets the server ask the service of geo_online where addresses are, once you agree.",
        discussion: """
            It tells what is sent to whom, and asks on a terminal; scripts say --yes. The running server begins within half a minute. \
            Nothing is sent by this command.
            Examples: bangui geo online
                      bangui geo online --withdraw
            Exit codes: 0 done, 6 nobody agreed or geo_online names no service, 75 geo data is being fetched just now.
            """)

    @OptionGroup var place: Place
    @Flag(name: [.customShort("y"), .long], help: "Agree without being asked.") var yes = false
    @Flag(help: "Take it back: nothing is sent from then on.") var withdraw = false

    func run() async throws {
        let (start, configuration, update) = try place.geoUpdate()
        do {
            if withdraw { return try await takeBack(update) }
            let service = configuration.geoOnline
            guard service != .none else {
                throw Failure(
                    .conflict, "geo_online names no service. Set BANGUI_GEO_ONLINE=\(GeoService.ipAPI.rawValue) first.")
            }
            try agree(to: service)
            try start.directory.prepare()
            try update.agree(toAsk: service, by: Author.commandLine.name)
            Output.line("The server asks \(service.rawValue) from now on.")
            await GeoConsentNote.note(
                AuditEvent(.geoConsent, subject: service.rawValue, after: "asked about addresses"), place)
        } catch GeoUpdate.Fault.busy {
            throw Failure(.tryAgain, "\(GeoUpdate.Fault.busy)")
        } catch let error as DataDirectoryError {
            throw Failure(.configuration, "\(error)")
        }
    }

    private func takeBack(_ update: GeoUpdate) async throws {
        guard try update.withdraw() else { return Output.line("Nobody had agreed.") }
        Output.line("Nothing is sent any more.")
        await GeoConsentNote.note(
            AuditEvent(.geoConsent, before: "asked about addresses", after: "not asked"), place)
    }

    private func agree(to service: GeoService) throws {
        guard !yes else { return }
        let text = """
            - Addresses of events whose country no file knows are sent to \(service.rawValue), a third party: addresses of visitors, which
              are personal data.
            - They go over plain http, so that everyone on the way can read them; of IPv6 the first 64 bits go.
            - It is free for what is not commercial, 15 requests a minute with up to 100 addresses each:
              https://ip-api.com/docs/legal

            """
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure(.conflict, "\(text)\nNobody can be asked here whether to send them: agree with --yes.")
        }
        Output.write(Data("\(text)\nSend them? [y/N] ".utf8), to: .standardError)
        guard let answer = readLine()?.lowercased(), ["y", "yes"].contains(answer) else {
            throw Failure(.conflict, "Nothing is sent.")
        }
    }
}
