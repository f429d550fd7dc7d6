import Storage

/// What one read of the database tells of a stretch of time.
struct DashboardCounts {
    private let counts: [EventCount]
    private let newAddresses: [Int64]
    private let newest: [NewAddress]
    private let banned: Int
    private let failing: [FailingJail]
    private let before: Range<Int64>
    /// When the first event happened, to a quarter of an hour.
    private let first: Int64?

    /// How far the clocks of daemon and console may differ, in seconds: what lies so far ahead has happened.
    private static let ahead: Int64 = 86_400

    init(_ transaction: any Transaction, parts: [Range<Int64>], host: String, now: Int64) throws {
        let (start, end) = (parts[0].lowerBound, parts[parts.count - 1].upperBound)
        before = (start - (end - start))..<start
        let after = end..<max(end, now + Self.ahead)
        let events = transaction.events
        counts = try events.counts(
            in: parts + [before, after], kinds: [.found, .attempt, .ban, .unban], now: now
        ).filter { $0.host.utf8.elementsEqual(host.utf8) }
        newAddresses = try events.newAddresses(in: parts + [before], now: now)
        newest = try events.latestNewAddresses(in: start..<end, limit: Dashboard.addresses)
        first = try events.firstQuarter()
        banned = try transaction.bans.totals(host: host).reduce(0) { $0 + $1.total }
        failing = try transaction.bans.notEnforced(host: host).map { FailingJail(name: $0.jail, bans: $0.total) }
    }

    /// All that the database tells; jails and the ranking of addresses are set by others.
    func figures(parts: [Range<Int64>]) -> DashboardFigures {
        let all = jailFigures(parts.count)
        let jails = all.filter { $0.attempts.sum > 0 || $0.bans.sum > 0 }
        let span = parts[0].lowerBound..<parts[parts.count - 1].upperBound
        var figures = DashboardFigures(
            span: span, parts: parts, banned: banned, levels: levels(parts.count), jails: jails,
            newAddresses: newAddresses.prefix(parts.count).map { Int($0) }, before: nil, isNew: first == nil,
            addresses: nil,
            newest: newest.map { AddressSight(id: $0.id, firstAt: $0.firstAt) }, down: [], failing: failing,
            running: nil, staleSince: nil)
        if let first, first <= before.lowerBound {
            figures.before = DashboardFigures.Before(
                span: before, attempts: all.reduce(0) { $0 + $1.attemptsBefore },
                bans: all.reduce(0) { $0 + $1.bansBefore }, newAddresses: Int(newAddresses[parts.count]))
        }
        return figures
    }

    private func jailFigures(_ parts: Int) -> [JailFigures] {
        var jails: [String: JailFigures] = [:]
        for count in counts where count.kind != .unban && count.stretch <= parts {
            var figures = jails[count.jail] ?? JailFigures(name: count.jail, parts: parts)
            let number = Int(count.count)
            switch (count.kind == .ban, count.stretch == parts) {
            case (true, true): figures.bansBefore += number
            case (true, false): figures.bans[count.stretch] += number
            case (false, true): figures.attemptsBefore += number
            case (false, false): figures.attempts[count.stretch] += number
            }
            jails[count.jail] = figures
        }
        return jails.values.sorted { one, other in
            let sums = (one.attempts.sum, one.bans.sum, other.attempts.sum, other.bans.sum)
            return (sums.2, sums.3, one.name) < (sums.0, sums.1, other.name)
        }
    }

    /// Bans in force at the beginning and at the end of each part, counted back from now. What came back or left with its
    /// jail is neither a ban nor an unban, so that a restart leaves no dent.
    private func levels(_ parts: Int) -> [Int] {
        var changes = [Int](repeating: 0, count: parts + 2)
        for count in counts where count.stretch != parts {
            switch count.kind {
            case .ban: changes[count.stretch] += Int(count.count)
            case .unban: changes[count.stretch] -= Int(count.count)
            default: break
            }
        }
        var level = banned - changes[parts + 1]
        var levels = [max(0, level)]
        for part in (0..<parts).reversed() {
            level -= changes[part]
            levels.append(max(0, level))
        }
        return levels.reversed()
    }
}
