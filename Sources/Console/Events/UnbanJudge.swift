import Fail2ban
import Host
import Storage

/// Says why a line tells of an unban: fail2ban writes the same for a person, an expiry and a jail that stops.
///
/// Its own knowledge counts before what is read from the daemon's database later: a row may have been written since.
struct UnbanJudge: Sendable {
    /// What is known about one such line.
    struct Evidence: Sendable {
        /// When it was written, in UTC epoch seconds.
        var at: Int64
        /// The ban that it ends; nil where none is known.
        var ban: EventRecord?
        /// Whether an operation of BanGUI unbanned it then.
        var isOwnDoing = false
        /// The end that was chosen for the ban in BanGUI, in UTC epoch seconds.
        var chosenEnd: Int64?
        /// Whether the daemon is stopping, or the lines after it say that the jail stopped.
        var isStopping = false
        /// What the daemon would restore: nil where that cannot be read, or the line is too old for it to tell.
        var standing: Standing?
        /// The ban time of the jail as it is now; nil where unknown.
        var jailTime: BanTime?
    }

    /// The daemon's row of the newest ban of an id.
    enum Standing: Sendable {
        /// It has none: an unban by hand erases it.
        case erased
        case row(StandingBan)
    }

    /// Seconds by which the ends of bans and the lines about them differ: fail2ban looks once a second.
    static let tolerance: Int64 = 2
    /// Seconds within which BanGUI unbans at a chosen end.
    static let keeping: Int64 = 60

    /// What the line tells.
    static func judge(_ evidence: Evidence) -> (kind: EventKind, why: EventReason?) {
        if evidence.isOwnDoing { return (.unban, .hand) }
        if let end = evidence.chosenEnd, end <= evidence.at, evidence.at <= end + keeping { return (.unban, .expired) }
        let end = evidence.ban?.knownEnd
        if let end, end <= evidence.at + tolerance { return (.unban, .expired) }
        if evidence.isStopping { return (.repeal, .stopping) }
        if let told = evidence.standing.flatMap({ judge(evidence, by: $0) }) { return told }
        // Nothing but a person ends a ban before its time while its jail goes on.
        if end != nil || evidence.ban?.banTime == -1 { return (.unban, .hand) }
        guard let ban = evidence.ban, let time = evidence.jailTime else { return (.unban, nil) }
        guard let usual = time.end(from: ban.at) else { return (.unban, .hand) }
        return (.unban, usual <= evidence.at + tolerance ? .expired : .hand)
    }

    /// What the daemon's row says; nil where it is of a later ban, or says nothing.
    private static func judge(
        _ evidence: Evidence, by standing: Standing
    ) -> (kind: EventKind, why: EventReason?)? {
        guard case .row(let row) = standing else { return (.unban, .hand) }
        guard !isLater(row, evidence), let time = row.time else { return nil }
        guard let end = time.end(from: row.bannedAt) else { return (.repeal, .stopping) }
        return end <= evidence.at + tolerance ? (.unban, .expired) : (.repeal, .stopping)
    }

    /// Whether a row is of a ban after the one that the line ends. The daemon writes the same second into the rows of one
    /// ban; a line about it may come later than that.
    private static func isLater(_ row: StandingBan, _ evidence: Evidence) -> Bool {
        guard let ban = evidence.ban else { return row.bannedAt > evidence.at }
        return ban.recordedAt.map { row.bannedAt > $0 } ?? (row.bannedAt > ban.at + tolerance)
    }
}

extension EventRecord {
    /// When fail2ban ends this ban, in UTC epoch seconds; nil where that is unknown, or never.
    var knownEnd: Int64? {
        guard let banTime, banTime >= 0 else { return nil }
        return (recordedAt ?? at) + banTime
    }
}
