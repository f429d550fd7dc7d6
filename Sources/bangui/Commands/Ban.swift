import ArgumentParser
import Console
import FoundationEssentials
import Web

/// `bangui ban`
struct Ban: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bans addresses, or lists the bans in force.",
        usage: """
            bangui ban <addresses> ... --jail <jail> ... [--duration <duration>] [--reason <reason>]
            bangui ban list [--jail <jail> ...]
            """,
        discussion: "Every option of a ban: bangui ban add --help",
        subcommands: [Add.self, List.self],
        defaultSubcommand: Add.self)

    /// `bangui ban list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The bans in force, the newest first, as fail2ban tells them now.",
            discussion: "Example: bangui ban list --jail sshd --json | jq -r '.bans[].address'")
        @OptionGroup var place: Place
        @Option(help: "A jail; can be given more than once. Without it, all jails.") var jail: [String] = []
        @Flag(help: "Print JSON, the same as GET /api/bans, in one page.") var json = false

        func run() async throws {
            try await place.withConsole { console in
                try NearestJail.demand(jail, console)
                let bans = try await console.bans.inForce(in: jail)
                if json { return Output.json(BanJSON.body(bans)) }
                Output.table(["ADDRESS", "JAIL", "SINCE", "ENDS", "BY"], bans.bans.map(BanText.cells))
            }
        }
    }
}
