import Fail2ban
import Host
import Storage

/// What an operation did so far, to be stored in one transaction.
struct OperationDraft: Sendable {
    let kind: OperationRecord.Kind
    let author: Author
    let at: Int64
    let reason: String?
    let id: String
    var duration: Int64?
    var confirmBy: Int64?
    var canUndo = true
    var undoes: String?
    var items: [OperationItem] = []
    var commands: [String] = []
    var banned: [BanRecord] = []
    var unbanned: [(jail: String, id: String)] = []
    var plans: [PlannedEnd] = []
    var unreached: [JailName] = []
    var unplanned: [(jail: String, id: String)] = []

    /// Notes what came of `ids` in a jail, with what was in force before.
    mutating func note(
        _ ids: [BanID], in jail: JailName, host: HostID, _ result: OperationRecord.Result, _ detail: String?,
        _ before: [String: BanRow]
    ) {
        for id in ids {
            let row = before[id.text]
            items.append(
                OperationItem(
                    host: host.text, jail: jail.text, id: id.text, result: result.rawValue, detail: detail,
                    previousBannedAt: row?.ban.bannedAt, previousEndsAt: row?.ban.endsAt,
                    previousPermanent: row?.ban.isPermanent ?? false,
                    previousPlannedEnd: row?.plannedEnd.map { $0.endsAt ?? -1 }))
        }
    }

    /// Whether anything was sent to the daemon, whatever came of it.
    var hasChanged: Bool { items.contains { $0.result != "already" && $0.result != "refused" } }

    /// Whether every jail was reached and every outcome is known.
    var isComplete: Bool { unreached.isEmpty && !items.contains { $0.result == "unknown" } }

    /// Notes that a jail was not reached, so that nothing was changed in it.
    mutating func note(unreached jail: JailName, _ error: HostError, host: HostID) {
        unreached.append(jail)
        note([BanID.raw("")], in: jail, host: host, .refused, "Nothing was changed here: \(error.words)", [:])
    }

    /// Notes that ids are protected and were left alone.
    mutating func refuse(_ objections: [BanID: String], in jail: JailName, host: HostID) {
        for (id, why) in objections.sorted(by: { $0.key.text < $1.key.text }) {
            note([id], in: jail, host: host, .refused, "Not banned: \(why).", [:])
        }
    }

    /// Notes a ban that now stands, for the mirror; its end is learnt when the jail is read next, a second later. The
    /// mark of a failed action stays with the ban that is read then, so that one has no time of its own here.
    mutating func banned(_ id: BanID, in jail: JailName, host: HostID, notEnforced: String?) {
        var record = BanRecord(
            HostBan(id: id, bannedAt: notEnforced == nil ? at : nil), host: host, jail: jail)
        record.isEnforced = notEnforced == nil
        record.note = notEnforced
        banned.append(record)
    }

    /// Notes the end that was chosen for a ban.
    mutating func plan(_ id: BanID, in jail: JailName, host: HostID, time: BanTime) {
        plans.append(
            PlannedEnd(
                host: host.text, jail: jail.text, id: id.text, endsAt: time.end(from: at), operationID: self.id,
                createdAt: at))
    }
}
