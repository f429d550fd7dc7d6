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
        let begun = OperationDraft(kind: .unban, author: author, at: now(), reason: reason, id: newID())
        return try await undisturbed {
            try await carryOut(begun) { draft in
                try await each(targets.keys.sorted(), of: &draft) { jail, draft in
                    try await unban(targets[jail] ?? [], in: jail, into: &draft)
                }
            }
        }
    }

    /// Unbans in one jail and notes in `draft` what is true afterwards. Throws only where nothing was sent.
    func unban(_ ids: [BanID], in jail: JailName, into draft: inout OperationDraft) async throws {
        let before = try await previous(ids, in: jail)
        let wasBanned = try await standing(ids, in: jail)
        draft.commands.append(Command<Int>.unban(ids, in: jail).clientWords)
        let present = zip(ids, wasBanned).filter { $0.1 }.map(\.0)
        var failure: HostError?
        try await announce(present, in: jail, of: draft, before)
        do throws(HostError) {
            if !present.isEmpty { _ = try await host.unban(present, in: jail) }
        } catch {
            failure = error
            logger.notice("an unban was cut off", metadata: ["jail": "\(jail)", "error": "\(error)"])
        }
        let isBanned = try? await standing(ids, in: jail)
        for (index, id) in ids.enumerated() {
            let outcome = Outcome(ofUnbanning: wasBanned[index], isBanned?[index], failure)
            draft.note([id], in: jail, host: host.id, outcome.result, outcome.detail, before)
            if isBanned?[index] == false { draft.unbanned.append((jail.text, id.text)) }
        }
    }

    /// The ids to unban by jail.
    private func targets(of target: UnbanRequest.Target) async throws -> [JailName: [BanID]] {
        switch target {
        case .rows(let rows):
            let jails = try await runningJails(rows.map(\.jail))
            guard !jails.isEmpty else {
                throw OperationError.invalid([FieldFault("addresses", "Choose at least one ban.")])
            }
            return try limited(
                Set(rows).sorted { ($0.jail, $0.id) < ($1.jail, $1.id) }.reduce(into: [:]) {
                    $0[JailName(existing: $1.jail), default: []].append(BanID(reading: $1.id))
                })
        case .ids(let texts, let names):
            return try await limited(targets(texts, in: names))
        case .filter(let filter):
            guard filter.isNarrowed else {
                throw OperationError.invalid([FieldFault("filter", "Narrow the filter: this would unban everything.")])
            }
            return try await targets(filter.query(limit: 1, cursor: nil))
        }
    }

    /// What a filter shows, all of one moment.
    private func targets(_ query: BanQuery) async throws -> [JailName: [BanID]] {
        try await database.read { transaction in
            let total = try transaction.bans.count(query)
            guard total <= Self.requestLimit else { throw Self.tooMany(total) }
            var found: [JailName: [BanID]] = [:]
            try transaction.bans.all(query) { row in
                found[JailName(existing: row.jail), default: []].append(BanID(reading: row.id))
            }
            return found
        }
    }

    /// Ids as a person gives them: canonical, or exactly as they are listed; in all jails that ban them where no
    /// jail is named.
    private func targets(_ texts: [String], in names: [String]) async throws -> [JailName: [BanID]] {
        let jails = try await runningJails(names)
        let typed = texts.filter { !$0.isEmpty }.map { (try? BanID(typed: $0)) ?? BanID(reading: $0) }
        var seen: Set<BanID> = []
        let ids = typed.filter { seen.insert($0).inserted }
        guard !ids.isEmpty else {
            throw OperationError.invalid([FieldFault("addresses", "Give at least one address or network to unban.")])
        }
        if !jails.isEmpty { return Dictionary(uniqueKeysWithValues: jails.map { ($0, ids) }) }
        if board.status.readAt == nil { try await lookAtJails() }
        var found: [JailName: [BanID]] = [:]
        for jail in board.status.jails.map(\.name) where jail.isReachable {
            let standing = try await standing(ids, in: jail)
            let present = zip(ids, standing).filter { $0.1 }.map(\.0)
            if !present.isEmpty { found[jail] = present }
        }
        guard let first = found.keys.min() else { throw OperationError.invalid([Self.notBanned(ids)]) }
        // What no jail bans is named in the answer too, once.
        let present = Set(found.values.joined())
        found[first, default: []] += ids.filter { !present.contains($0) }
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
