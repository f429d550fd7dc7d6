import Testing

@testable import Storage

/// No list of events reads a whole table: each step of SQLite's plan is a search by an index.
struct EventPlanTests {
    static func check(_ sql: String, _ transaction: any Transaction, index: String) throws {
        let plan = try BanPlanTests.plan(sql, transaction)
        let scans = plan.filter { $0.hasPrefix("SCAN") && !$0.hasPrefix("SCAN CONSTANT ROW") }
        // The one page that was read before is gone through, and the index by time where all events are wanted.
        #expect(scans.allSatisfy { $0 == "SCAN w" || $0 == "SCAN c" || $0.contains("(subquery") }, "\(plan)")
        #expect(plan.contains { $0.contains(index) }, "\(plan)")
    }

    @Test(arguments: [0, 1, 5, 64])
    func `a walk is a search by time in each series`(series: Int) async throws {
        let index = series == 0 ? "events_by_time (" : "events_by_series (series_number=? AND "
        try await withSQLite { database throws in
            try await database.read { transaction throws in
                for withKeys in [false, true] {
                    let first = EventStatement.walk(series: series, isFirst: true, withKeys: withKeys).sql
                    try Self.check(first, transaction, index: "COVERING INDEX \(index)at_ms>? AND at_ms<?)")
                    let next = EventStatement.walk(series: series, isFirst: false, withKeys: withKeys).sql
                    try Self.check(next, transaction, index: "COVERING INDEX \(index)at_ms=? AND rowid<?)")
                    try Self.check(next, transaction, index: "COVERING INDEX \(index)at_ms>? AND at_ms<?)")
                }
                // Nothing is sorted but what the series are merged to.
                let plan = try BanPlanTests.plan(
                    EventStatement.walk(series: series, isFirst: true, withKeys: false).sql, transaction)
                #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
                let count = EventStatement.count(series: series).sql
                try Self.check(count, transaction, index: "COVERING INDEX \(index)at_ms>? AND at_ms<?)")
            }
        }
    }

    @Test(arguments: [1, 3, 64], [0, 1, 5])
    func `ids are looked up in each bucket and series`(series: Int, keys: Int) async throws {
        try await withSQLite { database throws in
            try await database.read { transaction throws in
                for (buckets, isSorted) in [(1, true), (64, true), (64, false)] {
                    let statement = EventStatement.gather(
                        buckets: buckets, series: series, path: keys == 0 ? .range : .keys(keys), isSorted: isSorted)
                    let key = keys == 0 ? "ban_key>? AND ban_key<?" : "ban_key=?"
                    try Self.check(
                        statement.sql, transaction,
                        index: "COVERING INDEX events_by_key (bucket=? AND series_number=? AND \(key))")
                }
            }
        }
    }

    @Test(arguments: [1, 3, 64])
    func `origins are looked up in each bucket and series, and compared where ids are`(series: Int) async throws {
        try await withSQLite { database throws in
            try await database.read { transaction throws in
                let search = "(bucket=? AND series_number=? AND"
                for (buckets, isSorted) in [(1, true), (64, true), (64, false)] {
                    let statement = EventStatement.gather(
                        buckets: buckets, series: series, path: .origins, isSorted: isSorted)
                    try Self.check(
                        statement.sql, transaction,
                        index: "COVERING INDEX events_by_origin \(search) origin_number>? AND origin_number<?)")
                    for filter in [OriginFilter(country: "DE"), OriginFilter(country: "DE", network: 64_496)] {
                        let compared = EventStatement.gather(
                            buckets: buckets, series: series, path: .keys(2),
                            condition: try OriginMatch(filter, transaction).condition.sql, isSorted: isSorted)
                        try Self.check(
                            compared.sql, transaction, index: "INDEX events_by_key \(search) ban_key=?)")
                    }
                }
            }
        }
    }

    @Test func `rows are fetched, paired, streamed and removed by an index`() async throws {
        try await withSQLite { database throws in
            try await database.read { transaction throws in
                let row = "SEARCH e USING INTEGER PRIMARY KEY (rowid=?)"
                try Self.check(EventStatement.fetch(ids: 50, isByID: false).sql, transaction, index: row)
                try Self.check(
                    EventStatement.lines(ids: 50).sql, transaction, index: "event_lines USING PRIMARY KEY (event_id=?)")
                try Self.check(
                    Events.stream, transaction, index: "events USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)")
                for condition in [Events.unpaired, Events.last] {
                    try Self.check(
                        Events.ban(condition, isLong: true), transaction,
                        index: "d USING INDEX event_details_of_bans (ban_jail=? AND ban_key=? AND ban_ms")
                }
                try Self.check(
                    Events.ban(Events.recorded, isLong: false), transaction,
                    index: "d USING INDEX event_details_recorded (ban_jail=? AND ban_key=? AND recorded_at=?)")
                try Self.check(
                    Events.unplaced, transaction,
                    index: "e USING INDEX events_unplaced (ban_key=? AND at_ms>? AND at_ms<?)")
                try Self.check(
                    Events.oldest, transaction, index: "events USING INDEX events_by_time (at_ms>? AND at_ms<?)")
                try Self.check(
                    Events.emptyBucket, transaction, index: "e USING COVERING INDEX events_by_key (bucket=?)")
                let hours = try BanPlanTests.plan(Events.hoursBetween, transaction)
                #expect(
                    hours.contains {
                        $0.contains("h USING PRIMARY KEY (width=? AND series_number=? AND number>? AND number<?)")
                    }, "\(hours)")
            }
        }
    }
}
