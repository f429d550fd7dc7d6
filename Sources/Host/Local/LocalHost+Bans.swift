public import Fail2ban
import Logging

extension LocalHost {
    /// Above so many bans they are listed without times: the daemon does nothing else while it formats them, over
    /// a second at 100,000 and 30 ms at 2,000.
    static let mostBansWithTimes = 2000

    /// Ids in one command: with a firewall's action at 10 ms each, the daemon is kept for half a second.
    static let batch = 50

    /// The bans in force in a jail, with times from the daemon and from its database.
    public func bans(in jail: JailName) async throws(HostError) -> BanSnapshot {
        let version = try await version()
        let count = try await statistics(of: jail, version: version).banned
        let path = try await databasePath()
        if count <= Self.mostBansWithTimes {
            let timed = try await send(.bannedWithTimes(in: jail), within: Deadline.listing)
            let rows = await rows(of: timed.map(\.id), in: jail, database: path)
            return BanSnapshot(jail: jail, bans: timed.map { HostBan($0, row: rows[$0.id.text]) })
        }
        let ids = try await send(.banned(in: jail), within: Deadline.listing)
        let rows = await rows(of: ids, in: jail, database: path)
        let now = now()
        return BanSnapshot(
            jail: jail, bans: ids.map { HostBan($0, row: rows[$0.text], now: now) }, timesAreInForce: false)
    }

    /// Which of the ids the jail bans now.
    public func isBanned(_ ids: [BanID], in jail: JailName) async throws(HostError) -> [Bool] {
        guard !ids.isEmpty else { return [] }
        guard try await version().hasShortStatus else {
            // Before 0.11.2 fail2ban answers only with all bans.
            let banned = Set(try await send(.banned(in: jail), within: Deadline.listing))
            return ids.map(banned.contains)
        }
        var answers: [Bool] = []
        for batch in ids.batches(of: Self.batch) { answers += try await send(.isBanned(batch, in: jail)) }
        return answers
    }

    /// Bans ids in batches, and looks in the daemon's log for actions that failed meanwhile.
    public func ban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> BanReport {
        var report = BanReport(newlyBanned: 0)
        guard !ids.isEmpty else { return report }
        let logTarget = try await recentLogTarget()
        try await inBatches(ids) { batch throws(HostError) in
            let log = DaemonLog(path: logTarget)
            report.newlyBanned += try await self.send(.ban(batch, in: jail), within: Deadline.acting)
            let failures = log.failedBans(in: jail)
            for id in batch { report.notEnforced[id] = failures[id.text] }
        }
        return report
    }

    /// Unbans exactly these ids: one that is not banned is left out, because fail2ban takes a network that is not
    /// banned itself for all bans inside it.
    public func unban(_ ids: [BanID], in jail: JailName) async throws(HostError) -> Int {
        let isBanned = try await isBanned(ids, in: jail)
        var removed = 0
        try await inBatches(zip(ids, isBanned).filter(\.1).map(\.0)) { batch throws(HostError) in
            removed += try await self.send(.unban(batch, in: jail), within: Deadline.acting)
        }
        return removed
    }

    private func inBatches(
        _ ids: [BanID], _ change: ([BanID]) async throws(HostError) -> Void
    ) async throws(HostError) {
        for (number, batch) in ids.batches(of: Self.batch).enumerated() {
            do throws(HostError) {
                try await change(batch)
            } catch {
                throw number == 0 ? error : error.afterPartOfChange
            }
        }
    }

    @concurrent
    private func rows(of ids: [BanID], in jail: JailName, database path: String?) async -> [String: BanRow] {
        guard let path, !ids.isEmpty else { return [:] }
        do {
            return try BansDatabase(path: path).rows(of: ids.map(\.text), jail: jail.text)
        } catch {
            logger.debug("fail2ban's database cannot be read", metadata: ["error": "\(error)"])
            return [:]
        }
    }
}

extension Array {
    fileprivate func batches(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
