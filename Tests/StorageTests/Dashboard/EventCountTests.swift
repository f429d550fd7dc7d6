import Storage
import Testing

@testable import Storage

/// Sums of stretches of time are those of the events themselves.
struct EventCountTests {
    private struct Key: Hashable {
        var stretch: Int
        var host: String
        var jail: String
        var kind: EventKind
    }

    private static func expected(
        _ events: [EventRecord], _ stretches: [Range<Int64>], _ kinds: Set<EventKind>
    ) -> Set<EventCount> {
        var counts: [Key: Int64] = [:]
        for event in events where kinds.contains(event.kind) {
            for (index, stretch) in stretches.enumerated() where stretch.contains(event.at) {
                counts[Key(stretch: index, host: event.host, jail: event.jail ?? "", kind: event.kind), default: 0] += 1
            }
        }
        return Set(
            counts.map {
                EventCount(
                    stretch: $0.key.stretch, host: $0.key.host, jail: $0.key.jail, kind: $0.key.kind, count: $0.value)
            })
    }

    /// Of several reasons there are several counts.
    private static func joined(_ counts: [EventCount]) -> Set<EventCount> {
        let groups = Dictionary(grouping: counts) {
            Key(stretch: $0.stretch, host: $0.host, jail: $0.jail, kind: $0.kind)
        }
        return Set(
            groups.values.map { some in
                var sum = some[0]
                sum.count = some.reduce(0) { $0 + $1.count }
                return sum
            })
    }

    @Test(arguments: isLong ? Array(1...8) : [1] as [UInt64])
    func `counts of any stretches are those of the events`(seed: UInt64) async throws {
        try await withDatabase { database throws in
            var dice = EventDice(seed: seed)
            let spread = (0..<2500).map { number in
                var event = dice.event(number)
                // Some days in place of an hour and a half.
                event.at *= 70
                return event
            }
            let events = try await database.append(spread)
            for _ in 0..<30 {
                let stretches = (0..<dice.roll(1...20)).map { _ in
                    let start = Int64(dice.roll(0...400_000))
                    return start..<(start + Int64(dice.roll(0...dice.roll(1...300_000))))
                }
                let kinds: Set<EventKind> = dice.isOne(in: 2) ? [.found, .ban] : [.unban]
                let counts = try await database.read { try $0.events.counts(in: stretches, kinds: kinds) }
                #expect(Self.joined(counts) == Self.expected(events, stretches, kinds), "\(stretches)")
            }
        }
    }

