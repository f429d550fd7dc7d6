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

        mutating func take(_ moment: Int64, _ day: Int64) {
            first = min(first, moment)
            lastDay = max(lastDay, day)
        }
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
        seen[key.bytes, default: Sight(first: moment, lastDay: day)].take(moment, day)
    }

    /// Writes what was not known, and counts the new addresses.
    func write(into sums: inout EventSums) throws {
        guard !seen.isEmpty else { return }
        let keys = Array(seen.keys)
        var new = seen
        var changed: [Value] = []
        for start in stride(from: 0, to: keys.count, by: Self.most) {
            let some = keys[start..<min(start + Self.most, keys.count)]
            let statement = EventStatement.sightings(keys: some.count)
            try transaction.forEach(statement.sql, statement.arguments(numbers: [], keys: some)) { row in
                let key = row.bytes(0)
                guard let sight = new.removeValue(forKey: key) else { return }
                let before = Sight(first: row.integer(1), lastDay: row.integer(2))
                guard sight.first < before.first || sight.lastDay > before.lastDay else { return }
                let first = min(sight.first, before.first)
                changed += [.bytes(key), .integer(first), .integer(max(sight.lastDay, before.lastDay))]
                guard first < before.first else { return }
                sums.add(-1, series: EventSums.newAddresses, moment: before.first)
                sums.add(1, series: EventSums.newAddresses, moment: first)
            }
        }
        for sight in new.values { sums.add(1, series: EventSums.newAddresses, moment: sight.first) }
        // In their order they fill the pages one after the other.
        let rows = new.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { key, sight -> [Value] in
            [.bytes(key), .integer(sight.first), .integer(sight.lastDay)]
        }
        try transaction.executeMany(Self.insertion, Self.names, values: rows)
        try transaction.executeMany(Self.update, Self.names, values: changed)
    }

    private static let names = ["key", "first", "lastDay"]
    private static let insertion = """
        INSERT INTO event_addresses (ban_key, first_ms, last_day) VALUES (:key, :first, :lastDay)
        """
    private static let update = """
        UPDATE event_addresses SET first_ms = :first, last_day = :lastDay WHERE ban_key = :key
        """
}
