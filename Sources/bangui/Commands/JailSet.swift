import ArgumentParser
import Console
import Fail2ban
import Web

extension Jail {
    /// `bangui jail set`
    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes settings of a running jail, until its next reload.",
            discussion: "Example: bangui jail set sshd --bantime 1h --maxretry 3")
        @OptionGroup var target: JailTarget
        @Option(help: "How long a ban lasts, such as 10m, or -1 for ever. Re-times bans that stand.") var bantime:
            String?
        @Option(help: "The window in which failures count, such as 10m.") var findtime: String?
        @Option(help: "Failures that lead to a ban.") var maxretry: Int?

        func run() async throws {
            let fields = [("bantime", bantime), ("findtime", findtime), ("maxretry", maxretry.map(String.init))]
            let changes = try JailChanges.parse(fields.compactMap { field in field.1.map { (field.0, $0) } })
            guard !changes.isEmpty else { throw Failure(.usage, "Give --bantime, --findtime or --maxretry.") }
            try await target.place.withConsole(attempting: AuditEvent(.change, jail: target.name)) { console in
                try NearestJail.demand([target.name], console)
                let record = try await console.jails.change(changes, of: target.jail, by: .commandLine)
                if target.json { return OperationText.show(record, json: true) }
                for line in JailText.lines(record, of: changes) { Output.line(line) }
            }
        }
    }
}
