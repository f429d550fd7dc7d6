public import Fail2ban
public import Host
import Storage

/// Jails: what they do and with which settings, changing these, and starting, stopping, reloading one.
public struct Jails: Sendable {
    let host: any Host
    let database: any Database
    let bans: Bans

    /// One running jail's settings, with what BanGUI changed since fail2ban started it.
    public func detail(_ jail: JailName) async throws -> JailDetail {
        try bans.board.demand(jail)
        let settings = try await host.settings(of: jail)
        return JailDetail(settings: settings, changes: try await changes(of: jail))
    }

    /// Changes one setting of a running jail until its next reload.
    public func change(_ change: JailChange, of jail: JailName, keep: Bool = false, by author: Author) async throws
        -> OperationRecord
    {
        try bans.board.demand(jail)
        let before = try await host.settings(of: jail)
        if case .unignore(let entry) = change, !before.ignored.contains(entry) {
            throw OperationError.invalid([FieldFault("address", "“\(entry)” is not on the list of this jail.")])
        }
        var draft = draft(change.kind, by: author)
        draft.commands = [change.clientWords(in: jail)]
        draft.canUndo = false
        if case .unignore = change, !keep { draft.confirmBy = draft.at + Bans.confirmWindow }
        return try await bans.lock.whileHeld {
            _ = try await host.change(change, in: jail)
            draft.items = [item(change.subject, jail, change.detail(before))]
            await bans.mirror.distrust(jail)
            return try await bans.store(draft)
        }
    }

    /// Starts a jail that is configured, also one that was stopped here.
    public func start(_ jail: JailName, by author: Author) async throws -> OperationRecord {
        try await operate(.start, jail, "fail2ban-client reload --if-exists", by: author) { try await $0.start(jail) }
    }

    /// Stops a running jail: its bans leave the firewall until it starts again.
    public func stop(_ jail: JailName, by author: Author) async throws -> OperationRecord {
        try bans.board.demand(jail)
        return try await operate(.stop, jail, "fail2ban-client stop", by: author) { try await $0.stop(jail) }
    }

    /// Reads a jail's configuration anew; its bans stay, runtime changes go.
    public func reload(_ jail: JailName, by author: Author) async throws -> OperationRecord {
        try bans.board.demand(jail)
        return try await operate(.reload, jail, "fail2ban-client reload", by: author) { try await $0.reload(jail) }
    }

    /// Jails that were stopped here and have not run since, with who did it and when.
    public func stopped() async throws -> [StoppedJail] {
        let running = Set(bans.board.status.jails.map(\.name.text))
        let latest = try await database.read { try $0.operations.latest(limit: 200, before: nil) }
        var seen: Set<String> = []
        var stopped: [StoppedJail] = []
        for operation in latest where operation.kind == "stop" || operation.kind == "start" {
            guard let items = try await database.read({ try $0.operations.find(id: operation.id) })?.1 else { continue }
            for item in items where seen.insert(item.jail).inserted && operation.kind == "stop" {
                guard !running.contains(item.jail) else { continue }
                stopped.append(
                    StoppedJail(name: JailName(existing: item.jail), by: operation.actorName, at: operation.at))
            }
        }
        return stopped
    }

    private func operate(
        _ kind: OperationRecord.Kind, _ jail: JailName, _ words: String, by author: Author,
        _ body: (any Host) async throws -> Void
    ) async throws -> OperationRecord {
        var draft = draft(kind, by: author)
        draft.commands = ["\(words) \(jail)"]
        draft.canUndo = false
        let record = try await bans.lock.whileHeld {
            try await body(host)
            draft.items = [item("", jail, nil)]
            await bans.mirror.distrust(jail)
            return try await bans.store(draft)
        }
        // The mirror takes the lock itself, so it looks after the operation has ended.
        await bans.mirror.look()
        return record
    }

    private func draft(_ kind: OperationRecord.Kind, by author: Author) -> OperationDraft {
        OperationDraft(kind: kind, author: author, at: bans.now(), reason: nil, id: bans.newID())
    }

    private func item(_ subject: String, _ jail: JailName, _ detail: String?) -> OperationItem {
        OperationItem(
            host: host.id.text, jail: jail.text, id: subject, result: "done", detail: detail, previousBannedAt: nil,
            previousEndsAt: nil, previousPermanent: false, previousPlannedEnd: nil)
    }

    /// The latest change of each setting since the daemon started or the jail was reloaded.
    private func changes(of jail: JailName) async throws -> [String: RuntimeChange] {
        let start = bans.board.status.daemon?.startedAt ?? 0
        let latest = try await database.read { try $0.operations.latest(limit: 200, before: nil) }
        var changes: [String: RuntimeChange] = [:]
        for operation in latest where operation.at >= start {
            guard let items = try await database.read({ try $0.operations.find(id: operation.id) })?.1,
                items.contains(where: { $0.jail == jail.text })
            else { continue }
            if ["reload", "start", "stop"].contains(operation.kind) { break }
            for item in items where operation.kind == "change" && changes[item.id] == nil {
                changes[item.id] = RuntimeChange(by: operation.actorName, at: operation.at, before: item.detail)
            }
        }
        return changes
    }
}

/// A running jail's settings and what was changed of them at run time.
public struct JailDetail: Equatable, Sendable {
    /// What is in force.
    public var settings: JailSettings
    /// Changes made here that the next reload undoes, by the name of the setting.
    public var changes: [String: RuntimeChange]

    /// Takes each part as it is.
    public init(settings: JailSettings, changes: [String: RuntimeChange] = [:]) {
        self.settings = settings
        self.changes = changes
    }
}

/// A change that lasts until the next reload.
public struct RuntimeChange: Hashable, Sendable {
    /// Who made it.
    public var by: String
    /// When, in UTC epoch seconds.
    public var at: Int64
    /// The value before; nil where it is not known.
    public var before: String?
}

/// A jail that was stopped here.
public struct StoppedJail: Hashable, Sendable {
    /// The jail.
    public var name: JailName
    /// Who stopped it.
    public var by: String
    /// When, in UTC epoch seconds.
    public var at: Int64
}
