import ArgumentParser
import Console
import Foundation
import Host

extension Audit {
    /// `bangui audit accept`
    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Root's word that the audit log goes on from here, whatever was anchored before.",
            discussion: """
                For a log that bangui audit verify accuses and that you know to be right: after a restore that was not run \
                as root, after the move of another machine's data to this one, or where somebody anchored what is false. \
                What was anchored before stays on record and is told by every check. It does not mend entries that were \
                changed or deleted from the middle of the log.
                Example: sudo bangui audit accept "moved from old.example"
                Exit codes: 0 accepted, 5 not root, 78 nothing set up or no agent.
                """)

        @OptionGroup var place: Place
        @Argument(help: "Why; an entry of the log tells it.") var reason: String?

        func run() async throws {
            guard geteuid() == 0 else {
                throw Failure(.notPermitted, "Only root can say so: sudo bangui audit accept")
            }
            let reader = ConfigurationReader(otherNames: Start.scriptNames, now: Clock.now)
            guard let word = try RootsWord.open(try place.sources(), reader, for: "an audit log") else {
                throw Failure(
                    .configuration,
                    "This console has no agent, so that nobody independent of it keeps what was anchored (docs/audit.md). "
                        + "Name the agent's socket with --agent-socket, if there is one.")
            }
            let report = try await AuditDesk(place).with { log in
                try await log.accept(because: reason, by: .commandLine, vouch: word.vouch)
                return try await log.verify()
            }
            AuditText.show(report)
            if let fault = report.fault {
                throw Failure(.failed, "What is wrong within the log cannot be accepted. \(fault)")
            }
        }
    }
}
