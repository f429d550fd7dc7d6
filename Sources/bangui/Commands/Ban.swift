import ArgumentParser
import Console
import FoundationEssentials
import Host
import Web

/// `bangui ban`
struct Ban: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bans addresses, or lists the bans in force.",
        usage: """
            bangui ban <addresses> ... --jail <jail> ... [--duration <duration>] [--reason <reason>]
            bangui ban list [--jail <jail> ...] [--country <country>] [--network <network>]
            """,
        discussion: "Every option of a ban: bangui ban add --help",
        subcommands: [Add.self, List.self],
        defaultSubcommand: Add.self)

    /// `bangui ban list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The bans in force, the newest first, as fail2ban tells them now.",
            discussion: """
                Examples: bangui ban list --jail sshd --json | jq -r '.bans[].address'
                          bangui ban list --country CN --network AS4134
                While fail2ban is down: the last known, with a note of their age; in JSON "stale" is true.
                """)
        @OptionGroup var place: Place
        @Option(help: "A jail; can be given more than once. Without it, all jails.") var jail: [String] = []
        @Option(help: "Only from a country, by two letters (ISO 3166-1); ZZ for none known.") var country: String?
        @Option(help: "Only from a network, by its number (ASN), such as AS64496.") var network: String?
        @Flag(help: "Print JSON, the same as GET /api/bans, in one page.") var json = false

        func run() async throws {
            let origin = try OriginChoice(country: country, network: network)
            // What a server has not placed yet is looked up where it is asked for.
            let origins = try origin.isAny ? .none : place.origins()
            try await place.withMemory(origins: origins) { console in
                do {
                    try await console.prepare()
                    try NearestJail.demand(jail, console)
                    show(try await console.bans.inForce(in: jail, origin: origin), readAt: Clock.now())
                } catch let error as HostError {
                    guard let (bans, moment) = try await console.bans.lastKnown(in: jail, origin: origin) else {
                        throw error
                    }
                    if !json {
                        Output.note("\(place.failure(error).message)\n\(BanText.age(of: moment, at: Clock.now()))")
                    }
                    show(bans, readAt: moment, isStale: true)
                }
            }
        }

        private func show(_ bans: BanPage, readAt: Int64, isStale: Bool = false) {
            if json { return Output.json(BanJSON.body(bans, readAt: readAt, isStale: isStale)) }
            let hasPlaces = bans.bans.contains { $0.origin?.country != nil || $0.origin?.network != nil }
            Output.table(
                ["ADDRESS", "JAIL", "SINCE", "ENDS", "BY"] + (hasPlaces ? ["COUNTRY", "NETWORK"] : []),
                bans.bans.map { BanText.cells($0) + (hasPlaces ? BanText.place($0) : []) })
        }
    }
}
