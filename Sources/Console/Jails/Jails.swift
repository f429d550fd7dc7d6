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
        try await bans.demand(jail)
        let settings = try await host.settings(of: jail)
        let history = try await history(of: jail, settings)
        return JailDetail(settings: settings, changes: history.changes, notes: history.notes)
    }

    /// Whether a jail runs; fail2ban is asked where the last look did not show it.
    public func runs(_ jail: JailName) async throws(HostError) -> Bool { try await bans.runs(jail) }

    /// Changes one setting of a running jail until its next reload; `reason` is kept with it, and shown as the note
    /// of an ignored address. One that could lock people out is taken back after a minute unless `keep` or confirmed.
    public func change(
        _ change: JailChange, of jail: JailName, reason: String? = nil, keep: Bool = false, by author: Author
    ) async throws -> OperationRecord {
        try await self.change([change], of: jail, reason: reason, keep: keep, by: author)
    }

    /// Changes settings of one kind, at least one, as one operation that can be taken back as a whole.
    public func change(
        _ changes: [JailChange], of jail: JailName, reason: String? = nil, keep: Bool = false, by author: Author
    ) async throws -> OperationRecord {
        try await bans.demand(jail)
        var faults: [FieldFault] = []
        let reason = ParsedBan.reason(reason, &faults)
        if changes.isEmpty { faults.append(FieldFault("bantime", "Give at least one setting.")) }
        guard faults.isEmpty, let first = changes.first else { throw OperationError.invalid(faults) }
        let begun = draft(first.kind, reason, by: author)
        return try await bans.undisturbed {
            let before = try await host.settings(of: jail)
            for case .unignore(let entry) in changes where !before.ignored.contains(entry) {
                throw OperationError.invalid([FieldFault("address", "“\(entry)” is not on the list of this jail.")])
            }
            return try await bans.carryOut(begun) { draft in
                draft.canUndo = changes.allSatisfy(\.canBeTakenBack)
                if draft.kind == .unignore, !keep, draft.canUndo { bans.startTrial(of: &draft) }
                let announced = changes.filter { !$0.isAlready(in: before) }
                try await bans.announce(
                    announced.map { item($0.subject, jail, Outcome(.unknown), $0.detail(before)) }, of: draft)
                for change in changes { try await apply(change, of: jail, before, into: &draft) }
                await bans.mirror.distrust(jail)
            }
        }
    }

    /// Applies one change and notes in `draft` what came of it; throws where it is the first and was not done.
    private func apply(
        _ change: JailChange, of jail: JailName, _ before: JailSettings, into draft: inout OperationDraft
    ) async throws {
        var outcome = Outcome(.already, "It is so already.")
        do {
            if !change.isAlready(in: before) { outcome = try await bans.apply(change, in: jail) }
        } catch let error as HostError where draft.hasChanged {
            outcome = Outcome(.refused, error.words)
        }
        draft.commands.append(change.clientWords(in: jail))
        draft.items.append(item(change.subject, jail, outcome, change.detail(before)))
    }

    /// Starts a jail that is configured, also one that was stopped here.
    public func start(_ jail: JailName, by author: Author) async throws -> OperationRecord {
        guard jail.isReachable, !jail.text.isEmpty else { throw OperationError.host(.noSuchJail(jail)) }
        try Self.demandArgument(jail)
        return try await operate(.start, jail, "fail2ban-client reload --if-exists", by: author) {
            try await $0.start(jail)
        }
    }

    /// Stops a running jail: its bans leave the firewall until it starts again.
    public func stop(_ jail: JailName, by author: Author) async throws -> OperationRecord {
        try await bans.demand(jail)
        return try await operate(.stop, jail, "fail2ban-client stop", by: author) { try await $0.stop(jail) }
    }

    /// Reads a jail's configuration anew; its bans stay, runtime changes go.
    public func reload(_ jail: JailName, by author: Author) async throws -> OperationRecord {
        try await bans.demand(jail)
        try Self.demandArgument(jail)
        return try await operate(.reload, jail, "fail2ban-client reload", by: author) { try await $0.reload(jail) }
    }

    /// Throws for a jail that only fail2ban itself can start or reload.
    private static func demandArgument(_ jail: JailName) throws(OperationError) {
        guard !jail.isArgument else { return }
        throw .invalid([
            FieldFault(
                "jail",
                "fail2ban-client takes the name “\(jail)” for an option, so nothing but a restart of fail2ban starts this jail or reads it anew."
            )
        ])
    }

    private func operate(
        _ kind: OperationRecord.Kind, _ jail: JailName, _ words: String, by author: Author,
        _ body: @escaping @Sendable (any Host) async throws -> Void
    ) async throws -> OperationRecord {
        var begun = draft(kind, nil, by: author)
        begun.commands = ["\(words) \(jail.shellWord)"]
        begun.canUndo = false
        let (draft, whole) = (begun, item("", jail, Outcome(.unknown, OperationItem.cutOff), nil))
        let record = try await bans.undisturbed {
            let lifted = kind == .stop ? await held(by: jail) : nil
            return try await bans.carryOut(draft) { draft in
                try await bans.announce([whole], of: draft)
                var outcome = Outcome(.done)
                do {
                    try await body(host)
                } catch HostError.unknownOutcome {
                    outcome = await self.outcome(of: kind, jail)
                } catch {
                    await bans.mirror.distrust(jail)
                    throw error
                }
                draft.items = [item("", jail, outcome, outcome.result == .done ? lifted : nil)]
                await bans.mirror.distrust(jail)
            }
        }
        // The mirror takes the lock itself, so it looks after the operation has ended.
        await bans.mirror.look()
        return record
    }

    /// How many bans leave the firewall with a jail, in words; nil where that cannot be told.
    private func held(by jail: JailName) async -> String? {
        guard let count = try? await host.counters().first(where: { $0.name == jail })?.banned, count > 0 else {
            return nil
        }
        return count == 1 ? "One ban left the firewall." : "\(count) bans left the firewall."
    }

    /// What came of a start, stop or reload that fail2ban did not confirm.
    private func outcome(of kind: OperationRecord.Kind, _ jail: JailName) async -> Outcome {
        guard let running = try? await host.counters().map(\.name), kind != .reload else {
            return Outcome(.unknown, "fail2ban did not confirm it; look at the jail before you try again.")
        }
        return running.contains(jail) == (kind == .start)
            ? Outcome(.done) : Outcome(.refused, "fail2ban did not confirm it, and it did not happen.")
    }

    private func draft(_ kind: OperationRecord.Kind, _ reason: String?, by author: Author) -> OperationDraft {
        OperationDraft(kind: kind, author: author, at: bans.now(), reason: reason, id: bans.newID())
    }

    private func item(_ subject: String, _ jail: JailName, _ outcome: Outcome, _ before: String?) -> OperationItem {
        OperationItem(
            host: host.id.text, jail: jail.text, id: subject, result: outcome.result.rawValue,
            detail: outcome.mayHaveChanged ? before ?? outcome.detail : outcome.detail, previousBannedAt: nil,
            previousEndsAt: nil, previousPermanent: false,
            previousPlannedEnd: nil)
    }
}
