import Fail2ban
import Host
import Storage

extension Bans {
    /// Stores what was done, the mirror's rows and the planned ends in one transaction with one disk sync.
    func store(_ draft: OperationDraft) async throws -> OperationRecord {
        let hostText = host.id.text
        let (operation, moment) = (draft.row(undoWindow: Self.undoWindow), now())
        let told = try await database.write { transaction in
            try transaction.operations.put(operation, items: draft.items)
            var told = 0
            for (jail, records) in Dictionary(grouping: draft.banned, by: \.jail) {
                let effect = try transaction.bans.effect(host: hostText, jail: jail, upserting: records, removing: [])
                try places.place(effect, in: jail, of: hostText, transaction)
                told += try transaction.tell(draft, in: jail, banned: records, effect, of: host.id, at: moment)
            }
            for (jail, rows) in Dictionary(grouping: draft.unbanned, by: \.jail) {
                let ids = rows.map(\.id)
                let effect = try transaction.bans.effect(host: hostText, jail: jail, upserting: [], removing: ids)
                told += try transaction.tell(draft, in: jail, unbanned: ids, effect, of: host.id, at: moment)
                try transaction.plannedEnds.remove(host: hostText, jail: jail, ids: ids)
            }
            for (jail, rows) in Dictionary(grouping: draft.unplanned, by: \.jail) {
                try transaction.plannedEnds.remove(host: hostText, jail: jail, ids: rows.map(\.id))
            }
            for plan in draft.plans { try transaction.plannedEnds.set(plan) }
            // What was taken back in part only can be taken back again: each part looks first at what is true.
            if let undone = draft.undoes, draft.isComplete {
                _ = try transaction.operations.markUndone(id: undone, by: operation.id)
            }
            try transaction.note(draft.auditEvent, by: draft.author, at: moment)
            return told
        }
        tally.add(partsOf: draft)
        if told > 0 { await mirror.noteEvents() }
        board.pulse.beat()
        return OperationRecord(
            operation, items: draft.items, commands: draft.commands.map(host.clientOptions.complete))
    }
}

extension OperationDraft {
    /// The row of the operation; only what changed something, or may have, can be undone.
    func row(undoWindow: Int64) -> Operation {
        let didChange = hasChanged || !plans.isEmpty
        return Operation(
            id: id, kind: kind.rawValue, actorID: author.userID, actorName: author.name,
            origin: author.wayIn.recorded, address: author.address.map { "\($0)" }, at: at, reason: reason,
            duration: duration, undoUntil: canUndo && didChange ? at + undoWindow : nil, undoneBy: nil,
            confirmBy: didChange ? confirmBy : nil, confirmedAt: nil,
            undoes: undoes)
    }
}

extension OperationRecord {
    init(_ operation: Operation, items: [OperationItem], commands: [String], takesBack: Kind? = nil) {
        self.init(
            id: operation.id, kind: Kind(rawValue: operation.kind) ?? .change, actor: operation.actorName,
            at: operation.at, reason: operation.reason,
            items: items.map { Item($0, of: operation) },
            undoUntil: operation.undoneBy == nil ? operation.undoUntil : nil, isUndone: operation.undoneBy != nil,
            confirmBy: operation.confirmedAt == nil && operation.undoneBy == nil ? operation.confirmBy : nil,
            commands: commands, takesBack: takesBack)
    }
}

extension OperationRecord.Item {
    init(_ item: OperationItem, of operation: Operation) {
        self.init(
            subject: item.id, jail: item.jail, result: .init(rawValue: item.result) ?? .unknown, detail: item.detail)
        guard operation.kind == OperationRecord.Kind.ban.rawValue, result != .refused else { return }
        end = operation.duration.map { $0 < 0 ? .never : .at(operation.at + $0) }
        guard result == .already else { return }
        if let planned = item.previousPlannedEnd {
            previousEnd = planned < 0 ? .never : .at(planned)
        } else {
            previousEnd = item.previousPermanent ? .never : item.previousEndsAt.map { .at($0) } ?? .unknown
        }
    }
}

extension Transaction {
    /// What was done by the operation that `operation` takes back, through several undos; nil where it takes none back.
    func kind(takenBackBy operation: Operation) throws -> OperationRecord.Kind? {
        var kind: OperationRecord.Kind?
        var next = operation.undoes
        // No chain is longer than a person's patience; a damaged one must not hold the program.
        for _ in 0..<16 {
            guard let id = next, let (undone, _) = try operations.find(id: id) else { return kind }
            kind = OperationRecord.Kind(rawValue: undone.kind)
            next = kind == .undo ? undone.undoes : nil
        }
        return kind
    }
}
