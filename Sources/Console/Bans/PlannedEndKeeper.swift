import Fail2ban
import Host
import Logging
import Storage

/// Keeps the ends that BanGUI gave to bans: fail2ban knows only a time for the whole jail.
///
/// A wanted end before the jail's own is kept by unbanning then; one after it by asking fail2ban, shortly before its own
/// end, to hold the ban for longer. What fail2ban ended or lost all the same is banned again. While BanGUI is down
/// nothing of it happens; it is made up for at the next start.
struct PlannedEndKeeper: Sendable {
    let host: any Host
    let database: any Database
    let lock: OperationLock
    let now: @Sendable () -> Int64
    let logger: Logger

    /// Seconds by which a ban may vanish before its own end and still count as ended by fail2ban, whose clock of
    /// ticks is coarse.
    static let tolerance: Int64 = 2

    /// What the mirror last knew of the bans with a planned end that a jail lacks now (`records` is what is in force).
    func lastRows(of jail: JailName, missingFrom records: [BanRecord]) async throws -> [String: BanRecord] {
        let ids = try await missing(in: jail, from: records).map(\.id)
        guard !ids.isEmpty else { return [:] }
        let hostText = host.id.text
        let rows = try await database.read { try $0.bans.inForce(host: hostText, jail: jail.text, ids: ids) }
        return Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Decides for each planned end of a settled jail whose ban is not in force any more (`records` is what is): the
    /// jail's own time ended it, or a restart lost it, so it is banned again; or someone unbanned it elsewhere, so the
    /// plan is dropped. `last` is what was last known of these bans; one not in it counts as lost, and so does one that
    /// was renewed before the daemon's `start`. Gives whether anything was banned again.
    func compare(
        _ records: [BanRecord], of jail: JailName, last: [String: BanRecord], since start: Int64?
    ) async throws -> Bool {
        let missing = try await missing(in: jail, from: records)
        guard !missing.isEmpty else { return false }
        // A jail's time changed at run time ends bans before the end that was read last.
        let settings = try await host.settings(of: jail)
        let renewals = try await renewals(in: jail)
        let lifted = missing.filter { plan in
            if let renewal = renewals[plan.id] { return wasLifted(last[plan.id], renewal, since: start) }
            return wasLifted(last[plan.id], plan, settings)
        }.map(\.id)
        if !lifted.isEmpty {
            let hostText = host.id.text
            try await database.write { try $0.plannedEnds.remove(host: hostText, jail: jail.text, ids: lifted) }
        }
        return try await banAgain(missing.map(\.id).filter { !lifted.contains($0) }, in: jail)
    }

    /// Unbans what has reached its chosen end, in those of the jails that run and have settled; gives whether events were
    /// made of it.
    func settle(in jails: Set<JailName>) async throws -> Bool {
        var told = 0
        for jail in Set(try await due().map { JailName(existing: $0.jail) }) where jails.contains(jail) {
            do {
                told += try await lock.whileHeld { try await settle(jail) }
            } catch let error as HostError where error.concernsOneJail {
                logger.notice("a chosen end waits", metadata: ["jail": "\(jail)", "error": "\(error)"])
            }
        }
        return told > 0
    }

    /// What is due is read again under the lock: someone may have chosen another end meanwhile.
    private func settle(_ jail: JailName) async throws -> Int {
        let (hostText, ids) = (host.id.text, try await due().filter { $0.jail == jail.text }.map(\.id))
        guard !ids.isEmpty else { return 0 }
        let start = now()
        _ = try await host.unban(ids.map { BanID(reading: $0) }, in: jail)
        let sight = SocketIntake.Sight(host: host.id, jail: jail, since: start, at: now(), doing: .chosenEnd)
        let told = try await database.write { transaction in
            try transaction.plannedEnds.remove(host: hostText, jail: jail.text, ids: ids)
            let effect = try transaction.bans.effect(host: hostText, jail: jail.text, upserting: [], removing: ids)
            let event = AuditEvent(
                .endReached, subject: AuditText.list(ids), host: hostText, jail: jail.text, after: "not banned")
            try transaction.note(event, by: .bangui, at: sight.at)
            return try transaction.tell(sight, gone: effect.removed)
        }
        logger.info("chosen end reached", metadata: ["jail": "\(jail)", "bans": "\(ids.count)"])
        return told
    }

    private func due() async throws -> [PlannedEnd] {
        let (moment, hostText) = (now(), host.id.text)
        return try await database.read { try $0.plannedEnds.due(now: moment) }.filter { $0.host == hostText }
    }

    private func missing(in jail: JailName, from records: [BanRecord]) async throws -> [PlannedEnd] {
        let (moment, hostText) = (now(), host.id.text)
        let plans = try await database.read { try $0.plannedEnds.all(host: hostText) }.filter { plan in
            plan.jail == jail.text && plan.endsAt.map { $0 > moment } ?? true
        }
        guard !plans.isEmpty else { return [] }
        let inForce = Set(records.map(\.id))
        return plans.filter { !inForce.contains($0.id) }
    }

    private func banAgain(_ ids: [String], in jail: JailName) async throws -> Bool {
        guard !ids.isEmpty else { return false }
        logger.info("banning again until the chosen end", metadata: ["jail": "\(jail)", "bans": "\(ids.count)"])
        do {
            _ = try await host.ban(ids.map { BanID(reading: $0) }, in: jail)
        } catch {
            // The next reading of the jail finds what is still missing.
            logger.notice("cannot ban again yet", metadata: ["jail": "\(jail)", "error": "\(error)"])
            return true
        }
        let hostText = host.id.text
        let (moment, event) = (
            now(),
            AuditEvent(
                .bannedAgain, subject: AuditText.list(ids), host: hostText, jail: jail.text,
                after: "banned until the chosen end")
        )
        try await database.write { transaction in
            try transaction.banRenewals.remove(host: hostText, jail: jail.text, ids: ids)
            try transaction.note(event, by: .bangui, at: moment)
        }
        return true
    }

    /// Whether a renewed ban that is gone was lifted before the end that the renewal gave it. Such a ban has a time of its
    /// own, which no later time of the jail changes.
    private func wasLifted(_ last: BanRecord?, _ renewal: BanRenewal, since start: Int64?) -> Bool {
        guard let last, renewal.isKnown(toDaemonSince: start) else { return false }
        return last.isPermanent || last.endsAt ?? renewal.endsAt > now() + Self.tolerance
    }

    /// Whether a ban that is gone was lifted before fail2ban's own time for it had come.
    private func wasLifted(_ last: BanRecord?, _ plan: PlannedEnd, _ settings: JailSettings) -> Bool {
        guard let last else { return false }
        let byJail = settings.banTime.end(from: last.bannedAt ?? plan.createdAt) ?? .max
        let known = last.isPermanent ? .max : last.endsAt
        // With growing ban times each ban has its own; else all follow the jail's as it is now.
        let end = settings.increment.enabled ? known ?? byJail : min(known ?? byJail, byJail)
        return end > now() + Self.tolerance
    }
}
