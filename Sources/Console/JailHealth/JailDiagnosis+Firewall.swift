import Fail2ban
import Host

extension JailDiagnosis.Case {
    /// Whether the firewall holds what the jail lists.
    func firewall() -> [JailFinding] {
        for set in jail.firewall?.sets ?? [] {
            guard let reason = set.kind == .chain ? reason(ofChain: set) : reason(ofSet: set) else { continue }
            return [
                finding(
                    .firewallMissing, .failure, reason, restart,
                    advice:
                        "Restart the jail, which puts its bans back. Where it happens again: what loads the firewall anew, "
                        + "such as nftables.service or netfilter-persistent, has to restart fail2ban after it.")
            ]
        }
        return []
    }

    private func reason(ofSet set: FirewallSet) -> String? {
        switch set.state {
        case .missing:
            "The jail lists \(set.listed) bans, and the firewall has no set \(set.name): someone emptied the firewall."
        case .unused:
            "The jail lists \(set.listed) bans, and no rule of the firewall looks at the set \(set.name)."
        case .there where set.absent > 0:
            "The jail lists \(set.listed) bans, and the set \(set.name) of the firewall lacks \(set.absent) of them: \(DoctorWords.list(set.examples))."
        case .there, .unknown: nil
        }
    }

    private func reason(ofChain chain: FirewallSet) -> String? {
        switch chain.state {
        case .missing:
            "The jail lists \(chain.listed) bans, and the firewall has no chain \(chain.name): someone emptied the firewall."
        case .unused:
            "The jail lists \(chain.listed) bans, and no rule of the firewall leads to the chain \(chain.name)."
        case .there where chain.absent > 0:
            "The jail lists \(chain.listed) bans, and the chain \(chain.name) of the firewall lacks \(chain.absent) of them: \(DoctorWords.list(chain.examples))."
        case .there, .unknown: nil
        }
    }

    /// Whether the jail closes a port on which its service listens.
    func ports() -> [JailFinding] {
        guard let ports = jail.sight?.ports, !ports.listening.isEmpty, !ports.closed.isEmpty,
            !ports.listening.contains(where: { port in ports.closed.contains { $0.contains(port) } }),
            // What another listens there may hand on to the service.
            ports.isReachedAlone || !ports.isTaken
        else { return [] }
        let listening = DoctorWords.list(ports.listening.map(String.init))
        return [
            finding(
                .portOther, .warning,
                "\(ports.program) listens on port \(listening), and the jail closes \(ports.setting) alone: whom it bans still gets there.",
                restart,
                advice:
                    "Set `port = \(ports.listening.map(String.init).joined(separator: ","))` for the jail in jail.local, and restart the jail."
            )
        ]
    }
}
