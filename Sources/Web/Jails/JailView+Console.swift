import Console
import Fail2ban
import Host

extension JailRow {
    init(_ jail: JailCounters, in status: DaemonStatus) {
        self.init(jail)
        isReturning = status.returning.contains(jail.name)
    }

    private init(_ jail: JailCounters) {
        self.init(
            name: jail.name.text, state: .running, failing: jail.failing, totalFailed: jail.totalFailed,
            banned: jail.banned, totalBanned: jail.totalBanned)
    }

    init(_ jail: StoppedJail) {
        self.init(name: jail.name.text, state: .stopped(by: jail.by, at: jail.at))
    }
}

extension JailView {
    /// What is known of a jail: its settings where it runs and fail2ban answers, else its row alone.
    init(_ name: JailName, _ visit: Visit) async throws {
        let guarding = visit.console.guarding
        // One that nobody has seen yet may run since the last look, or no look may have been at all.
        if guarding.board.status.cause == nil { _ = try? await guarding.jails.runs(name) }
        let status = guarding.board.status
        let client = guarding.clientOptions
        if let counters = status.jails.first(where: { $0.name == name }) {
            self.init(row: JailRow(counters, in: status))
            health = guarding.health.health
            staleSince = status.isStale ? status.readAt : nil
            isReachable = name.isReachable
            commands = Commands(
                start: nil, stop: client.complete("fail2ban-client stop \(name.shellWord)"),
                reload: client.complete("fail2ban-client reload \(name.shellWord)"))
            form.retimes = counters.banned
            if isReachable && !status.isStale {
                fill(try await guarding.jails.detail(name))
                restartCost = health?.restartCost(bans: counters.banned, actions: actions)
            }
        } else if let stopped = try await guarding.jails.stopped().first(where: { $0.name == name }) {
            self.init(row: JailRow(stopped))
            commands = Commands(start: client.complete("fail2ban-client reload --if-exists \(name.shellWord)"))
        } else {
            throw OperationError.host(status.cause ?? .noSuchJail(name))
        }
    }

    private mutating func fill(_ detail: JailDetail) {
        let now = detail.settings
        row.bantime = now.banTime.fail2ban
        settings = [
            setting("bantime", now.banTime.text, detail) { BanTime(fail2ban: $0)?.text },
            setting("findtime", BanTime.seconds(now.findTime).text, detail) { BanTime.seconds($0).text },
            setting("maxretry", "\(now.maxRetry)", detail) { "\($0)" },
            Setting(name: "bantime.increment", value: now.increment.enabled ? "yes" : "no"),
            Setting(name: "usedns", value: now.usesDNS),
            Setting(name: "ignoreself", value: now.ignoresSelf ? "yes" : "no"),
        ]
        if let encoding = now.logEncoding.isEmpty ? nil : now.logEncoding {
            settings.append(Setting(name: "logencoding", value: encoding))
        }
        if let command = now.ignoreCommand { settings.append(Setting(name: "ignorecommand", value: command)) }
        logFiles = now.logPaths
        journalMatches = now.journalMatches
        failRegexes = now.failRegexes
        ignoreRegexes = now.ignoreRegexes
        actions = now.actions
        ignored = now.ignored.map { IgnoredAddress(address: $0, note: detail.notes[$0]) }
        form.bantime = now.banTime.text
        form.findtime = BanTime.seconds(now.findTime).text
        form.maxretry = "\(now.maxRetry)"
    }

    /// A setting with the value that was in force before it was changed here, if it was.
    private func setting(
        _ name: String, _ value: String, _ detail: JailDetail, _ words: (Int64) -> String?
    ) -> Setting {
        let before = detail.changes[name]?.before.flatMap { Int64($0) }.flatMap(words)
        return Setting(name: name, value: value, configured: before)
    }
}
