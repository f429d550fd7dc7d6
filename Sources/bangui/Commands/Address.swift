import ArgumentParser
import Console
import Fail2ban
import Host
import Web

/// `bangui address`
struct Address: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Who an address is: banned where, since when known, how often, what was done about it.",
        discussion: """
            Examples: bangui address 203.0.113.9 --json | jq .record
                      bangui address 203.0.113.9 --names
            For a network: what is inside it. While fail2ban is down: its bans as they were known last, with a note; in
            JSON "stale" is true.
            --names asks a name server of whoever holds the address, who can see that someone asks; the audit log keeps that
            you did.
            """)

    @OptionGroup var place: Place
    @Argument(help: "An address or a network in CIDR form, in any spelling.") var address: String
    @Flag(help: "Ask DNS what the address is called.") var names = false
    @Flag(help: "Print JSON, the same as GET /api/addresses/{id}.") var json = false

    func run() async throws {
        let id = (try? BanID(typed: address)) ?? BanID(reading: address)
        try await place.withMemory(origins: try place.origins()) { console in
            let known = try await console.addresses.picture(of: id)
            let lines = try await console.addresses.lines(of: id, in: known.bannedIn, cursor: nil)
            var about = About(origins: try await console.places.origins(of: id))
            if names { about.name = try await console.names.ask(id, by: .commandLine) }
            do {
                try await console.prepare()
                show(try await console.bans.asOfNow(known), lines, about, readAt: Clock.now())
            } catch let error as HostError {
                let seenAt = try await console.bans.lastLook()
                if !json {
                    Output.note(place.failure(error).message)
                    if let seenAt { Output.note(BanText.age(of: seenAt, at: Clock.now())) }
                }
                show(known, lines, about, readAt: seenAt, isStale: true)
            }
        }
    }

    /// Where it is, and what it is called.
    private struct About {
        var origins: AddressOrigins
        var name: AddressName?
    }

    private func show(
        _ picture: AddressPicture, _ lines: AddressLines, _ about: About, readAt: Int64?, isStale: Bool = false
    ) {
        if json {
            return Output.json(
                AddressJSON.body(
                    picture, lines, origins: about.origins, name: about.name, readAt: readAt, isStale: isStale))
        }
        AddressText.show(picture, lines, about.origins, about.name)
    }
}
