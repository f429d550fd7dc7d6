import Fail2ban
import Host

/// Whether the jails see what they are to see and do what they are to do.
enum JailChecks {
    static let all = [running, logs, silence, journal, banTime, actions, ignored]

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
        "jails.logs", "Log files of the jails", .jails, "warning: a file that a jail watches is not there"
    ) { look in
        let sources = try await sources(look)
        let missing = sources.filter { $0.look == .missing }
        guard missing.isEmpty else {
            return .warning(
                "Log files that are watched and not there: \(DoctorWords.list(missing.map(\.words))).",
                advice: "Start what writes the log, or correct `logpath` of the jail and reload it.",
                at: place(missing))
        }
        let unseen = sources.filter { $0.look.facts == nil }
        guard unseen.isEmpty else {
            throw DoctorSkip(
                "\(look.scene.process.userName) may not look at \(DoctorWords.list(unseen.map(\.words))).")
        }
        guard !sources.isEmpty else { throw DoctorSkip("No jail watches a file.") }
        return .ok("All files that jails watch are there: \(sources.count).")
    }

    /// A log without a line for so long says that nothing writes it any more, where another one has lines.
    private static let quiet: Int64 = 7 * 86_400

    private static let silence = DoctorCheck(
        "jails.silent", "Logs that grow", .jails,
        "warning: the log of a jail has not grown for a week while another's has within a day"
    ) { look in
        let now = look.scene.now()
        var newest: [JailName: (age: Int64, path: String)] = [:]
        for source in try await sources(look) {
            guard let facts = source.look.facts else { continue }
            let age = now - facts.modifiedAt
            if age < newest[source.jail]?.age ?? .max { newest[source.jail] = (age, source.path) }
        }
        guard let youngest = newest.values.map(\.age).min() else { throw DoctorSkip("No jail watches a file.") }
        let silent = newest.filter { $0.value.age > quiet }.sorted { $0.key < $1.key }
        guard let first = silent.first else {
            return .ok("Every jail's log has grown within a week, the latest \(DoctorWords.age(youngest)) ago.")
        }
        let list = DoctorWords.list(silent.map { "\($0.key) (\($0.value.path), \(DoctorWords.age($0.value.age)))" })
        guard youngest < 86_400 else {
            return .note("No jail's log has grown for a day; the oldest: \(list).", at: .jails)
        }
        return .warning(
            "Logs that have not grown for a week while others do: \(list).",
            advice: "See whether the service still runs and where it logs now: a jail that watches the wrong file bans "
                + "nobody.",
            at: silent.count == 1 ? .jail(first.key.text) : .jails)
    }

    private static let journal = DoctorCheck(
        "jails.journal", "Jails on the journal", .jails,
        "failure: a jail reads the system's journal and there is none; note: a jail watches nothing"
    ) { look in
        let jails = try await look.jails()
        let onJournal = jails.filter { !$0.journalMatches.isEmpty }
        let hasJournal = ["/run/systemd/journal", "/run/log/journal", "/var/log/journal"].contains {
            FileFacts.look(look.system($0)).facts != nil
        }
        if !hasJournal, let first = onJournal.first {
            return .failure(
                "Jails that read the system's journal, which is not there: "
                    + "\(DoctorWords.list(onJournal.map(\.name.text))).",
                advice: "Set `backend` and `logpath` of the jail to a file that is written.",
                at: .jail(first.name.text))
        }
        let blind = jails.filter { $0.journalMatches.isEmpty && $0.logPaths.isEmpty }
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
        let jails = try await look.jails()
        let idle = jails.filter(\.actions.isEmpty)
        guard idle.isEmpty else {
            return .warning(
                "Jails without an action, whose bans keep nobody out: \(DoctorWords.list(idle.map(\.name.text))).",
                idle.first.map { look.client("reload --restart \($0.name.shellWord)") },
                advice: "A plain reload after a change of actions leaves a jail without any; restart the jail.",
                at: place(idle))
        }
        for jail in jails {
            for action in jail.actions {
                guard let tool = FirewallTool.of(action), !tool.isThere(below: look.scene.root) else { continue }
                return .failure(
                    "\(jail.name) bans with \(action), and there is no \(tool.program) on this machine.",
                    advice: "Install the program, or choose a `banaction` that this machine has.",
                    at: .jail(jail.name.text))
            }
        }
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

    private struct Source {
        let jail: JailName
        let path: String
        let look: FileFacts.Look
        var words: String { "\(path) (\(jail))" }
    }

    private static func sources(_ look: Examination) async throws -> [Source] {
        try await look.jails().flatMap { jail in
            jail.logPaths.map { Source(jail: jail.name, path: $0, look: FileFacts.look($0)) }
        }
    }

    private static func place(_ jails: [JailSettings]) -> DoctorFinding.Place {
        jails.count == 1 ? .jail(jails[0].name.text) : .jails
    }

    private static func place(_ sources: [Source]) -> DoctorFinding.Place {
        Set(sources.map(\.jail)).count == 1 ? .jail(sources[0].jail.text) : .jails
    }
}
