/// What happens in one jail, of one kind, for one reason: the words that many events share.
struct EventSeries: Hashable {
    var host: String
    /// Empty for none.
    var jail: String
    var kind: EventKind
    /// 0 for none.
    var why: Int64

    init(_ event: EventRecord) {
        host = event.host
        jail = event.jail ?? ""
        kind = event.kind
        why = event.why?.rawValue ?? 0
    }
}

/// A series that is stored.
struct StoredSeries {
    let number: Int64
    let jailNumber: Int64
    let host: String
    let jail: String
    let kind: Int64
    let why: Int64
    let total: Int64
}

extension Events {
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

    /// The number of a host's jail; nil where nothing happened there.
    func jailNumber(host: String, jail: String) throws -> Int64? {
        try transaction.first(
            "SELECT jail_number FROM event_jails WHERE host = :host AND jail = :jail",
            ["host": .text(host), "jail": .text(jail)]
        ) { $0.integer(0) }
    }

    /// The numbers of the series of events, which are entered where they are new.
    func enter(_ series: EventSeries) throws -> (series: Int64, jail: Int64) {
        let jail = try jailNumber(host: series.host, jail: series.jail) ?? insertJail(series)
        let names: [String: Value] = [
            "jail": .integer(jail), "kind": .integer(series.kind.rawValue), "why": .integer(series.why),
        ]
        let found = try transaction.first(
            "SELECT series_number FROM event_series WHERE jail_number = :jail AND kind = :kind AND why = :why", names
        ) { $0.integer(0) }
        if let found { return (found, jail) }
        let made = try transaction.first(
            """
            INSERT INTO event_series (jail_number, kind, why) VALUES (:jail, :kind, :why) RETURNING series_number
            """, names
        ) { $0.integer(0) }
        guard let made else { throw StorageError.failed("an inserted row gave no number") }
        return (made, jail)
    }

    private func insertJail(_ series: EventSeries) throws -> Int64 {
        let number = try transaction.first(
            "INSERT INTO event_jails (host, jail) VALUES (:host, :jail) RETURNING jail_number",
            ["host": .text(series.host), "jail": .text(series.jail)]
        ) { $0.integer(0) }
        guard let number else { throw StorageError.failed("an inserted row gave no number") }
        return number
    }

    /// The number of a generation of a host's log, which is entered where it is new.
    func enter(generation: [UInt8], host: String) throws -> Int64 {
        let names: [String: Value] = ["host": .text(host), "generation": .bytes(generation)]
        let found = try transaction.first(
            "SELECT generation_number FROM event_generations WHERE host = :host AND fingerprint = :generation", names
        ) { $0.integer(0) }
        if let found { return found }
        let made = try transaction.first(
            """
            INSERT INTO event_generations (host, fingerprint) VALUES (:host, :generation)
            RETURNING generation_number
            """, names
        ) { $0.integer(0) }
        guard let made else { throw StorageError.failed("an inserted row gave no number") }
        return made
    }
}
