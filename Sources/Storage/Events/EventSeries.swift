/// A series that is stored.
struct StoredSeries {
    let number: Int64
    let jailNumber: Int64
    let host: String
    let jail: String
    let kind: Int64
    let why: Int64
    let total: Int64

    /// Whether its events may have lines: bans have.
    var hasLines: Bool { kind == EventKind.ban.rawValue || kind == EventKind.restore.rawValue }
}

extension Events {
    /// How many events each series has, by its number: those of one jail, kind and reason.
    public func seriesTotals() throws -> [Int64: Int64] {
        Dictionary(uniqueKeysWithValues: try series().map { ($0.number, $0.total) })
    }

    /// Every series.
    func series() throws -> [StoredSeries] {
        try transaction.rows(
            """
            SELECT s.series_number, s.jail_number, j.host, j.jail, s.kind, s.why, s.event_total
            FROM event_series s JOIN event_jails j ON j.jail_number = s.jail_number
            """
        ) { row in
            StoredSeries(
                number: row.integer(0), jailNumber: row.integer(1), host: row.text(2), jail: row.text(3),
                kind: row.integer(4), why: row.integer(5), total: row.integer(6))
        }
    }

    /// The series that a filter wants; nil for all.
    func series(_ filter: EventFilter) throws -> [StoredSeries]? {
        let isAny = filter.host == nil && filter.jails.isEmpty && filter.kinds.isEmpty && filter.reasons.isEmpty
        guard !isAny else { return nil }
        let kinds = Set(filter.kinds.map(\.rawValue))
        let reasons = Set(filter.reasons.map(\.rawValue))
        let jails = Set(filter.jails.map { BanKey(text: $0) })
        return try series().filter { series in
            if let host = filter.host, !host.utf8.elementsEqual(series.host.utf8) { return false }
            return (jails.isEmpty || (!series.jail.isEmpty && jails.contains(BanKey(text: series.jail))))
                && (kinds.isEmpty || kinds.contains(series.kind))
                && (reasons.isEmpty || reasons.contains(series.why))
        }
    }
}
