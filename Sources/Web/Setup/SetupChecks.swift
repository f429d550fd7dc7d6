import Fail2ban
import Console
import Host

/// What the setup found, each good or bad with its remedy.
enum SetupChecks {
    static func checks(_ status: DaemonStatus) -> [CheckView] {
        guard status.cause == nil, let daemon = status.daemon else {
            let words = status.cause.map(describe) ?? ""
            return [
                CheckView(
                    outcome: .bad, title: "fail2ban cannot be reached", detail: words,
                    remedy: status.cause.flatMap(remedy))
            ]
        }
        return [version(daemon), jails(status), database(daemon), log(daemon, status.blindSpots)]
    }

    private static func version(_ daemon: DaemonInfo) -> CheckView {
        CheckView(
            outcome: daemon.version.isTested ? .good : .warn, title: "fail2ban \(daemon.version)",
            detail: daemon.version.isTested
                ? "It answers and can be managed." : "BanGUI was not tested with this version; most things will work.")
    }

    private static func jails(_ status: DaemonStatus) -> CheckView {
        let names = status.jails.map(\.name.text).joined(separator: ", ")
        return status.jails.isEmpty
            ? CheckView(
                outcome: .warn, title: "No jails", detail: "fail2ban runs and guards nothing.",
                remedy: "Enable one in /etc/fail2ban/jail.local, then: fail2ban-client reload JAIL")
            : CheckView(outcome: .good, title: "\(status.jails.count) jails", detail: names)
    }

    private static func database(_ daemon: DaemonInfo) -> CheckView {
        guard let path = daemon.databasePath else {
            return CheckView(
                outcome: .warn, title: "No database",
                detail: "fail2ban remembers nothing over a restart (dbfile = None).",
                remedy: "Set dbfile in fail2ban.local")
        }
        return daemon.databaseReadable
            ? CheckView(outcome: .good, title: "Database", detail: path)
            : CheckView(
                outcome: .warn, title: "Database cannot be read", detail: "\(path): counts of bans will be missing.",
                remedy: "Run BanGUI as root or give its user read access")
    }

    /// What keeps the log from being read; where nobody has looked, only a file is known to be readable.
    private static func log(_ daemon: DaemonInfo, _ spots: [BlindSpot]?) -> CheckView {
        let spot = spots?.first { spot in
            switch spot {
            case .logTarget, .logUnreadable, .journal, .logLevel: true
            case .journalGap, .noDatabase, .databaseUnreadable: false
            }
        }
        let words = "\(daemon.logTarget) at level \(daemon.logLevel)"
        guard spots == nil else {
            let advice = spot.map { ". " + BlindSpotNotice($0).remedy } ?? ""
            return CheckView(outcome: spot == nil ? .good : .warn, title: "Log", detail: words + advice)
        }
        let isUsual = daemon.logTarget.utf8.first == UInt8(ascii: "/") && daemon.logLevel == "INFO"
        return CheckView(
            outcome: isUsual ? .good : .warn, title: "Log", detail: words,
            remedy: isUsual ? nil : "Set logtarget to a file and loglevel to INFO")
    }

    private static func remedy(_ cause: HostError) -> String? {
        guard case .unreachable(let reason) = cause else { return nil }
        switch reason {
        case .notRunning, .staleSocket: return reason.command
        case .noPermission: return "sudo bangui serve"
        case .saturated, .other: return nil
        }
    }
}
