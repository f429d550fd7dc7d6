import Fail2ban
import Host
import Logging
import Storage

extension Bans {
    /// An operation that was done, as it stands now.
    public func operation(_ id: String) async throws -> OperationRecord {
        let (operation, items) = try await stored(id)
        let takesBack = try await database.readBriefly { try $0.kind(takenBackBy: operation) }
        return OperationRecord(operation, items: items, commands: commands(for: operation, items), takesBack: takesBack)
    }

    /// Takes an operation back: what was banned is unbanned; what was unbanned is banned again for the time that was
    /// left; a setting gets the value that it had. `person` must be allowed what the operation did.
    public func undo(_ id: String, by author: Author, as person: Principal) async throws -> OperationRecord {
        try await demand(person, for: id)
        return try await undisturbed {
            let (operation, items) = try await stored(id)
            guard operation.undoneBy == nil, let until = operation.undoUntil, until >= now() else {
                throw OperationError.tooLate
            }
            return try await takeBack(operation, items, by: author)
        }
    }

    /// Throws where a person may not do what an operation did: taking it back or keeping it is the same power.
    func demand(_ person: Principal, for id: String) async throws {
        let action = try await operation(id).action
        guard person.ownerMay(action) else { throw OperationError.notAllowed }
        guard person.isInScope(action) else { throw OperationError.notInScope(action) }
    }

    func stored(_ id: String) async throws -> (Operation, [OperationItem]) {
        guard let found = try await database.read({ try $0.operations.find(id: id) }) else {
            throw OperationError.noSuchOperation
        }
        return found
    }

    /// Takes an operation back while the lock is held.
    func takeBack(
        _ operation: Operation, _ items: [OperationItem], by author: Author
    ) async throws -> OperationRecord {
        var draft = OperationDraft(kind: .undo, author: author, at: now(), reason: nil, id: newID())
        draft.undoes = operation.id
        draft.canUndo = false
        if couldLockOut(operation, Self.changed(items)) {
            startTrial(of: &draft)
            draft.canUndo = true
        }
        let byJail = Dictionary(grouping: items, by: \.jail)
        return try await carryOut(draft) { draft in
            try await each(byJail.keys.sorted().map(JailName.init(existing:)), of: &draft) { jail, draft in
                try await takeBack(operation, byJail[jail.text] ?? [], in: jail, into: &draft)
            }
        }
    }

    /// Whether taking an operation back could lock people out as a ban could: it bans a range or a long list again, or
    /// takes an address off a list of ignored ones.
    private func couldLockOut(_ operation: Operation, _ changed: [OperationItem]) -> Bool {
        switch OperationRecord.Kind(rawValue: operation.kind) {
        case .unban: Self.needTrial(Set(changed.map { BanID(reading: $0.id) }))
        case .ignore: !changed.isEmpty
        default: false
        }
    }

    /// What has an unknown outcome may have happened; all ways back leave alone what did not.
    private static func changed(_ items: [OperationItem]) -> [OperationItem] {
        items.filter { ["done", "not_enforced", "unknown", OperationItem.announcedResult].contains($0.result) }
    }

    private func takeBack(
        _ operation: Operation, _ items: [OperationItem], in jail: JailName, into draft: inout OperationDraft
    ) async throws {
        let changed = Self.changed(items)
        switch OperationRecord.Kind(rawValue: operation.kind) {
        case .ban:
            try await takeBackEnds(items.filter { $0.result == "already" }, of: operation, in: jail, into: &draft)
            try await lift(changed.map { BanID(reading: $0.id) }, in: jail, into: &draft)
        case .unban: try await restore(changed, in: jail, into: &draft)
        case .change, .ignore, .unignore:
            try await takeBackSettings(operation.kind, changed, in: jail, into: &draft)
        case .undo: try await takeBackUndo(operation, changed, in: jail, into: &draft)
        default: throw OperationError.tooLate
        }
    }

