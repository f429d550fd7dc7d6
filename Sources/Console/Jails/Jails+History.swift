import Fail2ban
import Host
import Storage

extension Jails {
    /// Jails that were stopped here and have not run since, with who did it and when.
    public func stopped() async throws -> [StoppedJail] {
        let running = Set(bans.board.status.jails.map(\.name.text))
        let hostText = host.id.text
        let history = try await database.read {
            try $0.operations.history(host: hostText, jail: nil, subject: "", kinds: ["stop", "start"], limit: 500)
        }
        var seen: Set<String> = []
        return history.filter { seen.insert($0.item.jail).inserted }.compactMap { operation, item in
            guard operation.kind == "stop", item.result == "done", !running.contains(item.jail) else { return nil }
            return StoppedJail(name: JailName(existing: item.jail), by: operation.actorName, at: operation.at)
        }
    }

    /// What is remembered of a jail as it is now: settings changed since fail2ban read its configuration, and the
    /// notes of ignored addresses, all of one moment.
    func history(
        of jail: JailName, _ settings: JailSettings
    ) async throws -> (changes: [String: RuntimeChange], notes: [String: String]) {
        let daemonStart = bans.board.status.daemon?.startedAt ?? 0
        let hostText = host.id.text
        return try await database.read { transaction in
            let operations = transaction.operations
            let loads = try operations.history(
                host: hostText, jail: jail.text, subject: "", kinds: ["reload", "start", "stop"], limit: 1)
            // A reload is noted with the second in which it began, and takes most of one.
            let loaded = max(daemonStart, (loads.first?.operation.at ?? -1) + 1)
            var changes: [String: RuntimeChange] = [:]
            for (name, value) in settings.changeable {
                let history = try operations.history(
                    host: hostText, jail: jail.text, subject: name, kinds: ["change"], limit: 100
                ).filter { $0.operation.at >= loaded && $0.operation.undoneBy == nil && $0.item.result == "done" }
                changes[name] = RuntimeChange(history, now: value)
            }
            var notes: [String: String] = [:]
            for entry in settings.ignored {
                notes[entry] = try operations.history(
                    host: hostText, jail: jail.text, subject: entry, kinds: ["ignore"], limit: 1
                ).first?.operation.reason
            }
            return (changes, notes)
        }
    }
}

extension RuntimeChange {
    /// Who changed a setting last, and the value that it had before the first change (`history` is newest first); nil
    /// where it was not changed or has that value again.
    init?(_ history: [(operation: Operation, item: OperationItem)], now value: String) {
        guard let last = history.first, let first = history.last, first.item.detail != value else { return nil }
        self.init(by: last.operation.actorName, at: last.operation.at, before: first.item.detail)
    }
}

extension JailSettings {
    /// The settings that can be changed at run time, by name, in fail2ban's numbers.
    fileprivate var changeable: [String: String] {
        ["bantime": "\(banTime.fail2ban)", "findtime": "\(findTime)", "maxretry": "\(maxRetry)"]
    }
}
