import Fail2ban
import Host
import ArgumentParser
import Console
import Web

/// `bangui status`
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Whether fail2ban is up, and what it holds.",
        discussion: "Example: bangui status --json | jq .banned")

    @OptionGroup var place: Place
    @Flag(help: "Print JSON, the same as GET /api/status.") var json = false

    func run() async throws {
        let host = try place.host()
        let status = await DaemonStatus.read(from: host, now: Clock.now())
        await host.close()
        if json {
            Output.json(StatusJSON.body(status))
        } else {
            printStatus(status)
        }
        if let cause = status.cause { throw place.failure(cause) }
    }

    private func printStatus(_ status: DaemonStatus) {
        guard status.cause == nil else { return }
        Output.line("fail2ban \(status.daemon?.version.text ?? "?") is up")
        Output.line("\(status.banned) banned now, \(status.failed) failures and \(status.totalBanned) bans since start")
        Output.table(
            ["JAIL", "BANNED", "FAILING", "BANS", "FAILURES"],
            status.jails.map {
                [Output.inert($0.name.text), "\($0.banned)", "\($0.failing)", "\($0.totalBanned)", "\($0.totalFailed)"]
            })
    }
}
