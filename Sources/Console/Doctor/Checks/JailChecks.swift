import Fail2ban
import Host

/// Whether the jails see what they are to see and do what they are to do.
enum JailChecks {
    static let all = [
        running, logs, silence, rotation, backend, journal, zone, filter, banTime, actions, enforced, ports, ignored,
    ]

    private static let running = DoctorCheck(
        "jails.running", "Running jails", .jails, "warning: fail2ban runs without a jail"
    ) { look in
        let jails = try await look.counters()
        guard !jails.isEmpty else {
            return .warning(
                "fail2ban runs and guards nothing: no jail is on.",
                advice: "Set `enabled = true` for one in /etc/fail2ban/jail.local, then start it.")
        }
        let banned = jails.reduce(0) { $0 + $1.banned }
        let names = DoctorWords.list(jails.map(\.name.text))
        return .ok("Running jails: \(jails.count) (\(names)); bans in force: \(banned).", at: .jails)
    }

    private static let logs = DoctorCheck(
        "jails.logs", "Log files of the jails", .jails,
        "failure: no file that a jail watches is there, or fail2ban took it off its list; warning: one of several is not"
    ) { look in
        if let verdict = try await verdict(of: [.logMissing, .logDropped, .logHanging], look) { return verdict }
        if let unseen = try await look.findings().first(where: { $0.code == .logUnknown }) {
            throw DoctorSkip(unseen.reason)
        }
        let count = try await look.jails().reduce(0) { $0 + $1.logPaths.count }
        guard count > 0 else { throw DoctorSkip("No jail watches a file.") }
        return .ok("All files that jails watch are there: \(count).")
    }

    private static let silence = DoctorCheck(
        "jails.silent", "Logs that grow", .jails,
        "warning: a log has stopped that had its rhythm: silent for at least a day (a week where its last lines span less than "
            + "one) and for more than ten times its longest pause"
    ) { look in
        if let verdict = try await verdict(of: [.logSilent], look) { return verdict }
        guard try await look.jails().contains(where: { !$0.logPaths.isEmpty }) else {
            throw DoctorSkip("No jail watches a file.")
        }
        return .ok("No log has stopped that was written steadily before.")
    }

    private static let rotation = DoctorCheck(
        "jails.rotation", "Logs under their names", .jails,
        "failure: the service writes into a file that a rotation renamed, or into one with a later date"
    ) { look in
        try await verdict(of: [.logRenamed, .logMoved], look)
            ?? .ok("No other file is written in the place of one that a jail watches.")
    }

    private static let backend = DoctorCheck(
        "jails.backend", "What fail2ban reads", .jails,
        "failure: fail2ban does not see a log that is there, may not read it, or does not read it while it grows"
    ) { look in
        try await verdict(of: [.logHidden, .logForbidden, .logUnread], look)
            ?? .ok("fail2ban sees and reads what the jails watch, as far as its own records tell.")
    }

    private static let zone = DoctorCheck(
        "jails.zone", "Time zones of the logs", .jails,
        "failure: a log's times are so far behind that fail2ban 0.11 leaves its lines alone; warning: they are off by a zone"
    ) { look in
        try await verdict(of: [.zone], look)
            ?? .ok("The times in the logs are those at which they were written, as far as that can be told.")
    }

    private static let filter = DoctorCheck(
        "jails.filter", "Filters of the jails", .jails,
        "failure: a filter has no expression; warning: one counts none of the lines that tell of failures, or holds a name in "
            + "angle brackets"
    ) { look in
        try await verdict(of: [.filterEmpty, .filterTag, .filterBlind], look)
            ?? .ok("No filter is known to miss what it waits for.")
    }

    private static let enforced = DoctorCheck(
        "jails.enforced", "Bans that hold", .jails,
        "failure: bans are listed and keep nobody out: their action failed, or the firewall does not hold them"
    ) { look in
        try await verdict(of: [.actionFailed, .firewallMissing], look)
            ?? .ok("No ban is known that is listed and not enforced.")
    }

    private static let ports = DoctorCheck(
        "jails.ports", "Ports of the jails", .jails,
        "warning: a jail's service listens on other ports than those that its actions close"
    ) { look in
        try await verdict(of: [.portOther], look) ?? .ok("No jail is known whose service listens elsewhere.")
    }

