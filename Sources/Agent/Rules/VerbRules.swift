import Fail2ban
import Host

/// What a request may say beyond what its types hold it to. Whoever sends it is taken for an enemy: a number that no
/// console would send may be one that overflows.
enum VerbRules {
    /// Why a request is refused before anything is done for it; nil where it may be tried.
    static func refusal(of verb: AgentVerb) -> HostError? {
        if let jail = verb.jail, let refusal = refusal(of: jail) { return refusal }
        switch verb {
        case .daemon(.ping(let milliseconds)):
            return (1...60_000).contains(milliseconds) ? nil : .notAllowed("A sign of life takes 1 ms to 60 s.")
        case .daemon: return nil
        case .jail(let verb): return refusal(of: verb)
        case .bans(let verb): return BanRules.refusal(of: verb)
        case .log(let verb): return LogRules.refusal(of: verb)
        case .audit(let verb): return AuditRules.refusal(of: verb)
        }
    }

    private static func refusal(of jail: JailName) -> HostError? {
        let bytes = jail.text.utf8
        guard (1...AgentLimits.jailBytes).contains(bytes.count), bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }),
            BanID.raw(jail.text).isReachable
        else {
            return .notAllowed("No jail has such a name.")
        }
        return nil
    }

    private static func refusal(of verb: JailVerb) -> HostError? {
        guard case .change(let change, _) = verb else { return nil }
        switch change {
        case .banTime(let time): return isPlausible(time.fail2ban) ? nil : tooLong
        case .findTime(let seconds): return isPlausible(seconds) ? nil : tooLong
        case .maxRetry(let count): return count <= 1_000_000 ? nil : .notAllowed("No jail waits for so many failures.")
        case .ignore(let id):
            guard id.network != nil else { return .notAllowed("A jail ignores addresses and networks only.") }
            return BanRules.isEveryone(id) ? .notAllowed("Nobody ignores everyone.") : nil
        case .unignore: return nil
        }
    }

    /// Three hundred years: with more, the daemon's own dates overflow and it can list its bans no longer.
    private static func isPlausible(_ seconds: Int64) -> Bool { seconds <= 10_000_000_000 }

    private static let tooLong = HostError.notAllowed("No time is longer than 300 years.")
}
