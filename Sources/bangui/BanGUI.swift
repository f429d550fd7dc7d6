import ArgumentParser
import Console

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The one program: `bangui NOUN VERB`.
@main
struct BanGUI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bangui",
        abstract: "The console that guards a server: who is kept out, and who may come in.",
        discussion: """
            Start with “bangui serve” and open the link that it prints, or try “bangui demo” first.
            Exit codes: 0 done, 1 failed, 2 wrong usage, 3 fail2ban cannot be reached, 4 not found, 5 not permitted,
            6 refused or in conflict, 7 timed out, 75 try again, 78 wrong configuration.
            Completions: bangui --generate-completion-script bash|zsh|fish
            """,
        subcommands: [
            Serve.self, AgentCommand.self, Demo.self, DoctorCommand.self, Status.self, DaemonCommand.self,
            Jail.self, Ban.self, Unban.self, Events.self, Address.self, Search.self, PatternsCommand.self,
            GeoCommand.self,
            OutboundCommand.self,
            User.self, Token.self, Audit.self, TaskCommand.self,
            BackupCommand.self, RestoreCommand.self, Version.self,
        ])

    static func main() async {
        // A pipe that nobody reads any more ends no ban half-way; `Output` knows of it.
        signal(SIGPIPE, SIG_IGN)
        // Who typed it, before it goes on as another.
        _ = (Author.commandLine, Owner.whoTyped)
        let words = Array(CommandLine.arguments.dropFirst())
        let asJSON = FailureJSON.isWanted(by: words)
        if let failure = NearestCommand.failure(for: words) { failure.exit(asJSON: asJSON) }
        do {
            var command = try await asyncParseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            Failure(error).exit(asJSON: asJSON)
        }
    }
}

extension BanGUI {
    /// Parses the command line off the main path, as `AsyncParsableCommand.main` does.
    private static func asyncParseAsRoot() async throws -> any ParsableCommand { try parseAsRoot() }
}
