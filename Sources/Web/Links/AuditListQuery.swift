/// What the audit page shows: kept wholly in its address.
struct AuditListQuery: Sendable, Hashable {
    /// A text that an entry holds; empty for all.
    var text = ""
    /// The name of who did it; empty for anyone.
    var who = ""
    /// The kinds by their names in the API; none chosen shows all.
    var kinds: [String] = []
    /// The results by their names in the API; none chosen shows all.
    var results: [String] = []
    /// The range as it was asked for: `now-24h`, RFC 3339, or a time in the console's zone; empty for no bound.
    var from = ""
    var to = ""
    /// The number before which the page begins; nil for the first.
    var cursor: Int64?

    /// Whether anything is filtered away.
    var isFiltered: Bool {
        !text.isEmpty || !who.isEmpty || !kinds.isEmpty || !results.isEmpty || !from.isEmpty || !to.isEmpty
    }

    /// The query's pairs, without those that say the standard.
    var parameters: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        if !text.isEmpty { pairs.append(("q", text)) }
        if !who.isEmpty { pairs.append(("who", who)) }
        pairs += kinds.map { ("kind", $0) } + results.map { ("result", $0) }
        if !from.isEmpty { pairs.append(("from", from)) }
        if !to.isEmpty { pairs.append(("to", to)) }
        if let cursor { pairs.append(("cursor", "\(cursor)")) }
        return pairs
    }

    /// The same list from its first page, changed.
    func changed(_ change: (inout AuditListQuery) -> Void) -> AuditListQuery {
        var query = self
        query.cursor = nil
        change(&query)
        return query
    }
}

extension AuditListQuery {
    /// Reads the pairs of an address; what is unknown is left out.
    init(parameters: FormFields) {
        text = parameters["q"] ?? ""
        who = parameters["who"] ?? ""
        for kind in parameters.all("kind") where !kind.isEmpty && !kinds.contains(kind) { kinds.append(kind) }
        for result in parameters.all("result") where !result.isEmpty && !results.contains(result) {
            results.append(result)
        }
        from = parameters.all("from").last { !$0.isEmpty } ?? ""
        to = parameters.all("to").last { !$0.isEmpty } ?? ""
        cursor = parameters["cursor"].flatMap { Int64($0) }
    }
}
