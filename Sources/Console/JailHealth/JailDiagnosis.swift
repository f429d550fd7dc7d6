import Fail2ban
import Host

/// Judges what is seen of jails: the one place that does, for pages, programs and the doctor.
enum JailDiagnosis {
    /// What is wrong with the jails of a scene. Without a memory of looks before it, what takes two looks is not judged.
    static func findings(in scene: JailScene, _ memory: JailMemory? = nil) -> [JailFinding] {
        JailHealth.ordered(
            scene.jails.flatMap { jail -> [JailFinding] in
                let one = Case(jail: jail, scene: scene, memory: memory)
                return one.sources() + one.journal() + one.zone() + one.filter() + one.bans()
            })
    }

    /// One jail among the others.
    struct Case {
        let jail: JailScene.Jail
        let scene: JailScene
        let memory: JailMemory?

        var name: JailName { jail.name }
        var now: Int64 { scene.now }

        func finding(
            _ code: JailFinding.Code, _ status: DoctorFinding.Status, _ reason: String, _ command: String? = nil,
            advice: String? = nil
        ) -> JailFinding {
            JailFinding(code, status, of: name, reason, command, advice: advice)
        }

        func age(_ moment: Int64) -> String { DoctorWords.age(now - moment) }
        var reload: String { scene.client("reload \(name.shellWord)") }
        var restart: String { scene.client("reload --restart \(name.shellWord)") }
    }
}

// MARK: Zone, filter, bans

extension JailDiagnosis.Case {
    /// Whether the times of its lines are taken for those of another zone.
    func zone() -> [JailFinding] {
        guard let sight = jail.sight else { return [] }
        for file in sight.files {
            guard let quarters = provenDrift(of: file, sight) else { continue }
            let off = quarters * 900
            let setting = Self.zoneName(Int64(sight.utcOffset) + off)
            let words = DoctorWords.span(abs(off))
            // Before 1.0 fail2ban leaves lines alone that are older than findtime; later ones take them for new while it runs.
            let isDead = !scene.daemon.version.isAtLeast(1, 0) && off < -jail.settings.findTime
            let reason =
                if isDead {
                    "The times in \(file.path) are \(words) behind the clock: fail2ban takes its lines for too old and bans nobody."
                } else if off < 0 {
                    "The times in \(file.path) are \(words) behind the clock: what came while fail2ban was not running is judged by a wrong time."
                } else {
                    "The times in \(file.path) are \(words) ahead of the clock: what came while fail2ban was not running is judged by a wrong time."
                }
            return [
                finding(
                    .zone, isDead ? .failure : .warning, reason,
                    advice:
                        "Set `logtimezone = \(setting)` for the jail, or give the service and fail2ban the same time zone."
                )
            ]
        }
        return []
    }

    private func provenDrift(of file: WatchedFile, _ sight: JailSight) -> Int64? {
        if let memory { return memory.file(file.path, of: name)?.provenDrift }
        // One look alone proves it where the lines are just in UTC.
        guard let quarters = file.drift?.quarters, sight.utcOffset != 0, quarters * 900 == -Int64(sight.utcOffset)
        else {
            return nil
        }
        return quarters
    }

    /// An offset as `logtimezone` takes it.
    static func zoneName(_ offset: Int64) -> String {
        guard offset != 0 else { return "UTC" }
        let minutes = abs(offset) / 60
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + "\(number)" }
        return "UTC\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// Whether its filter can match at all.
    func filter() -> [JailFinding] {
        let watches = jail.sight.map { !$0.files.isEmpty || $0.readsJournal == true } ?? !jail.settings.logPaths.isEmpty
        guard !jail.settings.failRegexes.isEmpty else {
            return watches
                ? [
                    finding(
                        .filterEmpty, .failure, "The filter has no expression of a failure, so that no line is one.",
                        scene.client("get \(name.shellWord) failregex"),
                        advice: "Give the jail a `filter` that fits its service, and reload it.")
                ] : []
        }
        if let tag = jail.settings.failRegexes.lazy.compactMap(Self.tag(in:)).first, jail.counters.totalFailed == 0 {
            return [
                finding(
                    .filterTag, .warning,
                    "An expression of the filter holds \(tag), which fail2ban did not replace: it waits for these very letters.",
                    advice: "Correct the name in angle brackets in the filter, and reload the jail.")
            ]
        }
        return blind()
    }

