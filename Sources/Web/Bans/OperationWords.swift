import Console

/// What was done, in a sentence.
enum OperationWords {
    static func summary(_ record: OperationRecord, in language: Language) -> String {
        let done = record.items.filter { $0.result == .done || $0.result == .notEnforced }
        guard let first = done.first else {
            return record.items.first?.detail.map(language.phrase) ?? language.words(.didNothing, [])
        }
        let words = language.words(verb(record.kind), [subject(first, of: done.count, in: language)])
        guard record.kind == .stop, done.count == 1, let detail = first.detail else { return words }
        return words + ". " + language.phrase(detail)
    }

    private static func subject(
        _ item: OperationRecord.Item, of count: Int, in language: Language
    ) -> String {
        if count > 1 { return language.words(.didEntries, [Figures.number(count, in: language)]) }
        return item.subject.isEmpty ? item.jail : language.words(.didIn, [item.subject, item.jail])
    }

    private static func verb(_ kind: OperationRecord.Kind) -> Text {
        switch kind {
        case .ban: .didBan
        case .unban: .didUnban
        case .undo: .didUndo
        case .change: .didChange
        case .ignore: .didIgnore
        case .unignore: .didUnignore
        case .start: .didStart
        case .stop: .didStop
        case .reload: .didReload
        }
    }
}
