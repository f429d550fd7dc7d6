import Fail2ban
import Host
import Logging
import Storage

// fail2ban holds a ban for longer when it is asked to ban again what it bans already: until then plus the jail's own
// time. It runs no action for that and writes no line `Ban`, which other jails count; 0.11.2, 1.0.2 and 1.1.0 alike.
extension PlannedEndKeeper {
    /// Seconds before fail2ban's own end at which a ban is renewed at the earliest.
    static let longestMargin: Int64 = 3600

    /// Seconds before fail2ban's own end at which a ban is renewed in a jail with this ban time: a third of it, so that
    /// a slow daemon or a restart of BanGUI in that time leaves no gap, and less than all of it, since fail2ban never
    /// shortens a ban that way.
    static func margin(_ banTime: BanTime) -> Int64 {
        guard case .seconds(let seconds) = banTime else { return longestMargin }
        return min(max(seconds / 3, 2), longestMargin)
    }

    /// Renews in `jails` what fail2ban would end soon and what is to last longer.
    func renew(in jails: Set<JailName>) async throws {
        let ending = try await endingSoon()
        for (jail, records) in Dictionary(grouping: ending, by: { JailName(existing: $0.jail) })
        where jails.contains(jail) {
            do {
                try await renew(records, in: jail)
            } catch let error as HostError where error.concernsOneJail {
                logger.notice("a renewal waits", metadata: ["jail": "\(jail)", "error": "\(error)"])
            }
        }
    }

    private func endingSoon() async throws -> [BanRecord] {
        let (moment, hostText) = (now(), host.id.text)
        return try await database.read { transaction in
            try transaction.banRenewals.candidates(
                host: hostText, now: moment, endingBefore: moment + Self.longestMargin + 1)
        }
    }

    private func renew(_ records: [BanRecord], in jail: JailName) async throws {
        let banTime = try await host.banTime(of: jail)
        let limit = now() + Self.margin(banTime)
        let ids = records.filter { $0.endsAt.map { $0 <= limit } ?? true }.map { BanID(reading: $0.id) }
        guard !ids.isEmpty else { return }
        try await lock.whileHeld {
            // What someone unbanned meanwhile stays unbanned.
            let isBanned = try await host.isBanned(ids, in: jail)
            let standing = zip(ids, isBanned).filter(\.1).map(\.0)
            guard !standing.isEmpty else { return }
            let moment = now()
            _ = try await host.ban(standing, in: jail)
            let renewal = BanRenewal(renewedAt: moment, endsAt: banTime.end(from: moment) ?? .max)
            let (hostText, texts) = (host.id.text, standing.map(\.text))
            try await database.write {
                try $0.banRenewals.note(renewal, host: hostText, jail: jail.text, ids: texts)
            }
        }
        logger.debug("renewed until the chosen end", metadata: ["jail": "\(jail)", "bans": "\(ids.count)"])
    }

    /// The renewals in a jail, by id.
    func renewals(in jail: JailName) async throws -> [String: BanRenewal] {
        let hostText = host.id.text
        return try await database.read { try $0.banRenewals.all(host: hostText, jail: jail.text) }
    }
}

extension BanRenewal {
    /// Whether a daemon that started at `start` (UTC epoch seconds; nil where unknown) knows of it.
    func isKnown(toDaemonSince start: Int64?) -> Bool { start.map { renewedAt >= $0 } ?? true }
}

extension BanRecord {
    /// The ban with the end that a renewal gave it, where its own is the first one that fail2ban's database keeps.
    func renewed(_ renewal: BanRenewal?, since start: Int64?) -> BanRecord {
        guard let renewal, !isPermanent, renewal.isKnown(toDaemonSince: start) else { return self }
        var record = self
        record.endsAt = max(endsAt ?? 0, renewal.endsAt)
        return record
    }
}
