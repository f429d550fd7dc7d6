import Fail2ban
import Host
import Logging
import Storage

extension Bans {
    /// Unbans, and tells for each id and jail what came of it; can be undone with the time that was left.
    public func unban(_ request: UnbanRequest, by author: Author) async throws -> OperationRecord {
        var faults: [FieldFault] = []
        let reason = ParsedBan.reason(request.reason, &faults)
        guard faults.isEmpty else { throw OperationError.invalid(faults) }
        let targets = try await targets(of: request.target)
        var draft = OperationDraft(kind: .unban, author: author, at: now(), reason: reason, id: newID())
        return try await lock.whileHeld {
            for (jail, ids) in targets.sorted(by: { $0.key < $1.key }) {
                try await unban(ids, in: jail, into: &draft)
            }
            return try await store(draft)
        }
    }

    /// Unbans in one jail and notes in `draft` what is true afterwards.
    func unban(_ ids: [BanID], in jail: JailName, into draft: inout OperationDraft) async throws {
        draft.commands.append(Command<Int>.unban(ids, in: jail).clientWords)
        let before = try await previous(ids, in: jail)
        let wasBanned = try await standing(ids, in: jail)
        let present = zip(ids, wasBanned).filter { $0.1 }.map(\.0)
        if !present.isEmpty {
            do throws(HostError) {
                _ = try await host.unban(present, in: jail)
            } catch .refused(let words) {
                draft.note(present, in: jail, host: host.id, .refused, words, before)
                draft.note(ids.filter { !present.contains($0) }, in: jail, host: host.id, .already, nil, before)
                return
            } catch {
                logger.notice("an unban was cut off", metadata: ["jail": "\(jail)", "error": "\(error)"])
            }
        }
        let isBanned = try? await standing(ids, in: jail)
        for (index, id) in ids.enumerated() {
            let isGone = isBanned?[index] == false
            draft.note(
                [id], in: jail, host: host.id, !isGone ? .unknown : wasBanned[index] ? .done : .already, nil, before)
            if isGone { draft.unbanned.append((jail.text, id.text)) }
        }
    }

    /// The ids to unban by jail.
    private func targets(of target: UnbanRequest.Target) async throws -> [JailName: [BanID]] {
        switch target {
        case .rows(let rows):
            let jails = try runningJails(rows.map(\.jail))
            return try limited(
                rows.reduce(into: Dictionary(uniqueKeysWithValues: jails.map { ($0, [BanID]()) })) {
                    $0[JailName(existing: $1.jail), default: []].append(BanID(reading: $1.id))
                })
        case .ids(let texts, let names):
            return try await limited(targets(texts, in: names))
        case .filter(let filter):
            guard filter.isNarrowed else {
                throw OperationError.invalid([FieldFault("filter", "Narrow the filter: this would unban everything.")])
            }
            let page = try await page(filter, limit: 1, cursor: nil)
            guard page.total <= Self.requestLimit else { throw Self.tooMany(page.total) }
            var found: [JailName: [BanID]] = [:]
            try await all(filter) { bans in
                for ban in bans { found[JailName(existing: ban.jail), default: []].append(BanID(reading: ban.id)) }
            }
            return found
        }
    }

    /// Ids as a person gives them: canonical, or exactly as they are listed; in all jails that ban them where no
    /// jail is named.
    private func targets(_ texts: [String], in names: [String]) async throws -> [JailName: [BanID]] {
        let jails = try runningJails(names)
        let ids = texts.filter { !$0.isEmpty }.map { (try? BanID(typed: $0)) ?? BanID(reading: $0) }
        guard !ids.isEmpty else {
            throw OperationError.invalid([FieldFault("addresses", "Give at least one address or network to unban.")])
        }
        if !jails.isEmpty { return Dictionary(uniqueKeysWithValues: jails.map { ($0, ids) }) }
        var found: [JailName: [BanID]] = [:]
        for jail in board.status.jails.map(\.name) where jail.isReachable {
            let standing = try await standing(ids, in: jail)
            let present = zip(ids, standing).filter { $0.1 }.map(\.0)
            if !present.isEmpty { found[jail] = present }
        }
        guard !found.isEmpty else { throw OperationError.invalid([Self.notBanned(ids)]) }
        return found
    }

    private static func notBanned(_ ids: [BanID]) -> FieldFault {
        FieldFault(
            "addresses",
            ids.count == 1 ? "“\(ids[0])” is not banned in any jail." : "None of these is banned in any jail.")
    }

    private func limited(_ targets: [JailName: [BanID]]) throws -> [JailName: [BanID]] {
        let count = targets.values.reduce(0) { $0 + $1.count }
        guard count <= Self.requestLimit else { throw Self.tooMany(count) }
        return targets
    }

    private static func tooMany(_ count: Int) -> OperationError {
        .invalid([FieldFault("addresses", "\(count) bans; at most \(requestLimit) can be unbanned at once.")])
    }
}
