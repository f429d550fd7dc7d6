import Fail2ban
import Host
import Logging
import Storage

/// Keeps the ends that BanGUI gave to bans: fail2ban knows only a time for the whole jail.
///
/// A wanted end before the jail's own is kept by unbanning then; one after it by banning again when the jail's own
/// time has ended the ban. While BanGUI is down neither happens; it is made up for at the next start.
struct PlannedEndKeeper: Sendable {
    let host: any Host
    let database: any Database
    let lock: OperationLock
    let now: @Sendable () -> Int64
    let logger: Logger

    /// Seconds by which a ban may vanish before its own end and still count as ended by fail2ban, whose clock of
    /// ticks is coarse.
    static let tolerance: Int64 = 2

    /// Decides for each planned end of a jail whose ban is not in force any more (`records` is what is): the jail's
    /// own time ended it, so it is banned again; or someone unbanned it elsewhere, so the plan is dropped.
    func compare(_ records: [BanRecord], of jail: JailName) async throws {
        let hostText = host.id.text
        let plans = try await database.read { try $0.plannedEnds.all(host: hostText) }.filter { $0.jail == jail.text }
        guard !plans.isEmpty else { return }
        let inForce = Set(records.map(\.id))
        let missing = plans.filter { !inForce.contains($0.id) && !isOver($0) }
        guard !missing.isEmpty else { return }
        let ids = missing.map(\.id)
        let last = try await database.read { try $0.bans.inForce(host: hostText, jail: jail.text, ids: ids) }
        let ends = Dictionary(last.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let lifted = missing.filter { wasLifted(ends[$0.id]) }.map(\.id)
        let ended = ids.filter { !lifted.contains($0) }
        if !lifted.isEmpty {
            try await database.write { try $0.plannedEnds.remove(host: hostText, jail: jail.text, ids: lifted) }
        }
        if !ended.isEmpty {
            logger.info("banning again until the chosen end", metadata: ["jail": "\(jail)", "bans": "\(ended.count)"])
            _ = try await host.ban(ended.map { BanID(reading: $0) }, in: jail)
        }
    }

    /// Unbans what has reached its chosen end, in the jails that run.
    func settle(runningJails: Set<JailName>) async throws {
        let moment = now()
        let hostText = host.id.text
        let due = try await database.read { try $0.plannedEnds.due(now: moment) }.filter {
            $0.host == hostText && runningJails.contains(JailName(existing: $0.jail))
        }
        guard !due.isEmpty else { return }
        for (jail, plans) in Dictionary(grouping: due, by: \.jail) {
            let ids = plans.map(\.id)
            try await lock.whileHeld {
                _ = try await host.unban(ids.map { BanID(reading: $0) }, in: JailName(existing: jail))
                try await database.write { transaction in
                    try transaction.plannedEnds.remove(host: hostText, jail: jail, ids: ids)
                    try transaction.bans.apply(host: hostText, jail: jail, upserting: [], removing: ids)
                }
            }
            logger.info("chosen end reached", metadata: ["jail": "\(jail)", "bans": "\(ids.count)"])
        }
    }

    private func isOver(_ plan: PlannedEnd) -> Bool {
        plan.endsAt.map { $0 <= now() } ?? false
    }

    /// Whether a ban that is gone was lifted before fail2ban's own time for it had come.
    private func wasLifted(_ last: BanRecord?) -> Bool {
        guard let last else { return false }
        if last.isPermanent { return true }
        guard let end = last.endsAt else { return false }
        return end > now() + Self.tolerance
    }
}
