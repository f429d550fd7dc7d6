import Fail2ban
import Host

/// Whether what fail2ban writes can be read: its log and its database.
enum DaemonRecordChecks {
    static let all = [log, level, rotation, database, memory]

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
        let jails = try await look.jails()
        let longest = jails.max { length($0) < length($1) }
        let words = DoctorWords.span(age)
        guard let longest, length(longest) > age else {
            return .ok("fail2ban remembers for \(words), longer than any jail bans.")
        }
        let time = length(longest) == .max ? BanTime.permanent.text : DoctorWords.span(length(longest))
        return .note(
            "fail2ban forgets after \(words) what led to a ban, and \(longest.name) bans for \(time). BanGUI remembers it.",
            advice: "Set a longer `dbpurgeage` in fail2ban.local if fail2ban itself should.",
            at: .jail(longest.name.text))
    }

    private static func length(_ jail: JailSettings) -> Int64 {
        guard case .seconds(let seconds) = jail.banTime else { return .max }
        return max(seconds, jail.increment.enabled ? jail.increment.maximum ?? seconds : seconds)
    }

    private static func notice(_ spot: BlindSpot, _ command: String? = nil) -> DoctorVerdict {
        let notice = BlindSpotNotice(spot)
        return .warning(notice.loss, command, advice: notice.remedy, at: .events)
    }
}
