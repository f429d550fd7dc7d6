public import Fail2ban

/// What the agent is asked of jails.
public enum JailVerb: Hashable, Codable, Sendable {
    /// Counters of every running jail.
    case counters
    /// Everything about one but its bans.
    case settings(of: JailName)
    /// What it looks at, and whether that is there.
    case sight(of: JailName)
    /// What the firewall holds of its bans.
    case firewall(of: JailName)
    /// How long it bans.
    case banTime(of: JailName)
    /// Changes one setting of a running jail.
    case change(JailChange, in: JailName)
    /// Stops one.
    case stop(JailName)
    /// Starts one that is configured.
    case start(JailName)
    /// Reads one's configuration anew.
    case reload(JailName)

    var name: AgentVerbName {
        switch self {
        case .counters: .jailCounters
        case .settings: .jailSettings
        case .sight: .jailSight
        case .firewall: .jailFirewall
        case .banTime: .jailBanTime
        case .change: .jailChange
        case .stop: .jailStop
        case .start: .jailStart
        case .reload: .jailReload
        }
    }

    /// The jail concerned; nil for all.
    public var jail: JailName? {
        switch self {
        case .counters: nil
        case .settings(let jail), .sight(let jail), .firewall(let jail), .banTime(let jail), .change(_, let jail),
            .stop(let jail), .start(let jail), .reload(let jail):
            jail
        }
    }
}
