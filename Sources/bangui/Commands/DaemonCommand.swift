import ArgumentParser
import Console
import Web

/// `bangui daemon`
struct DaemonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daemon", abstract: "fail2ban itself: start it.", subcommands: [Start.self])

    /// `bangui daemon start`
    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Starts fail2ban by the command that the machine's owner allows.",
            discussion: """
                After starts that BanGUI made lately, or too often, it takes --override with --acknowledge and --reason, which also
                lets BanGUI start it by itself again.
                Example: bangui daemon start --override --acknowledge --reason "the disk was full"
                """)
        @OptionGroup var place: Place
        @Flag(help: "Start it though BanGUI waits or has given up.") var override = false
        @Flag(help: "You have seen why it was stopped.") var acknowledge = false
        @Option(help: "Why; it is put on record.") var reason = ""
        @Flag(help: "Print JSON, the same as POST /api/daemon/start.") var json = false

        func run() async throws {
            let override = self.override ? try RecoveryOverride(acknowledged: acknowledge, reason: reason) : nil
            let (answer, report) = try await place.withMemory { guarding in
                let answer = try await guarding.recovery.start(override: override, by: .commandLine)
                let report = try await guarding.recovery.report()
                return (answer, report)
            }
            if json { return Output.json(RecoveryJSON.body(answer, report)) }
            switch answer {
            case .started: Output.line("fail2ban is started.")
            case .already: Output.line("fail2ban is up already.")
            case .starting: Output.line("fail2ban is still being started; look with “bangui status”.")
            }
        }
    }
}
