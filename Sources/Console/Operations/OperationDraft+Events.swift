import Fail2ban
import Host
import Storage

extension Transaction {
    /// Tells of the bans of an operation in one jail, where no log does; gives how many events that made.
    func tell(
        _ draft: OperationDraft, in jail: String, banned records: [BanRecord], _ effect: BanEffect, of host: HostID,
        at moment: Int64
    ) throws -> Int {
        guard try capture.isSocketSource(host: host.text) else { return 0 }
        let entered = Set(effect.entered.map { BanID(reading: $0) })
        var difference = BanDifference()
        for record in records {
            guard !entered.contains(BanID(reading: record.id)) else {
                difference.added.append(record)
                continue
            }
            // The mirror has not seen yet that an earlier ban of it ended.
            let before = draft.previous(record.id, in: jail, host: host)
            difference.replaced.append(.init(before: before, after: record))
        }
        return try take(difference, draft.sight(in: jail, host, at: moment))
    }

    /// Tells of the unbans of an operation in one jail, likewise. What had ended before is none of its doing.
    func tell(
        _ draft: OperationDraft, in jail: String, unbanned ids: [String], _ effect: BanEffect, of host: HostID,
        at moment: Int64
    ) throws -> Int {
        guard try capture.isSocketSource(host: host.text) else { return 0 }
        let removed = Set(effect.removed.map { BanID(reading: $0) })
        var (done, ended) = (BanDifference(), BanDifference())
        for id in ids {
            let before = draft.previous(id, in: jail, host: host)
            if draft.didUnban(id, in: jail) {
                done.gone.append(before)
            } else if removed.contains(BanID(reading: id)) {
                ended.gone.append(before)
            }
        }
        var sight = draft.sight(in: jail, host, at: moment)
        let told = try take(done, sight)
        sight.doing = nil
        return try told + take(ended, sight)
    }

    /// Tells that BanGUI ended bans of which the mirror knew, likewise.
    func tell(_ sight: SocketIntake.Sight, gone ids: [String]) throws -> Int {
        guard try capture.isSocketSource(host: sight.host.text) else { return 0 }
        var difference = BanDifference()
        difference.gone = ids.map { BanRecord(HostBan(id: BanID(reading: $0)), host: sight.host, jail: sight.jail) }
        return try take(difference, sight)
    }

    private func take(_ difference: BanDifference, _ sight: SocketIntake.Sight) throws -> Int {
        guard difference.tells else { return 0 }
        var intake = try SocketIntake(sight, in: self)
        return try intake.take(difference).count
    }
}

extension OperationDraft {
    fileprivate func sight(in jail: String, _ host: HostID, at moment: Int64) -> SocketIntake.Sight {
        SocketIntake.Sight(
            host: host, jail: JailName(existing: jail), since: min(at, moment), at: moment, doing: .operation(id))
    }

    /// The ban of an id as it was before.
    fileprivate func previous(_ id: String, in jail: String, host: HostID) -> BanRecord {
        var record = BanRecord(HostBan(id: BanID(reading: id)), host: host, jail: JailName(existing: jail))
        guard let item = item(id, in: jail) else { return record }
        record.bannedAt = item.previousBannedAt
        record.endsAt = item.previousEndsAt
        record.isPermanent = item.previousPermanent
        return record
    }

    fileprivate func didUnban(_ id: String, in jail: String) -> Bool {
        item(id, in: jail)?.result == OperationRecord.Result.done.rawValue
    }

    private func item(_ id: String, in jail: String) -> OperationItem? {
        items.first { $0.jail.utf8.elementsEqual(jail.utf8) && $0.id.utf8.elementsEqual(id.utf8) }
    }
}
