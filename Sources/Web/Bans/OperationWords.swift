import Console

/// What was done, in a sentence.
enum OperationWords {
    static func summary(_ record: OperationRecord) -> String {
        let done = record.items.filter { $0.result == .done || $0.result == .notEnforced }
        let verb = verb(record.kind)
        switch done.count {
        case 0: return record.items.first?.detail ?? "Nothing was changed."
        case 1 where record.kind == .stop:
            return ["\(verb) \(done[0].jail).", done[0].detail].compactMap(\.self).joined(separator: " ")
        case 1:
            return done[0].subject.isEmpty ? "\(verb) \(done[0].jail)" : "\(verb) \(done[0].subject) in \(done[0].jail)"
        default: return "\(verb) \(done.count) entries"
        }
    }

    private static func verb(_ kind: OperationRecord.Kind) -> String {
        switch kind {
        case .ban: "Banned"
        case .unban: "Unbanned"
        case .undo: "Undone:"
        case .change: "Changed"
        case .ignore: "Ignoring"
        case .unignore: "No longer ignoring"
        case .start: "Started"
        case .stop: "Stopped"
        case .reload: "Reloaded"
        }
    }
}
