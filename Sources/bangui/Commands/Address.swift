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
            Example: bangui address 203.0.113.9 --json | jq .record
            For a network: what is inside it. While fail2ban is down: its bans as they were known last, with a note; in
            JSON "stale" is true.
            """)

    @OptionGroup var place: Place
    @Argument(help: "An address or a network in CIDR form, in any spelling.") var address: String
    @Flag(help: "Print JSON, the same as GET /api/addresses/{id}.") var json = false

    func run() async throws {
        let id = (try? BanID(typed: address)) ?? BanID(reading: address)
        try await place.withMemory { console in
            let known = try await console.addresses.picture(of: id)
            let lines = try await console.addresses.lines(of: id, cursor: nil)
            do {
                try await console.prepare()
                show(try await console.bans.asOfNow(known), lines, readAt: Clock.now())
            } catch let error as HostError {
                let seenAt = try await console.bans.lastLook()
                if !json {
                    Output.note(place.failure(error).message)
                    if let seenAt { Output.note(BanText.age(of: seenAt, at: Clock.now())) }
                }
                show(known, lines, readAt: seenAt, isStale: true)
            }
        }
    }

    private func show(_ picture: AddressPicture, _ lines: AddressLines, readAt: Int64?, isStale: Bool = false) {
        if json { return Output.json(AddressJSON.body(picture, lines, readAt: readAt, isStale: isStale)) }
        AddressText.show(picture, lines)
    }
}
