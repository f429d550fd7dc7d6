public import Fail2ban

/// What the agent is asked of the bans in one jail.
public enum BanVerb: Hashable, Codable, Sendable {
    /// All bans in force.
    case list(in: JailName)
    /// Which ids are banned now.
    case check([BanID], in: JailName)
    /// What the daemon has on record of ids for its next start.
    case standing([BanID], in: JailName)
    /// Bans ids.
    case ban([BanID], in: JailName)
    /// Unbans exactly these ids.
    case unban([BanID], in: JailName)

    var name: AgentVerbName {
        switch self {
        case .list: .bansList
        case .check: .bansCheck
        case .standing: .bansStanding
        case .ban: .bansBan
        case .unban: .bansUnban
        }
    }

    /// The jail concerned.
    public var jail: JailName {
        switch self {
        case .list(let jail), .check(_, let jail), .standing(_, let jail), .ban(_, let jail), .unban(_, let jail): jail
        }
    }

    /// The ids that it names.
    public var ids: [BanID] {
        switch self {
        case .list: []
        case .check(let ids, _), .standing(let ids, _), .ban(let ids, _), .unban(let ids, _): ids
        }
    }
}
