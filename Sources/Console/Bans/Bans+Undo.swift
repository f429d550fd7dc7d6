import Fail2ban
import Host
import Logging
public import ServiceLifecycle
import Storage

extension Bans {
    /// An operation that was done, as it stands now.
    public func operation(_ id: String) async throws -> OperationRecord {
        let (operation, items) = try await stored(id)
        return OperationRecord(operation, items: items, commands: commands(for: operation, items))
    }

    /// Takes a ban or an unban back: what was banned is unbanned; what was unbanned is banned again for the time
    /// that was left.
    public func undo(_ id: String, by author: Author) async throws -> OperationRecord {
        let (operation, items) = try await stored(id)
        guard operation.undoneBy == nil, let until = operation.undoUntil, until >= now() else {
            throw OperationError.tooLate
        }
        return try await takeBack(operation, items, by: author)
    }

    /// Keeps an operation that would be undone by itself.
    public func confirm(_ id: String) async throws -> OperationRecord {
        let moment = now()
        let (operation, _) = try await stored(id)
        guard let confirmBy = operation.confirmBy, confirmBy >= moment, operation.undoneBy == nil else {
            throw OperationError.tooLate
        }
        _ = try await database.write { try $0.operations.confirm(id: id, at: moment) }
        board.pulse.beat()
        return try await self.operation(id)
    }

    /// Undoes what waits for a confirmation that did not come.
    func revertUnconfirmed() async throws {
        let moment = now()
        let due = try await database.read { try $0.operations.dueForRevert(now: moment) }
        for operation in due {
            let (_, items) = try await stored(operation.id)
            let author = Author(name: "BanGUI", origin: .bangui)
            _ = try await takeBack(operation, items, by: author)
            logger.notice("undone because nobody confirmed", metadata: ["operation": "\(operation.id)"])
        }
    }

    private func stored(_ id: String) async throws -> (Operation, [OperationItem]) {
        guard let found = try await database.read({ try $0.operations.find(id: id) }) else {
            throw OperationError.noSuchOperation
        }
        return found
    }

    private func takeBack(
        _ operation: Operation, _ items: [OperationItem], by author: Author
    ) async throws -> OperationRecord {
        var draft = OperationDraft(kind: .undo, author: author, at: now(), reason: nil, id: newID())
        draft.canUndo = false
        draft.undoes = operation.id
        let changed = items.filter { $0.result == "done" || $0.result == "not_enforced" }
        return try await lock.whileHeld {
            for (jail, items) in Dictionary(grouping: changed, by: \.jail).sorted(by: { $0.key < $1.key }) {
                let jail = JailName(existing: jail)
                switch OperationRecord.Kind(rawValue: operation.kind) {
                case .ban: try await unban(items.map { BanID(reading: $0.id) }, in: jail, into: &draft)
                case .unban: try await restore(items, in: jail, into: &draft)
                case .unignore: try await ignoreAgain(items, in: jail, into: &draft)
                default: throw OperationError.tooLate
                }
            }
            return try await store(draft)
        }
    }

    /// Bans again what was unbanned, each for the time that it had left.
    private func restore(_ items: [OperationItem], in jail: JailName, into draft: inout OperationDraft) async throws {
        var ids: [BanTime?: [BanID]] = [:]
        for item in items {
            let id = BanID(reading: item.id)
            switch remaining(item, at: draft.at) {
            case .over: draft.note([id], in: jail, host: host.id, .refused, "Its time has passed meanwhile.", [:])
            case .unknown: ids[nil, default: []].append(id)
            case .left(let time): ids[time, default: []].append(id)
            }
        }
        for (time, ids) in ids { try await ban(ids, in: jail, time: time, into: &draft) }
    }

    private enum Remaining {
        case over, unknown
        case left(BanTime)
    }

    private func remaining(_ item: OperationItem, at moment: Int64) -> Remaining {
        let end: Int64?
        if let planned = item.previousPlannedEnd {
            end = planned < 0 ? nil : planned
        } else if item.previousPermanent {
            end = nil
        } else {
            guard let known = item.previousEndsAt else { return .unknown }
            end = known
        }
        guard let end else { return .left(.permanent) }
        return end > moment ? .left(.seconds(end - moment)) : .over
    }

    private func ignoreAgain(
        _ items: [OperationItem], in jail: JailName, into draft: inout OperationDraft
    ) async throws {
        for item in items {
            let id = BanID(reading: item.id)
            guard id.network != nil else { continue }
            draft.commands.append(Command<[String]>.ignore(id, in: jail).clientWords)
            _ = try await host.change(.ignore(id), in: jail)
            draft.note([id], in: jail, host: host.id, .done, nil, [:])
        }
    }

    private func commands(for operation: Operation, _ items: [OperationItem]) -> [String] {
        guard let kind = OperationRecord.Kind(rawValue: operation.kind), kind == .ban || kind == .unban else {
            return []
        }
        return Dictionary(grouping: items, by: \.jail).sorted { $0.key < $1.key }.map { jail, items in
            let (ids, jail) = (items.map { BanID(reading: $0.id) }, JailName(existing: jail))
            return kind == .ban
                ? Command<Int>.ban(ids, in: jail).clientWords : Command<Int>.unban(ids, in: jail).clientWords
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

extension Bans {
    /// Operations that will be undone by themselves unless someone confirms them, newest first.
    public func pending() async throws -> [OperationRecord] {
        let moment = now()
        return try await database.read { transaction in
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
