import ArgumentParser
import Console

/// `bangui unban`
struct Unban: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Unbans addresses or networks, in all jails or in some.",
        usage: """
            bangui unban <addresses> ... [--jail <jail> ...] [--reason <reason>]
            bangui unban --self [<address>]
            """,
        discussion: """
            Example: bangui unban 203.0.113.9 --jail sshd
            fail2ban forgets its history of an address that is unbanned by hand.
            Locked out? “sudo bangui unban --self” lets you in again: it lifts every ban of the address from which you \
            came over SSH, or of the one that you name, by fail2ban's socket alone. It needs neither server nor setup.
            """)

    @OptionGroup var place: Place
    @Argument(help: "Addresses or networks, as they are listed or in any spelling.") var addresses: [String] = []
    @Option(help: "A jail; can be given more than once. Without it, all jails.") var jail: [String] = []
    @Option(help: "Why.") var reason: String?
    @Flag(name: .customLong("self"), help: "Let yourself in again, by fail2ban's socket alone.") var isSelf = false
    @Flag(help: "Print JSON, the same as POST /api/unbans.") var json = false

    func validate() throws {
        guard isSelf || !addresses.isEmpty else { throw ValidationError("Missing expected argument '<addresses> ...'") }
        guard !isSelf || (addresses.count < 2 && jail.isEmpty && reason == nil) else {
            throw ValidationError("--self takes one address at most, and neither --jail nor --reason.")
        }
    }

    func run() async throws {
        guard !isSelf else { return try await UnbanSelf(place: place, typed: addresses.first, json: json).run() }
        let attempt = AuditEvent(.unban, listing: addresses, jails: jail)
        try await place.withConsole(attempting: attempt) { console in
            try NearestJail.demand(jail, console)
            let record = try await console.bans.unban(
                UnbanRequest(.ids(addresses, jails: jail), reason: reason), by: .commandLine)
            OperationText.show(record, json: json)
            try OperationText.check(record)
        }
    }
}
