import Host
import ArgumentParser
import Console
import Fail2ban
import Web

/// `bangui jail`
struct Jail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Jails: list them, look at one, change, start, stop and reload it.",
        subcommands: [List.self, Show.self, Set.self, Start.self, Stop.self, Reload.self],
        defaultSubcommand: List.self)

    /// `bangui jail list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "All running jails with their counters.")
        @OptionGroup var place: Place
        @Flag(help: "Print JSON, the same as GET /api/jails.") var json = false

        func run() async throws {
            let host = try place.host()
            let status = await DaemonStatus.read(from: host, now: Clock.now())
            await host.close()
            if let cause = status.cause { throw HostFailure(cause).failure }
            if json { return Output.json(JailJSON.list(status, stopped: [])) }
            Output.table(
                ["JAIL", "BANNED", "FAILING", "BANS", "FAILURES"],
                status.jails.map {
                    [
                        Output.inert($0.name.text), "\($0.banned)", "\($0.failing)", "\($0.totalBanned)",
                        "\($0.totalFailed)",
                    ]
                })
        }
    }

    /// `bangui jail show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One jail's settings, as they are in force.")
        @OptionGroup var place: Place
        @Argument(help: "The jail.") var name: String
        @Flag(help: "Print JSON, the same as GET /api/jails/NAME.") var json = false

        func run() async throws {
            let host = try place.host()
            let settings: JailDetail
            do {
                settings = JailDetail(settings: try await host.settings(of: JailName(existing: name)), changes: [:])
                await host.close()
            } catch {
                await host.close()
                throw error
            }
            if json { return Output.json(JailJSON.body(settings)) }
            for line in JailText.lines(settings.settings) { Output.line(line) }
        }
    }

    /// `bangui jail set`
    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Changes settings of a running jail, until its next reload.",
            discussion: "Example: bangui jail set sshd --bantime 1h --maxretry 3")
        @OptionGroup var place: Place
        @Argument(help: "The jail.") var name: String
        @Option(help: "How long a ban lasts, such as 10m, or -1 for ever. Re-times bans that stand.") var bantime:
            String?
        @Option(help: "The window in which failures count, such as 10m.") var findtime: String?
        @Option(help: "Failures that lead to a ban.") var maxretry: Int?
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            let fields = [("bantime", bantime), ("findtime", findtime), ("maxretry", maxretry.map(String.init))]
            let changes = try JailChanges.parse(fields.compactMap { field in field.1.map { (field.0, $0) } })
            guard !changes.isEmpty else { throw Failure(.usage, "Give --bantime, --findtime or --maxretry.") }
            try await place.withConsole { console in
                let record = try await console.jails.change(
                    changes, of: JailName(existing: name), by: .commandLine)
                OperationText.show(record, json: json)
            }
        }
    }

    /// `bangui jail start`
    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Starts a jail that is configured.")
        @OptionGroup var place: Place
        @Argument(help: "The jail.") var name: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await place.withConsole { console in
                let record = try await console.jails.start(JailName(existing: name), by: .commandLine)
                OperationText.show(record, json: json)
            }
        }
    }

    /// `bangui jail stop`
    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stops a running jail; its bans leave the firewall until it starts again.")
        @OptionGroup var place: Place
        @Argument(help: "The jail.") var name: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await place.withConsole { console in
                let record = try await console.jails.stop(JailName(existing: name), by: .commandLine)
                OperationText.show(record, json: json)
            }
        }
    }

    /// `bangui jail reload`
    struct Reload: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads one jail's configuration anew; its bans stay, runtime changes go.")
        @OptionGroup var place: Place
        @Argument(help: "The jail.") var name: String
        @Flag(help: "Print JSON.") var json = false

        func run() async throws {
            try await place.withConsole { console in
                let record = try await console.jails.reload(JailName(existing: name), by: .commandLine)
                OperationText.show(record, json: json)
            }
        }
    }
}
