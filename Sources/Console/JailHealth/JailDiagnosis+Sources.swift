import Fail2ban
import Host

extension JailDiagnosis.Case {
    /// Seconds by which another file has to be newer than the one that is watched.
    private static let margin: Int64 = 60
    /// Seconds after which a file that grew in the place of another is history.
    private static let recent: Int64 = 86_400
    /// Seconds for which a file has to be gone: a rotation takes it away for a moment.
    private static let absence: Int64 = 10

    /// Whether the files that it watches are there, are read, and are those that are written.
    func sources() -> [JailFinding] {
        guard let sight = jail.sight else { return [] }
        guard !sight.files.isEmpty else { return sight.readsJournal == true ? [] : watchesNothing() }
        let findings = sight.files.compactMap { finding(of: $0, in: sight) }
        // One file of several is not the whole jail.
        let isWhole = findings.count == sight.files.count
        var told: Set<JailFinding.Code> = []
        return findings.filter { told.insert($0.code).inserted }.map { finding in
            var finding = finding
            if !isWhole, finding.status == .failure { finding.status = .warning }
            return finding
        }
    }

    /// A jail without an expression is one in which only people and programs ban.
    private func watchesNothing() -> [JailFinding] {
        guard !jail.settings.failRegexes.isEmpty, jail.sight?.readsJournal == false else { return [] }
        return [
            finding(
                .logDropped, .failure,
                "The jail watches no file any more: fail2ban takes a log off its list that was gone for a while.",
                reload,
                advice: "See that the log is there again, then reload the jail.")
        ]
    }

    private func finding(of file: WatchedFile, in sight: JailSight) -> JailFinding? {
        let path = file.path
        switch file.state {
        case .missing: return missing(file, in: sight)
        case .hidden:
            return hidden("fail2ban does not see \(path), which is there for everyone else.")
        case .other:
            return hidden("fail2ban sees another \(path) than everyone else, one that does not grow.")
        case .forbidden:
            return finding(
                .logForbidden, .failure, "The account of fail2ban may not read \(path).",
                "ls -l \(DoctorWords.quoted(path))",
                advice: "Make that account a member of the file's group, often adm, and restart fail2ban.")
        case .hanging:
            return finding(
                .logHanging, .failure, "The file system of \(path) does not answer.",
                advice: "Look whether a disk or a file system over the network hangs.")
        // What this process may not look at says nothing of the daemon.
        case .unknown(let reason):
            return finding(
                .logUnknown, .note, "\(path) cannot be looked at from here: \(reason).",
                advice: "The agent may: docs/agent.md says how the server works with it.")
        case .there: return replaced(file, in: sight) ?? unread(file) ?? silent(file, in: sight)
        }
    }

    private func missing(_ file: WatchedFile, in sight: JailSight) -> JailFinding? {
        if let memory {
            guard let since = memory.file(file.path, of: name)?.missingSince, now - since >= Self.absence else {
                return nil
            }
        }
        if let heir = file.heir, heir.kind == .dated, isTaking(heir, over: file, in: sight) { return moved(heir, file) }
        return finding(
            .logMissing, .failure, "\(file.path) is not there: fail2ban reads nothing of it.",
            advice: "Start what writes the log, or correct `logpath` of the jail and reload it.")
    }

    private func hidden(_ reason: String) -> JailFinding {
        finding(
            .logHidden, .failure, reason, "systemctl cat fail2ban",
            advice:
                "Look for PrivateTmp, ProtectHome, InaccessiblePaths or TemporaryFileSystem in the service of fail2ban, "
                + "or have the log written elsewhere.")
    }

    /// Whether another file is written in the place of this one.
    private func replaced(_ file: WatchedFile, in sight: JailSight) -> JailFinding? {
        guard let heir = file.heir, isTaking(heir, over: file, in: sight) else { return nil }
        if heir.kind == .dated { return moved(heir, file) }
        return finding(
            .logRenamed, .failure,
            "The service writes on into \(heir.path), which the rotation renamed; \(file.path) has not grown for \(age(file.modifiedAt)).",
            "sudo logrotate --debug /etc/logrotate.conf",
            advice:
                "Have the service open its log anew after a rotation (`postrotate` in its file in /etc/logrotate.d), "
                + "or rotate with `copytruncate`.")
    }

    private func moved(_ heir: WatchedFile.Heir, _ file: WatchedFile) -> JailFinding {
        finding(
            .logMoved, .failure,
            "\(heir.path) is written in place of \(file.path), and fail2ban looks for new files at a reload only.",
            reload,
            advice:
                "Have the jail reloaded whenever the service begins a new file, or have it log under a name that stays."
        )
    }

    private func isTaking(_ heir: WatchedFile.Heir, over file: WatchedFile, in sight: JailSight) -> Bool {
        heir.modifiedAt >= file.modifiedAt + Self.margin && now - heir.modifiedAt < Self.recent
            && !sight.files.contains { $0.path == heir.path }
    }

    /// Whether the daemon reads what is written.
    private func unread(_ file: WatchedFile) -> JailFinding? {
        guard let memory = memory?.file(file.path, of: name), let proof = memory.proof, let readTo = file.readTo,
            readTo < memory.mark.size, now - proof >= JailMemory.grace
        else { return nil }
        return finding(
            .logUnread, .failure,
            "\(file.path) grows, and fail2ban has read it up to byte \(readTo) of \(file.size) only.", restart,
            advice:
                "The jail went idle after too many errors, or its backend does not notice that the file grows, as pyinotify "
                + "on a file system over the network: set `backend = polling`, and restart the jail.")
    }

    /// Whether a log has stopped that had its rhythm. A log that is quiet by nature has long pauses in it, and one that
    /// was just begun has no rhythm yet.
    private func silent(_ file: WatchedFile, in sight: JailSight) -> JailFinding? {
        guard let tail = file.tail, tail.dated >= Self.rhythm else { return nil }
        let silence = now - max(file.modifiedAt, sight.bootedAt ?? 0)
        // Seven days hold a weekend.
        let least: Int64 = tail.span >= 7 * 86_400 ? 86_400 : 7 * 86_400
        guard silence > max(least, 10 * tail.longestPause) else { return nil }
        return finding(
            .logSilent, .warning,
            "\(file.path) has not grown for \(DoctorWords.age(silence)), and its lines were never more than \(DoctorWords.age(tail.longestPause)) apart.",
            advice: "See whether the service still runs and where it logs now: a jail that watches the wrong file bans "
                + "nobody.")
    }

    /// Lines with a time that a rhythm takes.
    private static let rhythm = 30

    /// Whether its matches find anything in the system's journal.
    func journal() -> [JailFinding] {
        guard let journal = jail.sight?.journal else { return [] }
        switch journal.state {
        case .entries, .unknown: return []
        case .empty:
            return [
                finding(
                    .journalEmpty, .failure, "The jail reads the system's journal, and nothing is in it.",
                    "journalctl --lines=5",
                    advice: "Set `backend` and `logpath` of the jail to a file that is written.")
            ]
        case .nothing:
            let matches = journal.matches.joined(separator: " + ")
            return [
                finding(
                    .journalNothing, .warning,
                    "As far back as the system's journal goes, nothing in it is what the jail looks for: \(matches).",
                    "journalctl --lines=20 --output=verbose",
                    advice:
                        "See under which unit and program the service logs, and set `journalmatch` of the jail: OpenSSH "
                        + "logs as sshd-session from 9.8 on.")
            ]
        }
    }
}
