import Fail2ban
import Host
import Storage

extension Bans {
    /// The bans in force in the named jails (none: in all that run) as fail2ban tells them now, the newest first, in one
    /// page. For a program that runs for a moment: nothing is stored. That an action failed and where a ban is are known from the
    /// mirror; what that does not know yet is looked up where it matters.
    public func inForce(in names: [String], origin: OriginChoice = OriginChoice()) async throws -> BanPage {
        let jails = names.isEmpty ? board.status.jails.map(\.name).filter(\.isReachable) : try await runningJails(names)
        let plans = try await plans()
        var entries: [BanEntry] = []
        for jail in jails {
            for ban in try await host.bans(in: jail).bans {
                let record = BanRecord(ban, host: host.id, jail: jail)
                entries.append(BanEntry(BanRow(ban: record, plannedEnd: plans[jail.text]?[record.id])))
            }
        }
        try await mark(&entries, in: jails)
        if !origin.isAny {
            entries = entries.filter { origin.accepts($0.origin ?? origins.current($0.id)) }
        }
        entries.sort { ($0.bannedAt ?? 0, $1.id) > ($1.bannedAt ?? 0, $0.id) }
        return BanPage(bans: entries, next: nil, total: entries.count)
    }

    /// The bans in the named jails (none: in all) as they were known last, the newest first, in one page, and when that
    /// was (UTC epoch seconds); nil where no server ever looked. For a program that finds fail2ban down.
    public func lastKnown(
        in names: [String], origin: OriginChoice = OriginChoice()
    ) async throws -> (page: BanPage, at: Int64)? {
        guard let seenAt = try await lastLook() else { return nil }
        var entries: [BanEntry] = []
        try await all(BanFilter(host: host.id.text, jails: names, origin: origin)) { entries += $0 }
        return (BanPage(bans: entries, next: nil, total: entries.count), seenAt)
    }

    /// When a server looked last at what is in force (UTC epoch seconds); nil where none ever did.
    public func lastLook() async throws -> Int64? {
        let hostText = host.id.text
        return try await database.readBriefly { try $0.bans.seenAt(host: hostText) }
    }

    /// The planned ends, by jail and id.
    private func plans() async throws -> [String: [String: PlannedEnd]] {
        let hostText = host.id.text
        let all = try await database.readBriefly { try $0.plannedEnds.all(host: hostText) }
        return Dictionary(grouping: all, by: \.jail).mapValues { plans in
            Dictionary(plans.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Takes over from the mirror why an action failed, and where bans are.
    private func mark(_ entries: inout [BanEntry], in jails: [JailName]) async throws {
        var known: [String: [String: BanEntry]] = [:]
        try await all(BanFilter(jails: jails.map(\.text))) { page in
            for ban in page { known[ban.jail, default: [:]][ban.id] = ban }
        }
        for index in entries.indices {
            let mirrored = known[entries[index].jail]?[entries[index].id]
            (entries[index].notEnforced, entries[index].origin) = (mirrored?.notEnforced, mirrored?.origin)
        }
    }
}