    @Test func `an address is new once, at its first event, even if that is told late`() async throws {
        try await withDatabase { database throws in
            try await database.append([
                .of("192.0.2.1", at: 5000), .of("192.0.2.1", .ban, at: 9000), .of("192.0.2.2", .unban, at: 5000),
                .of("192.0.2.3", .ban, at: 100_000), .of("2001:db8::1", .attempt, at: 100_001),
            ])
            func new(_ stretches: Range<Int64>...) async throws -> [Int64] {
                try await database.read { try $0.events.newAddresses(in: stretches) }
            }
            #expect(
                try await new(0..<5000, 5000..<5001, 5001..<100_000, 0..<200_000, 100_001..<100_002) == [0, 1, 0, 3, 1])
            try await database.append([.of("192.0.2.1", at: 1000), .of("192.0.2.2", at: 200_000)])
            #expect(try await new(0..<5000, 5000..<5001, 0..<86_400, 0..<300_000) == [1, 0, 1, 4])
            let latest = try await database.read { try $0.events.latestNewAddresses(in: 0..<150_000, limit: 2) }
            #expect(latest == [.init(id: "2001:db8::1", firstAt: 100_001), .init(id: "192.0.2.3", firstAt: 100_000)])
            #expect(try await database.read { try $0.events.firstQuarter() } == 900)
        }
    }

    @Test func `addresses are forgotten with the last of their events`() async throws {
        try await withDatabase { database throws in
            let day: Int64 = 86_400
            try await database.append([
                .of("192.0.2.1", at: day), .of("192.0.2.2", at: day), .of("192.0.2.2", at: 3 * day),
                .of("192.0.2.3", at: 4 * day),
            ])
            let outcome = try await EventSweep(database).run(before: 3 * day)
            #expect(outcome.isDone)
            let known = try await database.read {
                try $0.rows("SELECT ban_key FROM event_addresses ORDER BY ban_key") { EventKey.text(of: $0.bytes(0)) }
            }
            #expect(known == ["192.0.2.2", "192.0.2.3"])
            // What comes again is new again.
            try await database.append([.of("192.0.2.1", at: 5 * day), .of("192.0.2.2", at: 5 * day)])
            let new = try await database.read { try $0.events.newAddresses(in: [5 * day..<6 * day]) }
            #expect(new == [1])
        }
    }

    @Test func `the addresses with the most attempts come first`() async throws {
        try await withDatabase { database throws in
            try await database.append(
                [.of("192.0.2.9", at: 99)]
                    + (0..<5).map { .of("192.0.2.1", at: 100 + $0) } + (0..<5).map { .of("192.0.2.2", at: 100 + $0) }
                    + [
                        .of("192.0.2.1", .ban, jail: "b", at: 150), .of("192.0.2.3", .ban, at: 120),
                        .of(nil, .jail, at: 130),
                    ]
                    + (0..<9).map { .of("192.0.2.3", .unban, at: 100 + $0) })
            var sums = AddressSums()
            for part in [100..<103, 103..<103, 103..<151] as [Range<Int64>] {
                sums.add(try await database.addressSums(in: part))
            }
            #expect(
                sums.top(3) == [
                    .init(id: "192.0.2.1", attempts: 5, bans: 1, lastAt: 150),
                    .init(id: "192.0.2.2", attempts: 5, bans: 0, lastAt: 104),
                    .init(id: "192.0.2.3", attempts: 0, bans: 1, lastAt: 120),
                ])
        }
    }

    @Test func `an older database gets the sums that it would have`() async throws {
        try await withDatabase { database throws in
            var dice = EventDice(seed: 3)
            let spread = (0..<800).map { number in
                var event = dice.event(number)
                event.at *= 300
                // There were none then.
                event.origin = nil
                return event
            }
            try await database.append(spread)
            func picture() async throws -> [[String]] {
                try await database.read { transaction in
                    try [
                        "SELECT width, series_number, number, event_count FROM event_sums",
                        "SELECT ban_key, first_ms, last_day, 0 FROM event_addresses",
                    ].map { sql in
                        try transaction.rows(sql) { row in
                            "\(row.bytes(0)) \(row.integer(1)) \(row.integer(2)) \(row.integer(3))"
                        }.sorted()
                    }
                }
            }
            let before = try await picture()
            #expect(before.allSatisfy { $0.count > 20 })
            try await database.write(.telemetry) { transaction in
                let steps = """
                    CREATE TABLE event_hours AS SELECT number AS hour, series_number, event_count FROM event_sums
                        WHERE width = 3600 AND series_number > 0;
                    DELETE FROM event_sums; DELETE FROM event_addresses; \(Migration.fillingOfEventSums)
                    """
                for step in steps.split(separator: ";") where step.contains(where: \.isLetter) {
                    _ = try transaction.execute(String(step), [:])
                }
            }
            #expect(try await picture() == before)
        }
    }

    @Test func `sums and edges are read by their indexes`() async throws {
        try await withSQLite { database throws in
            try await database.read { transaction throws in
                for (statement, index) in [
                    (
                        DashboardStatement.sums(pieces: 20, series: 9),
                        "h USING PRIMARY KEY (width=? AND series_number=? AND number>? AND number<?)"
                    ),
                    (
                        DashboardStatement.edges(pieces: 1, series: 300),
                        "e USING COVERING INDEX events_by_series (series_number=? AND at_ms>? AND at_ms<?)"
                    ),
                    (
                        DashboardStatement.edgesOfAddresses(pieces: 3, series: 1),
                        "a USING COVERING INDEX event_addresses_by_first (first_ms>? AND first_ms<?)"
                    ),
                ] {
                    let plan = try BanPlanTests.plan(statement.sql, transaction)
                    #expect(plan.contains { $0.contains(index) }, "\(plan)")
                }
                let newest = try BanPlanTests.plan(Events.latestNew, transaction)
                #expect(
                    newest.contains { $0.contains("event_addresses_by_first (first_ms>? AND first_ms<?)") }, "\(newest)"
                )
            }
        }
    }
}
