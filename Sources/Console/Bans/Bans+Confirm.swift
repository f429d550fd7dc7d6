import Fail2ban
import Logging
public import ServiceLifecycle
import Storage

extension Bans {
    /// Keeps an operation that would be undone by itself.
    public func confirm(_ id: String) async throws -> OperationRecord {
        try await lock.whileHeld {
            let moment = now()
            let (operation, _) = try await stored(id)
            guard let confirmBy = operation.confirmBy, confirmBy > moment,
                try await database.write({ try $0.operations.confirm(id: id, at: moment) })
            else { throw OperationError.tooLate }
        }
        board.pulse.beat()
        return try await operation(id)
    }

    /// Undoes what waits for a confirmation that did not come; one that cannot be undone yet is tried again at the
    /// next call and does not hold up the others.
    func revertUnconfirmed() async throws {
        let moment = now()
        for due in try await database.read({ try $0.operations.dueForRevert(now: moment) }) {
            do {
                if try await revert(due.id) {
                    logger.notice("undone because nobody confirmed", metadata: ["operation": "\(due.id)"])
                }
            } catch {
                logger.debug("cannot undo yet", metadata: ["operation": "\(due.id)", "error": "\(error)"])
            }
        }
    }

    /// Undoes one operation unless it was confirmed or undone meanwhile; gives whether it did.
    private func revert(_ id: String) async throws -> Bool {
        try await undisturbed {
            let (operation, items) = try await stored(id)
            guard operation.undoneBy == nil, operation.confirmedAt == nil else { return false }
            _ = try await takeBack(operation, items, by: Author(name: "BanGUI", origin: .bangui))
            return true
        }
    }

    /// Operations that will be undone by themselves unless someone confirms them, newest first.
    public func pending() async throws -> [OperationRecord] {
        let moment = now()
        return try await database.readBriefly { transaction in
            let waiting = try transaction.operations.latest(limit: 20).filter {
                $0.confirmBy.map { $0 > moment } ?? false && $0.confirmedAt == nil && $0.undoneBy == nil
            }
            return try waiting.compactMap { operation in
                try transaction.operations.find(id: operation.id).map {
                    OperationRecord($0.0, items: $0.1, commands: [])
                }
            }
        }
    }
}

/// Undoes what could lock people out and was not confirmed in time.
public struct UnconfirmedReverter: Service {
    let bans: Bans

    /// Looks every second until the task is cancelled or the service group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await bans.revertUnconfirmed()
                } catch {
                    bans.logger.debug("cannot undo yet", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
