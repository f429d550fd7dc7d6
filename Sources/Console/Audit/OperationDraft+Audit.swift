internal import Fail2ban
internal import Storage

extension OperationDraft {
    /// What the audit log tells of the operation: one entry, however many parts it has.
    var auditEvent: AuditEvent {
        let subjects = items.map(\.id).filter { !$0.isEmpty }
        return AuditEvent(
            AuditKind(rawValue: kind.rawValue) ?? .change, subject: AuditText.list(subjects),
            host: items.first?.host, jail: AuditText.list(jails), before: beforeAll,
            after: after, result: auditResult, detail: reason, operationID: id)
    }

    private var jails: [String] {
        var seen: Set<String> = []
        return items.map(\.jail).filter { seen.insert($0).inserted }
    }

    private var counts: [String: Int] { Dictionary(grouping: items, by: \.result).mapValues(\.count) }

    private var auditResult: AuditResult {
        var counts = counts
        // What was so before is as it was asked for.
        if counts["done"] != nil { counts["already"] = nil }
        if counts.count == 1, let result = counts.keys.first.flatMap(OperationRecord.Result.init(rawValue:)) {
            switch result {
            case .done: return .done
            case .already: return plans.isEmpty && unplanned.isEmpty ? .already : .done
            case .refused: return .refused
            case .unknown: return .unknown
            case .notEnforced: return .partly
            }
        }
        return counts["done"] == nil && counts["unknown"] != nil ? .unknown : .partly
    }

    /// How the first few parts were before. Of a long list only these are put into words: dates take their time.
    private var beforeAll: String? {
        let known = items.filter(isKnownBefore)
        return AuditText.list(known.prefix(AuditText.shown).map(before), of: known.count)
    }

    private func isKnownBefore(_ item: OperationItem) -> Bool {
        switch kind {
        case .change: item.detail != nil
        case .ban, .unban, .undo:
            item.previousPlannedEnd != nil || item.previousPermanent || item.previousEndsAt != nil
                || item.previousBannedAt != nil
        default: false
        }
    }

    /// A setting's value, or the end that a ban had.
    private func before(_ item: OperationItem) -> String {
        if kind == .change { return "\(item.id)=\(item.detail ?? "")" }
        let end = item.previousPlannedEnd ?? (item.previousPermanent ? -1 : item.previousEndsAt)
        return end.map { Self.words($0, item.id) } ?? "\(item.id) banned"
    }

    private static func words(_ end: Int64, _ id: String) -> String {
        end < 0 ? "\(id) banned for ever" : "\(id) banned until \(AuditMoment.text(end))"
    }

    /// What was asked for, and how many parts came out each way where that is not the same for all.
    private var after: String? {
        guard auditResult != .refused else { return nil }
        var parts: [String] = []
        switch kind {
        case .ban:
            parts.append(
                duration.map { $0 < 0 ? "banned for ever" : "banned for \($0) s" } ?? "banned for the jail's time")
        case .unban: parts.append("not banned")
        case .undo: if let undoes { parts.append("operation \(undoes) taken back") }
        case .change, .ignore, .unignore: parts.append(contentsOf: commands.prefix(AuditText.shown))
        case .start, .stop, .reload: break
        }
        if let confirmBy { parts.append("taken back at \(AuditMoment.text(confirmBy)) unless confirmed") }
        let counts = counts
        if counts.count > 1 || items.count > AuditText.shown {
            parts.append(counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}
