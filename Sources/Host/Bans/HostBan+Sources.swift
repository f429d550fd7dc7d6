import Fail2ban

extension HostBan {
    /// A ban as the daemon tells it with local times, and as its database may tell it in UTC. The granted time is
    /// the daemon's: it changes with the jail's, and the database keeps the first one.
    init(_ ban: TimedBan, row: BanRow?) {
        let local = ban.start.inZoneOfMachine
        let row = row.flatMap { local == nil || Self.isSameMoment($0.bannedAt, local ?? 0) ? $0 : nil }
        self.init(id: ban.id, bannedAt: row?.bannedAt ?? local, time: ban.time, count: row?.count)
    }

    /// A ban that the daemon only names, with what its database tells; a row that has ended is of an earlier ban or
    /// of a time since changed, and says nothing of this one's end.
    init(_ id: BanID, row: BanRow?, now: Int64) {
        let end = row.flatMap { row in row.time.flatMap { $0.end(from: row.bannedAt) } }
        let hasEnded = end.map { $0 < now } ?? false
        self.init(id: id, bannedAt: row?.bannedAt, time: hasEnded ? nil : row?.time, count: row?.count)
    }

    /// Whether a time in UTC and a time read in this machine's zone can be one moment on the daemon's clock, which
    /// may be set to another zone: zones differ by quarters of an hour, up to 26 hours, and the database rounds a
    /// second up.
    static func isSameMoment(_ utc: Int64, _ local: Int64) -> Bool {
        let difference = abs(utc - local)
        return difference <= 26 * 3600 + 1 && [0, 1, 899].contains(difference % 900)
    }
}
