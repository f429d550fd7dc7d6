/// All that can be asked of the agent, by subject: a closed list of typed values. None takes a path, a command or a list of
/// words; where fail2ban's socket, files and programs are is told by root alone.
public enum AgentVerb: Hashable, Codable, Sendable {
    /// Of the daemon and its machine.
    case daemon(DaemonVerb)
    /// Of one jail.
    case jail(JailVerb)
    /// Of bans.
    case bans(BanVerb)
    /// Of the daemon's log and its records.
    case log(LogVerb)
    /// Of the audit log's heads.
    case audit(AuditVerb)

    /// Its name in the published list.
    public var name: AgentVerbName {
        switch self {
        case .daemon(let verb): verb.name
        case .jail(let verb): verb.name
        case .bans(let verb): verb.name
        case .log(let verb): verb.name
        case .audit(let verb): verb.name
        }
    }
}

/// The published list of verbs, as docs/agent.md has it.
public enum AgentVerbName: String, CaseIterable, Codable, Sendable {
    case daemonPing = "daemon.ping"
    case daemonInfo = "daemon.info"
    case daemonStart = "daemon.start"
    case daemonBlindSpots = "daemon.blindSpots"
    case daemonProtectedNetworks = "daemon.protectedNetworks"
    case jailCounters = "jail.counters"
    case jailSettings = "jail.settings"
    case jailSight = "jail.sight"
    case jailFirewall = "jail.firewall"
    case jailBanTime = "jail.banTime"
    case jailChange = "jail.change"
    case jailStop = "jail.stop"
    case jailStart = "jail.start"
    case jailReload = "jail.reload"
    case bansList = "bans.list"
    case bansCheck = "bans.check"
    case bansStanding = "bans.standing"
    case bansBan = "bans.ban"
    case bansUnban = "bans.unban"
    case logRead = "log.read"
    case logWait = "log.wait"
    case logRecords = "log.records"
    case auditAppend = "audit.append"
    case auditVouch = "audit.vouch"
    case auditHeads = "audit.heads"

    /// Whether it changes something: no answer then means that nobody knows.
    public var changes: Bool {
        switch self {
        case .daemonStart, .jailChange, .jailStop, .jailStart, .jailReload, .bansBan, .bansUnban, .auditAppend,
            .auditVouch:
            true
        default: false
        }
    }
}
