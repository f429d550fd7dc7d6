import Fail2ban
import Host
import Storage

extension Bans {
    /// Stores what is about to be sent to a jail, without an outcome, before anything is sent: where the program ends or
    /// the database fails on the way, the operation is known all the same, with the end that was chosen, and can be taken
    /// back. `store` replaces it; what it does not replace is settled by `settleAnnounced`.
    ///
    /// It survives the end of the program and not a power cut, so it costs no disk sync; a database that cannot take
    /// it stops the operation while nothing has happened yet. `others` of the ids are so already and are not sent.
    func announce(
        _ ids: [BanID], others: [BanID] = [], in jail: JailName, of draft: OperationDraft, _ before: [String: BanRow]
    ) async throws {
        guard !ids.isEmpty else { return }
        var announced = draft
        announced.items = []
        announced.note(others, in: jail, host: host.id, .already, nil, before)
        announced.note(ids, in: jail, host: host.id, .unknown, OperationItem.cutOff, before)
        try await announce(announced.items, of: draft)
    }

    /// Stores items of `unknown` outcome that are about to be sent, beside what the operation has done so far.
    func announce(_ items: [OperationItem], of draft: OperationDraft) async throws {
        guard !items.isEmpty else { return }
        var announced = draft
        announced.items += items.map(\.announced)
        let (operation, all) = (announced.row(undoWindow: Self.undoWindow), announced.items)
        try await database.writeBriefly { transaction in
            try transaction.operations.put(operation, items: all)
        }
    }

    /// Runs an operation to its record, while the lock is held. Where it throws though nothing was changed, the
    /// announcement goes too.
    func carryOut(
        _ begun: OperationDraft, _ body: (inout OperationDraft) async throws -> Void
    ) async throws -> OperationRecord {
        var draft = begun
        do {
            try await body(&draft)
        } catch {
            guard !draft.hasChanged else { throw error }
            let (id, database) = (draft.id, database)
            // One that cannot be removed is settled later, as after a crash.
            let removal = Task { try await database.write(.telemetry) { try $0.operations.remove(id: id) } }
            // A database that has kept this waiting would keep it waiting again, and all who follow.
            if !(error is StorageError) { try? await removal.value }
            throw error
        }
        return try await store(draft)
    }
}

extension OperationItem {
    /// What was sent, or was about to be, and has no outcome yet; shown as unknown.
    static let announcedResult = "announced"

    /// Why an announced item has no outcome.
    static let cutOff = "BanGUI ended before the outcome was known."

    /// Whether it has no outcome yet.
    var isAnnounced: Bool { result == Self.announcedResult }

    fileprivate var announced: OperationItem {
        guard result == OperationRecord.Result.unknown.rawValue else { return self }
        var item = self
        item.result = Self.announcedResult
        return item
    }
}