    /// An undo that could lock people out: what it banned again is unbanned, what it took off a list of ignored
    /// addresses is put on it again.
    private func takeBackUndo(
        _ undo: Operation, _ changed: [OperationItem], in jail: JailName, into draft: inout OperationDraft
    ) async throws {
        switch try await database.readBriefly({ try $0.kind(takenBackBy: undo) }) {
        case .unban: try await lift(changed.map { BanID(reading: $0.id) }, in: jail, into: &draft)
        case .ignore:
            try await takeBackSettings(
                OperationRecord.Kind.unignore.rawValue, changed, in: jail, into: &draft)
        default: throw OperationError.tooLate
        }
    }

    /// Unbans; in a jail that does not run, as soon as it runs again, since its bans come back with it.
    private func lift(_ ids: [BanID], in jail: JailName, into draft: inout OperationDraft) async throws {
        guard !ids.isEmpty else { return }
        do {
            try await unban(ids, in: jail, into: &draft)
        } catch HostError.noSuchJail {
            draft.note(
                ids, in: jail, host: host.id, .done, "The jail does not run; unbanned as soon as it starts.", [:])
            for id in ids { draft.plan(id, in: jail, host: host.id, time: .seconds(0)) }
        }
    }

    /// What was banned before stays so, with the end that it had before another was chosen for it.
    private func takeBackEnds(
        _ items: [OperationItem], of operation: Operation, in jail: JailName, into draft: inout OperationDraft
    ) async throws {
        let (hostText, ids) = (host.id.text, items.map(\.id))
        let plans = try await database.read { transaction in
            try ids.map { try transaction.plannedEnds.find(host: hostText, jail: jail.text, id: $0) }
        }
        for (item, plan) in zip(items, plans) {
            guard var plan, plan.operationID == operation.id else { continue }
            if let previous = item.previousPlannedEnd {
                plan.endsAt = previous < 0 ? nil : previous
                plan.operationID = draft.id
                draft.plans.append(plan)
            } else {
                draft.unplanned.append((jail.text, item.id))
            }
            draft.note([BanID(reading: item.id)], in: jail, host: host.id, .done, "It has its earlier end again.", [:])
        }
    }

    /// Bans again what was unbanned, each for the time that it had left.
    private func restore(_ items: [OperationItem], in jail: JailName, into draft: inout OperationDraft) async throws {
        let rails = await guardRails(for: draft.author)
        var ids: [BanID] = []
        var times: [BanID: BanTime] = [:]
        for item in items {
            let id = BanID(reading: item.id)
            if let objection = rails.objection(to: id) {
                draft.refuse([id: objection], in: jail, host: host.id)
                continue
            }
            switch Remaining(item, at: draft.at) {
            case .over: draft.note([id], in: jail, host: host.id, .refused, "Its time has passed meanwhile.", [:])
            case .unknown: ids.append(id)
            case .left(let time):
                ids.append(id)
                times[id] = time
            }
        }
        if !ids.isEmpty { try await ban(ids, in: jail, time: { times[$0] }, into: &draft) }
    }

    private func commands(for operation: Operation, _ items: [OperationItem]) -> [String] {
        guard let kind = OperationRecord.Kind(rawValue: operation.kind), kind == .ban || kind == .unban else {
            return []
        }
        return Dictionary(grouping: items.filter { !$0.id.isEmpty && $0.result != "refused" }, by: \.jail).sorted {
            $0.key < $1.key
        }.map {
            jail, items in
            let (ids, jail) = (items.map { BanID(reading: $0.id) }, JailName(existing: jail))
            let words =
                kind == .ban
                ? Command<Int>.ban(ids, in: jail).clientWords : Command<Int>.unban(ids, in: jail).clientWords
            return host.clientOptions.complete(words)
        }
    }
}

/// How long a ban that was lifted had still to last.
enum Remaining {
    case over, unknown
    case left(BanTime)

    init(_ item: OperationItem, at moment: Int64) {
        let end: Int64?
        if let planned = item.previousPlannedEnd {
            end = planned < 0 ? nil : planned
        } else if item.previousPermanent {
            end = nil
        } else if let known = item.previousEndsAt {
            end = known
        } else {
            self = .unknown
            return
        }
        guard let end else {
            self = .left(.permanent)
            return
        }
        self = end > moment ? .left(.seconds(end - moment)) : .over
    }
}
