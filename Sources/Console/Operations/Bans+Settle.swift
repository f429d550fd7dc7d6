import Fail2ban
import Host
import Logging
public import ServiceLifecycle
import Storage

extension Bans {
    /// Learns from fail2ban what came of operations up to `moment` (UTC epoch seconds) that were announced and never
    /// stored, because the program ended or the database failed on the way. Nothing is sent again.
    ///
    /// An operation whose jails fail2ban is still bringing back, or that cannot be asked about now, waits for the next
    /// call.
    func settleAnnounced(until moment: Int64) async throws {
        for operation in try await database.read({ try $0.operations.announced(until: moment) }) {
            LoopBoard.beat()
            do {
                try await undisturbed { try await settle(operation.id) }
            } catch {
                logger.debug("cannot settle yet", metadata: ["operation": "\(operation.id)", "error": "\(error)"])
            }
        }
    }

    private func settle(_ id: String) async throws {
        let (operation, items) = try await stored(id)
        // The operation may have ended in order before the lock was free.
        guard items.contains(where: \.isAnnounced) else { return }
        for jail in Set(items.map(\.jail)) {
            guard await mirror.canJudge(JailName(existing: jail)) else { return }
        }
        var draft = OperationDraft(
            kind: OperationRecord.Kind(rawValue: operation.kind) ?? .change,
            author: Author(operation), at: operation.at, reason: operation.reason, id: id)
        draft.duration = operation.duration
        draft.undoes = operation.undoes
        let effect = try await Effect(of: operation, in: database)
        for (jail, items) in Dictionary(grouping: items, by: \.jail).sorted(by: { $0.key < $1.key }) {
            draft.items += try await outcome(of: effect, items, in: JailName(existing: jail), into: &draft)
        }
        try await storeSettled(draft, isUndone: operation.undoneBy != nil)
        logger.notice("an operation that was cut off is settled", metadata: ["operation": "\(id)"])
        board.pulse.beat()
    }

    /// The items of one jail with what is true now in place of what was announced.
    private func outcome(
        of effect: Effect, _ items: [OperationItem], in jail: JailName, into draft: inout OperationDraft
    ) async throws -> [OperationItem] {
        do throws(HostError) {
            switch effect {
            case .ban(let times): return try await settleBans(items, times, in: jail, into: &draft)
            case .unban: return try await settleUnbans(items, in: jail, into: &draft)
            case .settings(let changes):
                let settings = try await host.settings(of: jail)
                return items.map { item in item.settled(changes[item.place].map { $0.isDone(in: settings) }) }
            case .jail(let runs):
                let isRunning = try await host.counters().contains { $0.name == jail }
                return items.map { $0.settled(runs.map { $0 == isRunning }) }
            }
        } catch {
            guard error.concernsOneJail else { throw error }
            return items.map { $0.settled(nil) }
        }
    }

    private func settleBans(
        _ items: [OperationItem], _ times: [OperationItem.Place: BanTime], in jail: JailName,
        into draft: inout OperationDraft
    ) async throws(HostError) -> [OperationItem] {
        let banned = try await banned(items, in: jail)
        for item in items where banned.contains(item.id) && item.result != OperationRecord.Result.refused.rawValue {
            guard let time = times[item.place] else { continue }
            draft.plan(BanID(reading: item.id), in: jail, host: host.id, time: time)
        }
        // A ban that is gone may have been there: its time may have passed since.
        return items.map { $0.settled(banned.contains($0.id) ? true : nil) }
    }

    private func settleUnbans(
        _ items: [OperationItem], in jail: JailName, into draft: inout OperationDraft
    ) async throws(HostError) -> [OperationItem] {
        let banned = try await banned(items, in: jail)
        draft.unbanned += items.filter { !banned.contains($0.id) }.map { (jail.text, $0.id) }
        return items.map { $0.settled(!banned.contains($0.id)) }
    }

    /// Those of the items' ids that the jail bans now.
    private func banned(_ items: [OperationItem], in jail: JailName) async throws(HostError) -> Set<String> {
        // An item without an id stands for a jail that was not reached.
        let ids = items.map(\.id).filter { !$0.isEmpty }
        let isBanned = try await host.isBanned(ids.map { BanID(reading: $0) }, in: jail)
        return Set(zip(ids, isBanned).filter { $0.1 }.map(\.0))
    }

    private func storeSettled(_ draft: OperationDraft, isUndone: Bool) async throws {
        let moment = now()
        let told = try await database.write { transaction in
            guard try transaction.operations.settle(id: draft.id, items: draft.items) else { return 0 }
            var told = 0
            for (jail, rows) in Dictionary(grouping: draft.unbanned, by: \.jail) {
                let (host, ids) = (draft.items[0].host, rows.map(\.id))
                let effect = try transaction.bans.effect(host: host, jail: jail, upserting: [], removing: ids)
                told += try transaction.tell(draft, in: jail, unbanned: ids, effect, of: self.host.id, at: moment)
                try transaction.plannedEnds.remove(host: host, jail: jail, ids: ids)
            }
            for plan in draft.plans where !isUndone {
                let standing = try transaction.plannedEnds.find(host: plan.host, jail: plan.jail, id: plan.id)
                // An end that was chosen later counts.
                if standing.map({ $0.createdAt <= plan.createdAt }) ?? true { try transaction.plannedEnds.set(plan) }
            }
            if let undone = draft.undoes, draft.isComplete {
                _ = try transaction.operations.markUndone(id: undone, by: draft.id)
            }
            try transaction.note(draft.auditEvent, by: draft.author, at: moment)
            return told
        }
        if told > 0 { await mirror.noteEvents() }
    }
}

extension OperationItem {
    /// What an announced item became: done, not done, or nil where nobody can say. Any other stays.
    fileprivate func settled(_ isDone: Bool?) -> OperationItem {
        guard isAnnounced else { return self }
        var item = self
        item.result = (isDone.map { $0 ? OperationRecord.Result.done : .refused } ?? .unknown).rawValue
        // Of a setting, the detail is the value before, by which it is taken back.
        if isDone == true, detail == Self.cutOff { item.detail = nil }
        if isDone == false { item.detail = "BanGUI ended before it was done." }
        return item
    }
}

/// Settles operations that were cut off: all of them at the start, later those that no other program can be at.
public struct AnnouncedSettler: Service {
    let bans: Bans
    var lease: any Lease = HeldLease()

    /// Seconds within which a command of another program, such as `bangui ban`, ends.
    static let grace: Int64 = 60

    /// Looks every second until the task is cancelled or the service group shuts down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            let start = bans.now()
            while !Task.isCancelled {
                LoopBoard.beat()
                do {
                    if lease.isHeld { try await bans.settleAnnounced(until: max(start, bans.now() - Self.grace)) }
                } catch {
                    bans.logger.debug("cannot settle yet", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
