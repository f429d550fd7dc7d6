import Fail2ban
import Host
import Logging
import Storage

extension Bans {
    /// Seconds for which an operation can be undone.
    static let undoWindow: Int64 = 600
    /// Seconds after which what could lock people out is undone unless it was confirmed.
    public static let confirmWindow: Int64 = 60
    /// More ids than this in one ban count as a list, which has to be confirmed as a range has.
    static let listSize = 10

    /// Bans addresses and networks in jails, and tells for each what came of it.
    public func ban(_ request: BanRequest, by author: Author) async throws -> OperationRecord {
        let parsed = try ParsedBan(request)
        let jails = try await runningJails(request.jails)
        let rails = await guardRails(for: author)
        let objections = Dictionary(
            uniqueKeysWithValues: parsed.ids.compactMap { id in
                parsed.confirmed.contains(id) ? nil : rails.objection(to: id).map { (id, $0) }
            })
        let ids = parsed.ids.filter { objections[$0] == nil }
        var draft = OperationDraft(kind: .ban, author: author, at: now(), reason: parsed.reason, id: newID())
        draft.duration = parsed.time?.fail2ban
        if request.needsConfirmation(ids) { startTrial(of: &draft) }
        let (begun, refused) = (draft, objections)
        return try await undisturbed {
            try await carryOut(begun) { draft in
                try await each(jails, of: &draft) { jail, draft in
                    draft.refuse(refused, in: jail, host: host.id)
                    if !ids.isEmpty { try await ban(ids, in: jail, time: { _ in parsed.time }, into: &draft) }
                }
            }
        }
    }

    /// Bans in one jail, each id until the end that `time` chooses for it (nil: the jail's own), and notes in `draft`
    /// what is true afterwards. Throws only where nothing was sent.
    func ban(
        _ ids: [BanID], in jail: JailName, time: (BanID) -> BanTime?, into draft: inout OperationDraft
    ) async throws {
        // Read and announced while fail2ban looks up: what the mirror does not list is banned nowhere, as a rule.
        async let lookup = standing(ids, in: jail)
        let before = try await previous(ids, in: jail)
        let isAnnounced = before.isEmpty
        if isAnnounced { try await announce(ids, in: jail, of: draft, before) }
        let wasBanned = try await lookup
        draft.commands.append(Command<Int>.ban(ids, in: jail).clientWords)
        var report = BanReport(newlyBanned: 0)
        var failure: HostError?
        let fresh = zip(ids, wasBanned).filter { !$0.1 }.map(\.0)
        let others = zip(ids, wasBanned).filter { $0.1 }.map(\.0)
        if !isAnnounced || !others.isEmpty {
            try await announce(fresh, others: others, in: jail, of: draft, before)
        }
        do throws(HostError) {
            if !fresh.isEmpty { report = try await host.ban(fresh, in: jail) }
        } catch {
            // Whether it happened is read below; nothing is sent twice.
            failure = error
            logger.notice("a ban was cut off", metadata: ["jail": "\(jail)", "error": "\(error)"])
        }
        // A daemon that counted each of them as new has banned them all; anything else is looked up, also what stood
        // before and may have ended meanwhile.
        let isCertain = failure == nil && others.isEmpty && report.newlyBanned == fresh.count
        let isBanned = isCertain ? ids.map { _ in true } : try? await standing(ids, in: jail)
        for (index, id) in ids.enumerated() {
            let outcome = Outcome(
                ofBanning: wasBanned[index], isBanned?[index], failure, notEnforced: report.notEnforced[id])
            draft.note([id], in: jail, host: host.id, outcome.result, outcome.detail, before)
            guard isBanned?[index] == true else { continue }
            if !wasBanned[index] { draft.banned(id, in: jail, host: host.id, notEnforced: report.notEnforced[id]) }
            if let time = time(id) { draft.plan(id, in: jail, host: host.id, time: time) }
        }
    }

    /// Whether each id is banned now; ids are asked in batches, since fail2ban answers nobody meanwhile.
    func standing(_ ids: [BanID], in jail: JailName) async throws -> [Bool] {
        var answers: [Bool] = []
        for start in stride(from: 0, to: ids.count, by: 200) {
            answers += try await host.isBanned(Array(ids[start..<min(start + 200, ids.count)]), in: jail)
        }
        return answers
    }

    /// The rows and planned ends of these ids as they are before a change.
    func previous(_ ids: [BanID], in jail: JailName) async throws -> [String: BanRow] {
        let (hostText, texts) = (host.id.text, ids.map(\.text))
        return try await database.readBriefly { transaction in
            let rows = try transaction.bans.inForce(host: hostText, jail: jail.text, ids: texts)
            return try rows.reduce(into: [:]) { found, record in
                let plan = try transaction.plannedEnds.find(host: hostText, jail: jail.text, id: record.id)
                found[record.id] = BanRow(ban: record, plannedEnd: plan)
            }
        }
    }
}
