import Fail2ban
import Host
import Storage

/// A difference that a look found, while it was not known that nothing else tells of it.
struct SeenDifference: Sendable {
    var difference: BanDifference
    var sight: SocketIntake.Sight
}

extension BanMirror {
    /// Seconds for which differences are remembered that a log was to tell of: it is looked for twice in that time.
    static let memory: Int64 = 60
    /// The most of them that are remembered, in bans: what one second brings is far less.
    static let memoryLimit = 1000

    /// Makes the mirror's list of a jail that which was read at `moment` (UTC epoch seconds), and events of the
    /// difference where no log tells. Gives false where the list is of no use, since daemon or jail began anew meanwhile.
    func store(_ records: [BanRecord], of jail: JailCounters, at moment: Int64) async throws -> Bool {
        let (hostText, name) = (host.id.text, jail.name.text)
        let (difference, isSource) = try await database.read { transaction in
            (
                try transaction.bans.difference(host: hostText, jail: name, with: records),
                try transaction.capture.isSocketSource(host: hostText)
            )
        }
        guard difference.isFirst || !difference.isEmpty else { return true }
        var sight = try await sight(of: jail.name, at: moment)
        if isSource, let seen = sight, difference.tells {
            if !difference.gone.isEmpty, try await !isSameLife(of: jail) { return false }
            sight = try await collected(seen, difference)
        }
        let (found, places) = (sight, places)
        let told = try await database.write(.telemetry) { transaction in
            let effect = try transaction.bans.effect(difference, host: hostText, jail: name)
            try places.place(effect, in: name, of: hostText, transaction)
            guard let found, try transaction.capture.isSocketSource(host: hostText) else { return 0 }
            var intake = try SocketIntake(found, in: transaction)
            return try intake.take(difference.only(effect)).count
        }
        if told > 0 { hasToldEvents = true }
        if !isSource, let found { remember(difference, found) }
        return true
    }

    /// Forgets the jails that do not run; where no log tells, their bans left the firewall with them.
    func removeJails(except names: [JailName]) async throws {
        let (hostText, texts, moment) = (host.id.text, names.map(\.text), now())
        let since = try await seenBefore()
        let id = host.id
        let told = try await database.write(.telemetry) { transaction in
            var told = 0
            if let since, try transaction.capture.isSocketSource(host: hostText) {
                for (jail, _) in try transaction.bans.totals(host: hostText) where !texts.contains(jail) {
                    let difference = try transaction.bans.difference(host: hostText, jail: jail, with: [])
                    var sight = SocketIntake.Sight(
                        host: id, jail: JailName(existing: jail), since: min(since, moment), at: moment)
                    sight.isReturning = true
                    var intake = try SocketIntake(sight, in: transaction)
                    told += try intake.take(difference).count
                }
            }
            try transaction.bans.removeJails(host: hostText, except: texts)
            return told
        }
        if told > 0 { hasToldEvents = true }
    }

    /// Says whether what is in force tells of bans and unbans. What was seen shortly before is told then, too.
    func listen(toSocket isNeeded: Bool) async throws {
        let hostText = host.id.text
        let isSource = try await database.readBriefly { try $0.capture.isSocketSource(host: hostText) }
        guard isSource != isNeeded else { return }
        var seen: [SeenDifference] = []
        if isNeeded {
            for entry in recentDifferences where entry.sight.at >= now() - Self.memory {
                let sight = try await collected(entry.sight, entry.difference)
                seen.append(SeenDifference(difference: entry.difference, sight: sight))
            }
        }
        let told = try await database.write(.telemetry) { [seen] transaction in
            try transaction.capture.setSocketSource(isNeeded, host: hostText)
            var told = 0
            for entry in seen {
                var intake = try SocketIntake(entry.sight, in: transaction)
                told += try intake.take(entry.difference).count
            }
            return told
        }
        recentDifferences = []
        if told > 0 { hasToldEvents = true }
    }

    /// Whether events were made of differences since this was last asked.
    func takeNews() -> Bool {
        defer { hasToldEvents = false }
        return hasToldEvents
    }

    /// Notes that an operation made events.
    func noteEvents() { hasToldEvents = true }

    /// The looks between which the bans of a jail changed; nil where there was none before: what is in force at the first
    /// sight has not just been banned.
    private func sight(of jail: JailName, at moment: Int64) async throws -> SocketIntake.Sight? {
        var since = known[jail]?.seenAt
        if since == nil { since = try await seenBefore() }
        guard let since else { return nil }
        // A long list may have rested when the program before looked last.
        let pause = known[jail] == nil && lookedAt == nil ? Self.longestPause.components.seconds : 0
        var sight = SocketIntake.Sight(host: host.id, jail: jail, since: min(since, moment) - pause, at: moment)
        sight.isReturning =
            settling.returning.contains(jail) || daemonStart.map { $0 >= since - 1 } ?? false
        return sight
    }

    /// When this program looked last, or the one before it.
    private func seenBefore() async throws -> Int64? {
        if let lookedAt { return lookedAt }
        let hostText = host.id.text
        return try await database.readBriefly { try $0.bans.seenAt(host: hostText) }
    }

    /// Whether daemon and jail are still those of the counters: bans that leave because either stops were not lifted.
    private func isSameLife(of jail: JailCounters) async throws -> Bool {
        guard try await host.daemon().startedAt == daemonStart else { return false }
        guard let counters = try await host.counters().first(where: { $0.name == jail.name }) else { return false }
        return counters.totalBanned >= jail.totalBanned
    }

    /// With what the daemon has on record of the bans in question, and its jail's time.
    private func collected(
        _ sight: SocketIntake.Sight, _ difference: BanDifference
    ) async throws -> SocketIntake.Sight {
        guard difference.tells else { return sight }
        var sight = sight
        let ids = (difference.gone + difference.added).map { BanID(reading: $0.id) }
        sight.standing = try? await host.standingBans(of: ids, in: sight.jail)
        if !difference.gone.isEmpty { sight.jailTime = try? await host.banTime(of: sight.jail) }
        return sight
    }

    private func remember(_ difference: BanDifference, _ sight: SocketIntake.Sight) {
        recentDifferences.removeAll { $0.sight.at < sight.at - Self.memory }
        let size = recentDifferences.reduce(difference.size) { $0 + $1.difference.size }
        guard difference.tells, size <= Self.memoryLimit else { return }
        var kept = difference
        kept.changed = []
        recentDifferences.append(SeenDifference(difference: kept, sight: sight))
    }
}

extension BanDifference {
    /// Whether any ban began or ended.
    var tells: Bool { size > 0 }

    /// How many bans began or ended.
    var size: Int { added.count + gone.count + replaced.count }

    /// What of it another program had not done before.
    func only(_ effect: BanEffect) -> BanDifference {
        var rest = self
        if effect.removed.count < gone.count {
            let removed = Set(effect.removed.map { BanID(reading: $0) })
            rest.gone = gone.filter { removed.contains(BanID(reading: $0.id)) }
        }
        if effect.entered.count < added.count {
            let entered = Set(effect.entered.map { BanID(reading: $0) })
            rest.added = added.filter { entered.contains(BanID(reading: $0.id)) }
        }
        return rest
    }
}

extension JailCounters {
    /// Whether as many are banned, and were since the jail started.
    func hasSameBans(as other: JailCounters) -> Bool {
        banned == other.banned && totalBanned == other.totalBanned
    }
}
