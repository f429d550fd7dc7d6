import Fail2ban
import Host
import Storage

extension Bans {
    /// Stores what is about to be sent, with an unknown outcome, before anything is sent: where the program ends or the
    /// database fails on the way, the operation is known all the same and can be taken back. `store` replaces it.
    ///
    /// It survives the end of the program and not a power cut, so it costs no disk sync; a database that cannot take
    /// it stops the operation while nothing has happened yet.
    func announce(
        _ ids: [BanID], in jail: JailName, of draft: OperationDraft, _ before: [String: BanRow]
    ) async throws {
        guard !ids.isEmpty else { return }
        var announced = draft
        announced.note(ids, in: jail, host: host.id, .unknown, "BanGUI ended before the outcome was known.", before)
        let (operation, items) = (announced.row(undoWindow: Self.undoWindow), announced.items)
        try await database.write(.telemetry) { transaction in
            try transaction.operations.remove(id: operation.id)
            try transaction.operations.insert(operation, items: items)
        }
    }
}
