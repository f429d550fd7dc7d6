import Storage

/// What stands on trial, and what a trial has just ended for.
public struct Trials: Sendable {
    /// Operations that will be undone by themselves unless someone confirms them, newest first.
    public var waiting: [OperationRecord]
    /// Operations that were undone in the last two minutes because nobody had confirmed them, newest first.
    public var expired: [OperationRecord]
}

extension Bans {
    /// Seconds for which the end of a trial is told.
    static let expiryNews: Int64 = 120

    /// What waits for a confirmation, and what did so in vain a moment ago.
    public func trials() async throws -> Trials {
        let moment = now()
        let (waiting, latest) = try await database.readBriefly { transaction in
            let waiting = try transaction.operations.unconfirmed().suffix(20).reversed()
            return (
                try waiting.compactMap(transaction.record),
                try transaction.latestExpired(since: moment - Self.expiryNews)
            )
        }
        return Trials(
            waiting: waiting.compactMap { operation, record in
                guard let end = trialEnd(of: operation, at: moment), end > moment else { return nil }
                var record = record
                record.confirmBy = end
                return record
            },
            expired: latest)
    }
}

extension Transaction {
    /// The operation as it is shown.
    fileprivate func record(_ operation: Operation) throws -> (Operation, OperationRecord)? {
        try operations.find(id: operation.id).map {
            (operation, OperationRecord($0.0, items: $0.1, commands: [], takesBack: try kind(takenBackBy: operation)))
        }
    }

    /// What BanGUI itself has undone since a moment, newest first.
    fileprivate func latestExpired(since moment: Int64) throws -> [OperationRecord] {
        let latest = try operations.latest(limit: 20)
        let endings = latest.filter { undo in
            undo.kind == OperationRecord.Kind.undo.rawValue && undo.origin == Author.Origin.bangui.rawValue
                && undo.at > moment
        }
        let ids = Set(endings.map(\.id))
        return try latest.filter { $0.undoneBy.map(ids.contains) ?? false }.compactMap { try record($0)?.1 }
    }
}
