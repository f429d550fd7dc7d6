import ArgumentParser
import Console
import Fail2ban
import Host
import Web

/// `bangui jail`
struct Jail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Jails: list them, look at one, change, start, stop and reload it.",
        subcommands: [List.self, Show.self, Set.self, Start.self, Stop.self, Reload.self],
        defaultSubcommand: List.self)

    /// `bangui jail list`
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All running jails with their counters, and those that were stopped with BanGUI.")
        @OptionGroup var place: Place
        @Flag(help: "Print JSON, the same as GET /api/jails.") var json = false

        func run() async throws {
            let host = try place.host()
            let status = await DaemonStatus.read(from: host, now: Clock.now())
            let health = status.cause == nil ? try? await JailHealth.look(at: host, now: Clock.now) : nil
            await host.close()
            if let cause = status.cause { throw place.failure(cause) }
            let stopped = await stopped(besides: status.jails.map(\.name))
            if json { return Output.json(JailJSON.list(status, stopped: stopped, health)) }
            let running = status.jails.map {
                [
                    Output.inert($0.name.text), JailText.state(health?.status(of: $0.name.text)), "\($0.banned)",
                    "\($0.failing)", "\($0.totalBanned)",
                    "\($0.totalFailed)",
                ]
            }
            Output.table(
                ["JAIL", "STATE", "BANNED", "FAILING", "BANS", "FAILURES"],
                running + stopped.map { [Output.inert($0.name.text), "stopped", "-", "-", "-", "-"] })
        }

        /// What fail2ban tells is worth showing also where BanGUI's own memory cannot be read.
        private func stopped(besides running: [JailName]) async -> [StoppedJail] {
            do {
                return try await place.stoppedJails(besides: running)
            } catch {
                Output.note("Jails that were stopped with BanGUI are not listed. \(Failure(error).message)")
                return []
            }
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
            let health: JailHealth?
            do {
                settings = JailDetail(settings: try await host.settings(of: JailName(existing: name)), changes: [:])
                health = try? await JailHealth.look(at: host, now: Clock.now)
                await host.close()
            } catch {
                await host.close()
                throw place.explained(error)
            }
            if json { return Output.json(JailJSON.body(settings, health)) }
            for line in JailText.lines(settings.settings) { Output.line(line) }
            for line in JailText.lines(health?.findings(of: name) ?? []) { Output.line(line) }
        }
    }
}