    /// What the one judgement of jails says under these names; nil where it says nothing.
    static func verdict(of codes: Set<JailFinding.Code>, _ look: Examination) async throws -> DoctorVerdict? {
        let found = try await look.findings().filter { codes.contains($0.code) }
        let worst: [DoctorFinding.Status] = [.failure, .warning, .note]
        guard let status = worst.first(where: { status in found.contains { $0.status == status } }),
            let first = found.first(where: { $0.status == status })
        else { return nil }
        let jails = Set(found.map(\.jail)).sorted().map(\.text)
        let reason = first.reason.hasPrefix("fail2ban forgets") ? first.reason : "Jail \(first.jail): \(first.reason)"
        let others = jails.filter { $0 != first.jail.text }
        return DoctorVerdict(
            status: status,
            reason: others.isEmpty ? reason : "\(reason) Others of the kind: \(DoctorWords.list(others)).",
            command: first.command, advice: first.advice, place: jails.count == 1 ? .jail(jails[0]) : .jails)
    }

    private static let journal = DoctorCheck(
        "jails.journal", "Jails on the journal", .jails,
        "failure: a jail reads the system's journal and nothing is in it; warning: nothing in it is what the jail looks for; note: "
            + "a jail watches nothing"
    ) { look in
        if let verdict = try await verdict(of: [.journalEmpty, .journalNothing], look) { return verdict }
        let jails = try await look.jails()
        let onJournal = jails.filter { !$0.journalMatches.isEmpty }
        let dropped = Set(try await look.findings().filter { $0.code == .logDropped }.map(\.jail))
        let blind = jails.filter { $0.journalMatches.isEmpty && $0.logPaths.isEmpty && !dropped.contains($0.name) }
        guard blind.isEmpty else {
            return .note(
                "Jails that watch no file and nothing of the journal by name: "
                    + "\(DoctorWords.list(blind.map(\.name.text))).",
                advice: "That is right for a jail in which only people and programs ban.", at: place(blind))
        }
        return onJournal.isEmpty
            ? .ok("No jail needs the system's journal.")
            : .ok("The system's journal is there for \(DoctorWords.list(onJournal.map(\.name.text))).")
    }

    private static let banTime = DoctorCheck(
        "jails.bantime", "Ban times", .jails, "note: a jail bans for good; warning: one bans for no time at all"
    ) { look in
        let jails = try await look.jails()
        let none = jails.filter { if case .seconds(..<1) = $0.banTime { true } else { false } }
        guard none.isEmpty else {
            return .warning(
                "Jails whose bans end at once: \(DoctorWords.list(none.map(\.name.text))).",
                advice: "Set `bantime` of the jail, such as `bantime = 1h`.", at: place(none))
        }
        let permanent = jails.filter { $0.banTime == .permanent }
        guard permanent.isEmpty else {
            return .note(
                "Jails whose bans never end: \(DoctorWords.list(permanent.map(\.name.text))).",
                advice: "Addresses change hands: a long time that grows (`bantime.increment`) does the same with fewer "
                    + "bans.", at: place(permanent))
        }
        guard let longest = jails.max(by: { $0.banTime.fail2ban < $1.banTime.fail2ban }) else {
            throw DoctorSkip("No jail runs.")
        }
        return .ok("The longest ban time is \(longest.banTime.text), of \(longest.name).")
    }

    private static let actions = DoctorCheck(
        "jails.actions", "Actions of the jails", .jails,
        "warning: a jail has no action; failure: the program of an action is not there"
    ) { look in
        if let verdict = try await verdict(of: [.actionNone, .actionProgram], look) { return verdict }
        let jails = try await look.jails()
        return jails.isEmpty ? .skipped("No jail runs.") : .ok("Every jail has an action, and its program is there.")
    }

    private static let ignored = DoctorCheck(
        "jails.ignoreip", "Your own address", .jails,
        "note: someone works on this machine over SSH from an address that a jail may ban"
    ) { look in
        let peers = await look.scene.host.protectedNetworks().filter { $0.reason == .sshPeer }.map(\.network.first)
        guard let peer = peers.first else { throw DoctorSkip("Nobody works on this machine over SSH just now.") }
        let jails = try await look.jails()
        let open = jails.filter { jail in
            !jail.ignored.contains { IPNetwork($0)?.contains(peer) ?? false }
        }
        guard !open.isEmpty else { return .ok("No jail bans \(peer), who works on this machine over SSH.") }
        return .note(
            "\(peer) works on this machine over SSH and would be banned by \(DoctorWords.list(open.map(\.name.text))).",
            open.first.map { look.client("set \($0.name.shellWord) addignoreip \(peer)") },
            advice: "Should it happen: `sudo bangui unban --self` lets you in again.", at: place(open))
    }

    private static func place(_ jails: [JailSettings]) -> DoctorFinding.Place {
        jails.count == 1 ? .jail(jails[0].name.text) : .jails
    }
}
