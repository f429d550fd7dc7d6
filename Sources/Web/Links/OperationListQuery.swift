/// What the list of operations shows: kept wholly in its address.
struct OperationListQuery: Sendable, Hashable {
    /// An address, a network or the start of one; empty for all.
    var text = ""
    /// The jail; empty for all.
    var jail = ""
    /// Where the page begins; nil for the first.
    var cursor: String?

    /// Whether anything is filtered away.
    var isFiltered: Bool { !text.isEmpty || !jail.isEmpty }

    /// The query's pairs, without those that say the standard.
    var parameters: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        if !text.isEmpty { pairs.append(("q", text)) }
        if !jail.isEmpty { pairs.append(("jail", jail)) }
        if let cursor { pairs.append(("cursor", cursor)) }
        return pairs
    }
}

extension OperationListQuery {
    /// Reads the pairs of an address; what is unknown is left out.
    init(parameters: FormFields) {
        self.init(
            text: parameters["q"] ?? "", jail: parameters["jail"] ?? "",
            cursor: parameters["cursor"].flatMap { $0.isEmpty ? nil : $0 })
    }
}
