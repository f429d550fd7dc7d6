package import Console

/// Which entries of the audit log a query asks for, every part of it checked.
package struct AuditRequest: Sendable {
    package var filter: AuditFilter

    /// Reads the pairs of a query; what is empty counts as not given.
    ///
    /// - Parameter zone: the zone of times that name none; nil where a time must.
    /// - Throws: `OperationError.invalid` with every fault.
    init(_ query: FormFields, zone: Zone? = nil) throws(OperationError) {
        var faults: [FieldFault] = []
        filter = AuditFilter(
            actor: query["who"].flatMap { $0.isEmpty ? nil : $0 }, kinds: Self.words("kind", query, &faults),
            results: Self.words("result", query, &faults), from: EventRequest.moment("from", query, zone, &faults),
            to: EventRequest.moment("to", query, zone, &faults), text: query["q"] ?? "")
        guard faults.isEmpty else { throw .invalid(faults) }
    }

    /// Reads the words of a command.
    ///
    /// - Throws: `OperationError.invalid` with every fault.
    package init(_ words: AuditWords) throws(OperationError) { try self.init(FormFields(words.pairs)) }

    private static func words<Word: RawRepresentable<String> & CaseIterable & Hashable>(
        _ field: String, _ query: FormFields, _ faults: inout [FieldFault]
    ) -> Set<Word> {
        var words: Set<Word> = []
        for name in query.all(field).flatMap(EventRequest.list) {
            guard let word = Word(rawValue: name) else {
                let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
                faults.append(FieldFault(field, "Give one or more of: \(known)."))
                return words
            }
            words.insert(word)
        }
        return words
    }
}

/// What a command says of the entries that it wants.
package struct AuditWords: Sendable {
    var pairs: [(name: String, value: String)] = []

    /// Takes each part as it is; nil for none.
    package init(text: String?, who: String?, kinds: [String], results: [String], from: String?, to: String?) {
        pairs += kinds.map { ("kind", $0) } + results.map { ("result", $0) }
        for (name, value) in [("q", text), ("who", who), ("from", from), ("to", to)] {
            if let value { pairs.append((name, value)) }
        }
    }
}
