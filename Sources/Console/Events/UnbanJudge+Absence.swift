import Fail2ban
import Host
import Storage

extension UnbanJudge {
    /// Why a ban that was in force is not any more, seen at the moment of the evidence or shortly before; `isStopping` says
    /// that its jail or the daemon started anew meanwhile. Of a ban's end the evidence knows what the daemon said last.
    static func judgeAbsence(_ evidence: Evidence) -> (kind: EventKind, why: EventReason?) {
        if evidence.isOwnDoing { return (.unban, .hand) }
        if let end = evidence.chosenEnd, end <= evidence.at, evidence.at <= end + keeping { return (.unban, .expired) }
        let end = evidence.ban?.knownEnd
        if let end, end <= evidence.at + tolerance { return (.unban, .expired) }
        if case .erased = evidence.standing { return (.unban, .hand) }
        if hasEnded(evidence) { return (.unban, .expired) }
        if evidence.isStopping { return (.repeal, .stopping) }
        let isOver = isOver(evidence)
        if case .row = evidence.standing { return isOver ? (.unban, .expired) : (.repeal, .stopping) }
        // A jail whose time was shortened ends its bans too, before the end that was read last.
        if isOver { return (.unban, end == nil && evidence.ban?.banTime == nil ? .expired : nil) }
        return (.unban, evidence.ban == nil ? nil : .hand)
    }

    /// Whether the daemon's row is of a ban whose time is over.
    private static func hasEnded(_ evidence: Evidence) -> Bool {
        guard case .row(let row) = evidence.standing, let end = row.time?.end(from: row.bannedAt) else { return false }
        return end <= evidence.at + tolerance
    }

    /// Whether the ban is over by the time that the jail has now.
    private static func isOver(_ evidence: Evidence) -> Bool {
        guard let ban = evidence.ban, let end = evidence.jailTime?.end(from: ban.since ?? ban.at) else { return false }
        return end <= evidence.at + tolerance
    }
}
