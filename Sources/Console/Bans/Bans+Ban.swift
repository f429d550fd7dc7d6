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
        let jails = try runningJails(request.jails)
        let rails = await guardRails(for: author)
        let objections = Dictionary(
            uniqueKeysWithValues: parsed.ids.compactMap { id in
                parsed.confirmed.contains(id) ? nil : rails.objection(to: id).map { (id, $0) }
            })
        let ids = parsed.ids.filter { objections[$0] == nil }
        var draft = OperationDraft(kind: .ban, author: author, at: now(), reason: parsed.reason, id: newID())
        draft.duration = parsed.time?.fail2ban
        if !request.keep && (ids.count > Self.listSize || ids.contains { $0.network?.isSingle == false }) {
            draft.confirmBy = draft.at + Self.confirmWindow
        }
        return try await lock.whileHeld {
            for jail in jails {
                draft.refuse(objections, in: jail, host: host.id)
                guard !ids.isEmpty else { continue }
                try await ban(ids, in: jail, time: parsed.time, into: &draft)
            }
            return try await store(draft)
        }
    }

    /// Bans in one jail and notes in `draft` what is true afterwards.
    func ban(_ ids: [BanID], in jail: JailName, time: BanTime?, into draft: inout OperationDraft) async throws {
        draft.commands.append(Command<Int>.ban(ids, in: jail).clientWords)
        let before = try await previous(ids, in: jail)
        let wasBanned = try await standing(ids, in: jail)
        var report = BanReport(newlyBanned: 0)
        let fresh = zip(ids, wasBanned).filter { !$0.1 }.map(\.0)
        if !fresh.isEmpty {
            do throws(HostError) {
                report = try await host.ban(fresh, in: jail)
            } catch .refused(let words) {
                draft.note(fresh, in: jail, host: host.id, .refused, words, before)
                draft.note(ids.filter { !fresh.contains($0) }, in: jail, host: host.id, .already, nil, before)
                return
            } catch {
                // Whether it happened is read below; nothing is sent twice.
                logger.notice("a ban was cut off", metadata: ["jail": "\(jail)", "error": "\(error)"])
            }
        }
        let isBanned = try? await standing(ids, in: jail)
        for (index, id) in ids.enumerated() {
            let words = report.notEnforced[id]
            let stands = isBanned?[index] == true
            let result: OperationRecord.Result =
                !stands ? .unknown : wasBanned[index] ? .already : words == nil ? .done : .notEnforced
            draft.note([id], in: jail, host: host.id, result, words, before)
            guard stands else { continue }
            if !wasBanned[index] { draft.banned(id, in: jail, host: host.id, notEnforced: words) }
            if let time { draft.plan(id, in: jail, host: host.id, time: time) }
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
        return try await database.read { transaction in
            let rows = try transaction.bans.inForce(host: hostText, jail: jail.text, ids: texts)
            return try rows.reduce(into: [:]) { found, record in
                let plan = try transaction.plannedEnds.find(host: hostText, jail: jail.text, id: record.id)
                found[record.id] = BanRow(ban: record, plannedEnd: plan)
            }
        }
    }
}
