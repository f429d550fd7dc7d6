import ArgumentParser
import Console

/// `bangui unban`
struct Unban: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Unbans addresses or networks, in all jails or in some.",
        discussion: """
            Example: bangui unban 203.0.113.9 --jail sshd
            fail2ban forgets its history of an address that is unbanned by hand.
            """)

    @OptionGroup var place: Place
    @Argument(help: "Addresses or networks, as they are listed or in any spelling.") var addresses: [String]
    @Option(help: "A jail; can be given more than once. Without it, all jails.") var jail: [String] = []
    @Option(help: "Why.") var reason: String?
    @Flag(help: "Print JSON, the same as POST /api/unbans.") var json = false

    func run() async throws {
        try await place.withConsole { console in
            try NearestJail.demand(jail, console)
            let record = try await console.bans.unban(
                UnbanRequest(.ids(addresses, jails: jail), reason: reason), by: .commandLine)
            OperationText.show(record, json: json)
            try OperationText.check(record)
        }
    }
}
