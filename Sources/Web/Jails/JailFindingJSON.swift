import Console
import Fail2ban

/// What keeps a jail from its work, as the API tells it.
enum JailFindingJSON {
    static func write(_ health: JailHealth?, of jail: String, to json: inout JSONWriter) {
        json.field("health", word(health, of: jail))
        json.array("findings", health?.findings(of: jail) ?? []) { json, finding in
            json.object { json in
                json.field("code", finding.code.rawValue)
                json.field("status", finding.status.rawValue)
                json.field("reason", finding.reason)
                json.field("advice", finding.advice)
                json.field("command", finding.command)
                json.field("since", time: finding.since)
            }
        }
    }

    /// The gravest of it in one word; nil where nobody has looked.
    private static func word(_ health: JailHealth?, of jail: String) -> String? {
        guard let health, health.seen.contains(where: { $0.text == jail }) else { return nil }
        return (health.status(of: jail) ?? .ok).rawValue
    }
}
