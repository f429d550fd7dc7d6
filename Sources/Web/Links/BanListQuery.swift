/// What the list of bans shows: kept wholly in its address, so that every view can be passed on.
struct BanListQuery: Sendable, Hashable {
    /// The column that orders the list.
    enum Column: String, Sendable, CaseIterable { case banned, ends, address, jail, count }

    /// A column and its direction.
    struct Sort: Sendable, Hashable {
        var column: Column
        var descending: Bool

        /// The latest ban first.
        static let standard = Sort(column: .banned, descending: true)
    }

    /// An address, a network in CIDR form or the start of an address; empty for all.
    var text = ""
    /// The jails shown; none chosen shows all.
    var jails: [String] = []
    /// A country by its code, `ZZ` for none known; empty for all.
    var country = ""
    /// The number of a network (ASN); empty for all.
    var network = ""
    var sort = Sort.standard
    /// Where the page begins; nil for the first.
    var cursor: String?

    /// Whether anything is filtered away.
    var isFiltered: Bool { !text.isEmpty || !jails.isEmpty || !country.isEmpty || !network.isEmpty }

    /// The query's pairs, without those that say the standard.
    var parameters: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        if !text.isEmpty { pairs.append(("q", text)) }
        pairs += jails.map { ("jail", $0) }
        if !country.isEmpty { pairs.append(("country", country)) }
        if !network.isEmpty { pairs.append(("network", network)) }
        if sort != .standard { pairs.append(("sort", sort.text)) }
        if let cursor { pairs.append(("cursor", cursor)) }
        return pairs
    }
}

extension BanListQuery {
    /// Reads the pairs of an address; what is unknown is left out.
    init(parameters: [(name: String, value: String)]) {
        for (name, value) in parameters where !value.isEmpty || name == "jail" {
            switch name {
            case "q": text = value
            case "jail": if !jails.contains(value) { jails.append(value) }
            case "country": country = value
            case "network": network = value
            case "sort": sort = Sort(text: value) ?? .standard
            case "cursor": cursor = value
            default: break
            }
        }
    }

    /// The same list from its first page, changed.
    func changed(_ change: (inout BanListQuery) -> Void) -> BanListQuery {
        var query = self
        query.cursor = nil
        change(&query)
        return query
    }
}

extension BanListQuery.Sort {
    /// `banned`, or `-banned` for descending.
    var text: String { (descending ? "-" : "") + column.rawValue }

    /// Reads `banned` or `-banned`; nil for a column there is not.
    init?(text: String) {
        let descending = text.utf8.first == UInt8(ascii: "-")
        let name = descending ? String(decoding: text.utf8.dropFirst(), as: UTF8.self) : text
        guard let column = BanListQuery.Column(rawValue: name) else { return nil }
        self.init(column: column, descending: descending)
    }
}
