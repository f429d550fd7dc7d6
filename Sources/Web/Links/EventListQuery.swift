/// What the list of events shows: kept wholly in its address.
struct EventListQuery: Sendable, Hashable {
    /// An address, a network or the start of one; empty for all.
    var text = ""
    /// What the lines hold that led to a ban, as it was written; empty for all.
    var words = ""
    /// The kinds by their names in the API; none chosen shows the usual ones.
    var kinds: [String] = []
    /// The jails; none chosen shows all, and what the daemon itself did.
    var jails: [String] = []
    /// A country by its code, `ZZ` for none known; empty for all.
    var country = ""
    /// The number of a network (ASN); empty for all.
    var network = ""
    /// The range as it was asked for: `now-24h`, RFC 3339, or a time in the console's zone; empty for no bound.
    var from = ""
    var to = ""
    /// Where the page begins; nil for the first.
    var cursor: String?

    /// Whether anything is filtered away that is usually shown.
    var isFiltered: Bool {
        !text.isEmpty || !words.isEmpty || !kinds.isEmpty || !jails.isEmpty || !country.isEmpty || !network.isEmpty
            || !from.isEmpty
            || !to.isEmpty
    }

    /// The query's pairs, without those that say the standard.
    var parameters: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        if !text.isEmpty { pairs.append(("q", text)) }
        if !words.isEmpty { pairs.append(("text", words)) }
        pairs += kinds.map { ("kind", $0) } + jails.map { ("jail", $0) }
        if !country.isEmpty { pairs.append(("country", country)) }
        if !network.isEmpty { pairs.append(("network", network)) }
        if !from.isEmpty { pairs.append(("from", from)) }
        if !to.isEmpty { pairs.append(("to", to)) }
        if let cursor { pairs.append(("cursor", cursor)) }
        return pairs
    }

    /// The same list from its first page, changed.
    func changed(_ change: (inout EventListQuery) -> Void) -> EventListQuery {
        var query = self
        query.cursor = nil
        change(&query)
        return query
    }
}

extension EventListQuery {
    /// Reads the pairs of an address; what is unknown is left out.
    init(parameters: FormFields) {
        text = parameters["q"] ?? ""
        words = parameters["text"] ?? ""
        for kind in parameters.all("kind") where !kind.isEmpty && !kinds.contains(kind) { kinds.append(kind) }
        for jail in parameters.all("jail") where !jail.isEmpty && !jails.contains(jail) { jails.append(jail) }
        country = parameters["country"] ?? ""
        network = parameters["network"] ?? ""
        from = parameters.all("from").last { !$0.isEmpty } ?? ""
        to = parameters.all("to").last { !$0.isEmpty } ?? ""
        cursor = parameters["cursor"].flatMap { $0.isEmpty ? nil : $0 }
    }
}