    /// Lines that must have come until a filter is said not to count them: more where it has counted some before.
    private static let (fewMissed, manyMissed) = (5, 50)

    private func blind() -> [JailFinding] {
        guard let memory, let sight = jail.sight, jail.settings.ignoreRegexes.isEmpty else { return [] }
        let enough = jail.counters.totalFailed == 0 ? Self.fewMissed : Self.manyMissed
        for file in sight.files {
            let missed = memory.file(file.path, of: name)?.missed ?? 0
            guard missed >= enough, !isCounted(elsewhere: file.path) else { continue }
            return [
                finding(
                    .filterBlind, .warning,
                    "Lines of \(file.path) that tell of failures and that the filter counted none of: \(missed).",
                    "sudo fail2ban-regex \(DoctorWords.quoted(file.path)) \(DoctorWords.quoted(name.text))",
                    advice: "Try the filter on the log, and correct it: the service may have changed its words.")
            ]
        }
        return []
    }

    /// Whether another jail on the same file has counted failures: the lines may be meant for that one.
    private func isCounted(elsewhere path: String) -> Bool {
        scene.jails.contains { other in
            other.name != name && other.counters.totalFailed > 0
                && (other.sight?.files.contains { $0.path == path } ?? false)
        }
    }

    /// A name in angle brackets that is no group of the expression.
    static func tag(in expression: String) -> String? {
        let bytes = Array(expression.utf8)
        for start in bytes.indices where bytes[start] == UInt8(ascii: "<") {
            if start > 0, bytes[start - 1] == UInt8(ascii: "P") || bytes[start - 1] == UInt8(ascii: "\\") { continue }
            let rest = bytes[(start + 1)...]
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")), end > rest.startIndex,
                (65...90).contains(rest[rest.startIndex]),
                rest[..<end].allSatisfy({ (65...90).contains($0) || (48...57).contains($0) || "-_/".utf8.contains($0) })
            else { continue }
            return String(decoding: bytes[start...end], as: UTF8.self)
        }
        return nil
    }

    /// Whether its bans keep anyone out.
    func bans() -> [JailFinding] {
        var findings: [JailFinding] = []
        if jail.settings.actions.isEmpty {
            findings.append(
                finding(
                    .actionNone, .warning, "The jail has no action: its bans keep nobody out.", restart,
                    advice: "A plain reload after a change of actions leaves a jail without any; restart the jail."))
        }
        for action in jail.settings.actions {
            guard let tool = FirewallTool.of(action), !scene.hasProgram(tool) else { continue }
            findings.append(
                finding(
                    .actionProgram, .failure,
                    "The jail bans with \(action), and there is no \(tool.program) on this machine.",
                    advice: "Install the program, or choose a `banaction` that this machine has."))
            break
        }
        if jail.notEnforced > 0 {
            findings.append(
                finding(
                    .actionFailed, .failure,
                    "Bans that are listed and that keep nobody out, since an action failed for them: \(jail.notEnforced).",
                    restart,
                    advice:
                        "fail2ban's log names the command that failed. Correct what it needs, then restart the jail."))
        }
        return findings + firewall() + ports() + advisories() + purge()
    }

    private func advisories() -> [JailFinding] {
        let version = scene.daemon.version
        let known = Advisory.all.first { $0.affects(version) && $0.concerns([name.text], jail.settings.actions) }
        guard let known else { return [] }
        return [
            finding(
                .advisory, .note,
                "fail2ban \(version) has \(known.id) and this jail uses what is at fault: \(known.words).",
                advice: "Update fail2ban, or see whether your distribution has mended it under the same number.")
        ]
    }

    private func purge() -> [JailFinding] {
        guard let age = scene.daemon.purgeAge else { return [] }
        let longest = jail.settings.longestBan
        guard longest > age else { return [] }
        let time = longest == .max ? BanTime.permanent.text : DoctorWords.span(longest)
        return [
            finding(
                .purgeShort, .note,
                "fail2ban forgets after \(DoctorWords.span(age)) what led to a ban, and \(name) bans for \(time). BanGUI remembers it.",
                advice: "Set a longer `dbpurgeage` in fail2ban.local if fail2ban itself should.")
        ]
    }
}

extension JailSettings {
    /// The longest ban in seconds; the greatest number for one without an end.
    var longestBan: Int64 {
        guard case .seconds(let seconds) = banTime else { return .max }
        return max(seconds, increment.enabled ? increment.maximum ?? seconds : seconds)
    }
}
