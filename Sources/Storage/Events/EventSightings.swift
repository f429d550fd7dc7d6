/// The addresses of new events, gathered, and compared at once with those that were seen before.
///
/// What is known of an address is when it was first seen, and the day on which it was last: it is forgotten with the last
/// of its events. Only the first sight of an address, and its first of a day, are written.
struct EventSightings {
    private let transaction: any Transaction
    private var seen: [[UInt8]: Sight] = [:]

    /// When an address was seen: first in UTC epoch milliseconds, last in days since the epoch.
    private struct Sight {
        var first: Int64
        var lastDay: Int64
    }

    /// The kinds that show an address at work.
    static let kinds: Set<EventKind> = [.found, .attempt, .ban]
    /// Addresses that are asked for at once.
    private static let most = 256

    init(_ transaction: any Transaction) {
        self.transaction = transaction
    }

    /// Takes in an event of an address.
    mutating func note(_ key: EventKey, of event: EventRecord) {
        guard Self.kinds.contains(event.kind) else { return }
        let (moment, day) = (event.moment, event.moment.flooredStretch(of: 86_400))
        guard let sight = seen[key.bytes] else {
            return seen[key.bytes] = Sight(first: moment, lastDay: day)
        }
        guard moment < sight.first || day > sight.lastDay else { return }
        seen[key.bytes] = Sight(first: min(sight.first, moment), lastDay: max(sight.lastDay, day))
    }

    /// Writes what was not known, and counts the new addresses.
    func write(into sums: inout EventSums) throws {
        guard !seen.isEmpty else { return }
        let keys = seen.keys.sorted { $0.lexicographicallyPrecedes($1) }
        var known: [[UInt8]: Sight] = [:]
        for start in stride(from: 0, to: keys.count, by: Self.most) {
            let statement = EventStatement.sightings(keys: min(Self.most, keys.count - start))
            let some = keys[start..<min(start + Self.most, keys.count)]
            try transaction.forEach(statement.sql, statement.arguments(numbers: [], keys: some)) { row in
                known[row.bytes(0)] = Sight(first: row.integer(1), lastDay: row.integer(2))
            }
        }
        var rows: (new: [Value], changed: [Value]) = ([], [])
        for key in keys {
            guard let sight = seen[key] else { continue }
            guard let before = known[key] else {
                rows.new += [.bytes(key), .integer(sight.first), .integer(sight.lastDay)]
                sums.add(1, series: EventSums.newAddresses, moment: sight.first)
                continue
            }
            guard sight.first < before.first || sight.lastDay > before.lastDay else { continue }
            let first = min(sight.first, before.first)
            rows.changed += [.bytes(key), .integer(first), .integer(max(sight.lastDay, before.lastDay))]
            guard first < before.first else { continue }
            sums.add(-1, series: EventSums.newAddresses, moment: before.first)
            sums.add(1, series: EventSums.newAddresses, moment: first)
        }
        try transaction.executeMany(Self.insertion, Self.names, values: rows.new)
        try transaction.executeMany(Self.update, Self.names, values: rows.changed)
    }

    private static let names = ["key", "first", "lastDay"]
    private static let insertion = """
        INSERT INTO event_addresses (ban_key, first_ms, last_day) VALUES (:key, :first, :lastDay)
        """
    private static let update = """
        UPDATE event_addresses SET first_ms = :first, last_day = :lastDay WHERE ban_key = :key
        """
}
