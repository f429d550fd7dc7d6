import Fail2ban
import Host

/// Whether what fail2ban writes can be read: its log and its database.
enum DaemonRecordChecks {
    static let all = [log, level, rotation, database, memory, restart]

    private static let log = DoctorCheck(
        "fail2ban.log", "Log of fail2ban", .fail2ban,
        "warning: the log goes where it cannot be read again, or this user may not read it"
    ) { look in
        let target = try await look.daemon().logTarget
        for spot in try await look.blindSpots() {
            switch spot {
            case .logTarget, .logUnreadable, .journal: return notice(spot)
            case .journalGap, .logLevel, .noDatabase, .databaseUnreadable: continue
            }
        }
        return .ok("\(target) is read for events.", at: .events)
    }

    private static let level = DoctorCheck(
        "fail2ban.loglevel", "Level of fail2ban's log", .fail2ban, "warning: the level hides failures, or bans too"
    ) { look in
        let level = try await look.daemon().logLevel
        for spot in try await look.blindSpots() {
            guard case .logLevel = spot else { continue }
            return notice(spot, look.client("set loglevel INFO"))
        }
        return .ok("The level is \(level), which hides nothing that BanGUI tells of.")
    }

    /// A log that nobody rotates fills the disk one day; at this size it is time.
    private static let largeLog: Int64 = 100 << 20

    private static let rotation = DoctorCheck(
        "fail2ban.rotation", "Rotation of fail2ban's log", .fail2ban,
        "warning: the log is larger than 100 MiB and was never rotated"
    ) { look in
        let path = try await look.daemon().logTarget
        guard path.utf8.first == UInt8(ascii: "/") else { return .ok("\(path) rotates nothing of its own.") }
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), let facts = FileFacts.look(path).facts else {
            throw DoctorSkip("\(path) cannot be looked at.")
        }
        let name = path[path.utf8.index(after: slash)...]
        let rotated = (FileFacts.names(in: String(path[...slash])) ?? []).filter { other in
            other.utf8.count > name.utf8.count && other.utf8.starts(with: name.utf8)
        }
        let size = DoctorWords.bytes(facts.size)
        if !rotated.isEmpty { return .ok("\(path) has \(size), and \(rotated.count) rotations lie beside it.") }
        if FileFacts.look(look.system("/etc/logrotate.d/fail2ban")).facts != nil, facts.size < largeLog {
            return .ok("\(path) has \(size), and logrotate is set up for it.")
        }
        guard facts.size >= largeLog else { return .note("\(path) has \(size); no rotation of it is to be seen yet.") }
        return .warning(
            "\(path) has \(size) and was never rotated.",
            advice: "Set up logrotate for it: your distribution's package has /etc/logrotate.d/fail2ban.")
    }

    private static let database = DoctorCheck(
        "fail2ban.database", "Database of fail2ban", .fail2ban,
        "warning: fail2ban keeps none, or this user may not read it"
    ) { look in
        let daemon = try await look.daemon()
        for spot in try await look.blindSpots() {
            switch spot {
            case .noDatabase, .databaseUnreadable: return notice(spot)
            default: continue
            }
        }
        let path = daemon.databasePath ?? ""
        return .ok("\(path) is read (\(DoctorWords.bytes(FileFacts.look(path).facts?.size ?? 0))).")
    }

    private static let memory = DoctorCheck(
        "fail2ban.purgeage", "What fail2ban remembers", .fail2ban,
        "note: fail2ban forgets what led to a ban (dbpurgeage) before the longest ban ends"
    ) { look in
        guard let age = try await look.daemon().purgeAge else { throw DoctorSkip("fail2ban keeps no database.") }
        if let verdict = try await JailChecks.verdict(of: [.purgeShort], look) { return verdict }
        return .ok("fail2ban remembers for \(DoctorWords.span(age)), longer than any jail bans.")
    }

    private static let restart = DoctorCheck(
        "fail2ban.restart", "What a restart costs", .fail2ban,
        "warning: bans are in force and fail2ban keeps no database, so that a restart lifts them for good; note: it would take "
            + "longer than a minute"
    ) { look in
        let banned = Dictionary(
            try await look.counters().map { ($0.name, Int64($0.banned)) }, uniquingKeysWith: { $1 })
        let bans = banned.values.reduce(0, +)
        guard bans > 0 else { return .ok("No ban is in force that a restart of fail2ban could lift.") }
        guard try await look.daemon().databasePath != nil else {
            return .warning(
                "A restart of fail2ban lifts all bans for good, since it keeps no database: \(bans).",
                advice: "Set `dbfile` in fail2ban.local to a file.")
        }
        let jails = try await look.jails().map { (bans: Int(banned[$0.name] ?? 0), actions: $0.actions) }
        let cost = RestartCost.of(jails, after: look.scene.health?.restoration)
        let time = DoctorWords.span(cost.seconds > 60 ? cost.seconds / 60 * 60 : cost.seconds)
        let reason =
            if let seenAt = cost.seenAt {
                "Bans that a restart of fail2ban lifts and puts back: \(bans); at the pace of its start \(DoctorWords.age(look.scene.now() - seenAt)) ago that takes about \(time)."
            } else {
                "Bans that a restart of fail2ban lifts and puts back: \(bans); by what such actions were measured to take, that is about \(time)."
            }
        guard cost.seconds > 60 else { return .ok(reason) }
        return .note(
            reason,
            advice: "Reload single jails in place of a restart, which keeps their bans where they are.")
    }

    private static func notice(_ spot: BlindSpot, _ command: String? = nil) -> DoctorVerdict {
        let notice = BlindSpotNotice(spot)
        return .warning(notice.loss, command, advice: notice.remedy, at: .events)
    }
}
