import Fail2ban
import Host
import Logging
public import ServiceLifecycle
import Storage

extension Bans {
    /// Whether banning these could lock people out: a range, or a long list.
    static func needTrial(_ ids: some Collection<BanID>) -> Bool {
        ids.count > listSize || ids.contains { $0.network?.isSingle == false }
    }

    /// Has an operation undone by itself unless it is confirmed within the window.
    func startTrial(of draft: inout OperationDraft) {
        draft.confirmBy = draft.at + Self.confirmWindow
        trialClock.begin(draft.id)
    }

    /// Keeps an operation that would be undone by itself. `person` must be allowed what the operation did.
    public func confirm(_ id: String, by author: Author, as person: Principal) async throws -> OperationRecord {
        try await demand(person, for: id)
        try await lock.whileHeld {
            let moment = now()
            let (operation, items) = try await stored(id)
            let event = AuditEvent(
                .confirm, subject: AuditText.list(items.map(\.id)), host: host.id.text,
                jail: AuditText.list(Set(items.map(\.jail)).sorted()), operationID: id)
            guard let confirmBy = operation.confirmBy, trialClock.end(of: id, storedAs: confirmBy, at: moment) > moment,
                try await database.write({ transaction in
                    guard try transaction.operations.confirm(id: id, at: moment) else { return false }
                    try transaction.note(event, by: author, at: moment)
                    return true
                })
            else { throw OperationError.tooLate }
        }
        board.pulse.beat()
        return try await operation(id)
    }

    /// Undoes what waits for a confirmation that did not come; one that cannot be undone yet is tried again at the
    /// next call and does not hold up the others.
    func revertUnconfirmed() async throws {
        let waiting = try await database.read { try $0.operations.unconfirmed() }
        trialClock.forget(except: Set(waiting.map(\.id)))
        let moment = now()
        for operation in waiting where trialEnd(of: operation, at: moment).map({ $0 <= moment }) ?? false {
            do {
                if try await revert(operation.id) {
                    logger.notice("undone because nobody confirmed", metadata: ["operation": "\(operation.id)"])
                }
            } catch {
                logger.debug("cannot undo yet", metadata: ["operation": "\(operation.id)", "error": "\(error)"])
            }
        }
    }

    /// When the trial of an operation ends, in epoch seconds; nil where it is on none.
    func trialEnd(of operation: Operation, at moment: Int64) -> Int64? {
        operation.confirmBy.map { trialClock.end(of: operation.id, storedAs: $0, at: moment) }
    }

    /// Undoes one operation unless it was confirmed or undone meanwhile; gives whether it did.
    private func revert(_ id: String) async throws -> Bool {
        try await undisturbed {
            let (operation, items) = try await stored(id)
            guard operation.undoneBy == nil, operation.confirmedAt == nil else { return false }
            _ = try await takeBack(operation, items, by: .bangui)
            return true
        }
    }
}

/// Undoes what could lock people out and was not confirmed in time.
public struct UnconfirmedReverter: Service {
    let bans: Bans
    var lease: any Lease = HeldLease()

    /// Looks every second until the task is cancelled or the service group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                LoopBoard.beat()
                do {
                    if lease.isHeld { try await bans.revertUnconfirmed() }
                } catch {
                    bans.logger.debug("cannot undo yet", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
