import ArgumentParser
import Console
import Foundation

extension Ban {
    /// `bangui ban ADDRESS`, also `bangui ban add ADDRESS`
    struct Add: AsyncParsableCommand, TakesSubject {
        static let configuration = CommandConfiguration(
            abstract: "Bans addresses or networks in one or more jails.",
            discussion: """
                Examples: bangui ban 203.0.113.9 --jail sshd
                          bangui ban 203.0.113.0/24 --jail sshd --duration 1h --reason "ticket 42" --keep
                A duration of its own is kept by BanGUI, so “bangui serve” has to run then.
                """)

        @OptionGroup var place: Place
        @Argument(help: "Addresses or networks in CIDR form.") var addresses: [String]
        @Option(help: "A jail; can be given more than once.") var jail: [String]
        @Option(help: "How long, such as 1h; without it the jail's own time.") var duration: String?
        @Option(help: "Why.") var reason: String?
        @Option(help: "Protected addresses, typed in full, to ban them all the same.") var confirm: String?
        @Flag(help: "Keep a range or a long list without asking.") var keep = false
        @Flag(help: "Print JSON, the same as POST /api/bans.") var json = false

        func run() async throws {
            let request = BanRequest(
                addresses: addresses, jails: jail, duration: duration, reason: reason, confirm: confirm, keep: keep)
            if try request.needsConfirmation(), isatty(STDIN_FILENO) != 1 {
                throw Failure(
                    .conflict, "A range or a long list needs --keep where nobody can be asked; nothing was banned.")
            }
            let attempt = AuditEvent(.ban, listing: addresses, jails: jail)
            try await place.withConsole(attempting: attempt) { console in
                try NearestJail.demand(jail, console)
                let record = try await console.bans.ban(request, by: .commandLine)
                OperationText.show(record, json: json)
                if record.confirmBy != nil { try await confirmOrUndo(record, console.bans) }
                try OperationText.check(record)
            }
        }

        /// Asks whether a range or a list stays; without an answer within the window it is undone.
        private func confirmOrUndo(_ record: OperationRecord, _ bans: Bans) async throws {
            let question = "Still connected? Keep it? [y/N, undone after \(Bans.confirmWindow) s] "
            Output.write(Data(question.utf8), to: .standardError)
            if TimedAnswer.isYes(within: Bans.confirmWindow) {
                _ = try await bans.confirm(record.id, by: .commandLine, as: .administrator)
            } else {
                _ = try await bans.undo(record.id, by: .commandLine, as: .administrator)
                throw Failure(.conflict, "It was undone.")
            }
        }
    }
}
