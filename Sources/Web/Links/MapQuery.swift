/// What the world map shows: kept wholly in its address.
struct MapQuery: Sendable, Hashable {
    /// What is counted.
    enum Measure: String, Sendable, CaseIterable { case attempts, bans }

    /// What orders the list beside the map.
    enum Column: String, Sendable, CaseIterable { case country, attempts, bans }

    /// A column and its direction.
    struct Sort: Sendable, Hashable {
        var column: Column
        var descending: Bool
    }

    var range = DashboardQuery()
    var measure = Measure.attempts
    /// Nil: by what is counted, the most first.
    var sort: Sort?

    /// The order of the list.
    var order: Sort { sort ?? Sort(column: measure == .bans ? .bans : .attempts, descending: true) }

    /// The query's pairs, without those that say the standard.
    var parameters: [(name: String, value: String)] { range.parameters + kept }

    /// The pairs beside those of the range.
    var kept: [(name: String, value: String)] {
        (measure == .attempts ? [] : [("by", measure.rawValue)])
            + (sort.map { [("sort", ($0.descending ? "-" : "") + $0.column.rawValue)] } ?? [])
    }

    /// The same, changed.
    func changed(_ change: (inout MapQuery) -> Void) -> MapQuery {
        var query = self
        change(&query)
        return query
    }

    /// The events behind what is counted.
    var events: EventListQuery {
        range.events.changed { $0.kinds = measure == .bans ? ["ban"] : attemptKinds }
    }
}

extension MapQuery {
    /// Reads the pairs of an address; what is unknown is left out.
    init(parameters: FormFields) {
        range = DashboardQuery(parameters: parameters)
        measure = parameters["by"].flatMap(Measure.init(rawValue:)) ?? .attempts
        sort = parameters["sort"].flatMap(Sort.init(text:))
    }
}

extension MapQuery.Sort {
    /// Reads `bans` or `-bans`; nil for a column there is not.
    init?(text: String) {
        let descending = text.utf8.first == UInt8(ascii: "-")
        let name = descending ? String(decoding: text.utf8.dropFirst(), as: UTF8.self) : text
        guard let column = MapQuery.Column(rawValue: name) else { return nil }
        self.init(column: column, descending: descending)
    }
}
