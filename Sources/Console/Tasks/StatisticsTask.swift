public import Storage
internal import Synchronization

extension BackgroundTask {
    /// Has the database count what its planner goes by, every hour and some seconds after many bans or events came or went at
    /// once: until then a list of 100,000 bans is searched as if it were a short one.
    public static func statistics(_ database: any Database) -> BackgroundTask {
        let watch = StatisticsWatch(database)
        return BackgroundTask(
            .statistics, beginsLater: true, isCalledFor: { try await !watch.changedTables().isEmpty },
            run: { _ in
                let counted = try await watch.refresh()
                return counted.isEmpty ? .nothing : .done("Counted \(counted.joined(separator: ", ")).")
            })
    }
}

/// How much lay in the largest tables when they were last counted.
final class StatisticsWatch: Sendable {
    private struct Sizes: Equatable {
        var bans: Int
        /// How many events each series has, by its number.
        var events: [Int64: Int64]
    }

    /// Bans that make a difference, and of how many in force it has to be at least one.
    static let bans = (count: 2000, share: 5)
    /// Events that make a difference, wherever they came, went, or moved from one series to another.
    static let events: Int64 = 50_000
    /// Events of one series that make a difference where it had no more before: of what the planner never saw it thinks that
    /// there is none, and takes the way through all of it.
    static let newEvents: Int64 = 5000

    private let database: any Database
    private let counted = Mutex(Sizes?.none)

    init(_ database: any Database) { self.database = database }

    /// Tables of which so much changed since they were counted that it makes a difference.
    func changedTables() async throws -> [String] {
        let sizes = try await sizes()
        let last = counted.withLock { counted in
            if counted == nil { counted = sizes }
            return counted ?? sizes
        }
        return Self.changed(from: last, to: sizes)
    }

    /// Has those counted, and whatever else the database finds worth it; gives the names.
    func refresh() async throws -> [String] {
        let sizes = try await sizes()
        let last = counted.withLock { $0 } ?? sizes
        let tables = try await database.refreshStatistics(of: Self.changed(from: last, to: sizes))
        counted.withLock { $0 = sizes }
        return tables
    }

    private func sizes() async throws -> Sizes {
        try await database.read { transaction in
            Sizes(bans: try transaction.bans.total(), events: try transaction.events.seriesTotals())
        }
    }

    private static func changed(from last: Sizes, to sizes: Sizes) -> [String] {
        var tables: [String] = []
        let difference = abs(sizes.bans - last.bans)
        if difference >= bans.count, difference >= last.bans / bans.share { tables.append("bans") }
        if eventsDiffer(from: last.events, to: sizes.events) { tables += ["events", "event_details", "event_sums"] }
        return tables
    }

    private static func eventsDiffer(from last: [Int64: Int64], to totals: [Int64: Int64]) -> Bool {
        var changed: Int64 = 0
        for (series, total) in totals {
            let before = last[series] ?? 0
            let difference = abs(total - before)
            if difference >= newEvents, difference >= before { return true }
            changed += difference
        }
        return changed >= events
    }
}
