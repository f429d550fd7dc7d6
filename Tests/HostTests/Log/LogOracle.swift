import Fail2ban
import TestSupport

@testable import Host

/// What the files of a daemon's log tell, read plainly: all of them one after the other, line for line, with regular
/// expressions. It shares nothing with the reader that it judges.
enum LogOracle {
    /// Lines `KIND JAIL ID`, in the order of the files, which are named from the oldest to the newest.
    static func events(in files: [String]) throws -> [String] {
        let result = try runProgram(["python3", "-c", program] + files)
        guard result.status == 0 else { throw OracleError.failed(result.errors) }
        return result.output.split(separator: "\n").map(String.init)
    }

    /// The same of what was observed.
    static func event(_ observation: LogObservation) -> String {
        let jail = observation.jail?.text ?? "-"
        let (kind, id): (String, String) =
            switch observation.message {
            case .found(let id, _): ("found", id.text)
            case .foundAgain(let id): ("again", id.text)
            case .attempt(let id): ("attempt", id.text)
            case .ban(let id): ("ban", id.text)
            case .restore(let id): ("restore", id.text)
            case .increase(let id, _, _): ("increase", id.text)
            case .reban(let id): ("reban", id.text)
            case .unban(let id): ("unban", id.text)
            case .repeal(let id): ("repeal", id.text)
            case .ignore(let id, _): ("ignore", id.text)
            case .alreadyBanned(let id): ("already", id.text)
            case .flush: ("flush", "-")
            case .jailStarted: ("started", "-")
            case .jailStopped: ("stopped", "-")
            case .banFailed(let id, _): ("banfailed", id.text)
            case .unbanFailed(let id, _): ("unbanfailed", id.text)
            case .daemonStarting: ("starting", "-")
            case .daemonStopping: ("stopping", "-")
            case .daemonStopped: ("exited", "-")
            }
        return "\(kind) \(jail) \(id)"
    }

    private static let program = #"""
        import gzip, re, sys
        kinds = [
            (r"fail2ban\.filter .*INFO +\[(\w+)\] Found (\S+) - [-0-9]+ [:0-9]+$", "found"),
            (r"fail2ban\.observer .*INFO +\[(\w+)\] Found (\S+), bad - ", "again"),
            (r"fail2ban\.filter .*INFO +\[(\w+)\] Attempt (\S+) - ", "attempt"),
            (r"fail2ban\.filter .*INFO +\[(\w+)\] Ignore (\S+) by ", "ignore"),
            (r"fail2ban\.actions .*NOTICE +\[(\w+)\] Ban (\S+)$", "ban"),
            (r"fail2ban\.actions .*NOTICE +\[(\w+)\] Restore Ban (\S+)$", "restore"),
            (r"fail2ban\.actions .*NOTICE +\[(\w+)\] Unban (\S+)$", "unban"),
            (r"fail2ban\.actions .*NOTICE +\[(\w+)\] Reban (\S+?)(?:, action .*)?$", "reban"),
            (r"fail2ban\.actions .*NOTICE +\[(\w+)\] Repeal Ban (\S+)$", "repeal"),
            (r"fail2ban\.actions .*NOTICE +\[(\w+)\] Flush ticket\(s\) with ()", "flush"),
            (r"fail2ban\.actions .* \[(\w+)\] (\S+) already banned$", "already"),
            (r"fail2ban\.observer .*NOTICE +\[(\w+)\] Increase Ban (\S+) \(", "increase"),
            (r"fail2ban\.jail .*INFO +Jail '(\w+)' ()started$", "started"),
            (r"fail2ban\.jail .*INFO +Jail '(\w+)' ()stopped$", "stopped"),
            (r"ERROR +Failed to execute (?:re)?ban jail '(\w+)' action .*?'ip': '([^']*)'", "banfailed"),
            (r"ERROR +Failed to execute unban jail '(\w+)' action .*?'ip': '([^']*)'", "unbanfailed"),
            (r"fail2ban\.server .*INFO +()()Starting Fail2ban v", "starting"),
            (r"fail2ban\.server .*INFO +()()Shutdown in progress", "stopping"),
            (r"fail2ban\.server .*INFO +()()Exiting Fail2ban$", "exited"),
        ]
        for name in sys.argv[1:]:
            opener = gzip.open if name.endswith(".gz") else open
            with opener(name, "rb") as file:
                for line in file.read().decode("utf-8", "replace").split("\n")[:-1]:
                    for pattern, kind in kinds:
                        match = re.search(pattern, line)
                        if match:
                            print(kind, match.group(1) or "-", match.group(2) or "-")
                            break
        """#
}

/// Why the oracle says nothing.
enum OracleError: Error {
    case failed(String)
}
