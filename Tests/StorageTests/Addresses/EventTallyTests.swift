import Storage
import Testing

@testable import Storage

@Suite struct EventTallyTests {
    private func tallies(_ id: String, in database: any Database) async throws -> EventTallies {
        try await database.read { try $0.events.tallies(of: id) }
    }

    @Test func `what happened to an id is counted by jail, kind and reason, with its first and last moment`()
        async throws
    {
        try await withDatabase { database throws in
            try await database.append([
                .of("192.0.2.1", at: 10, offset: 1), .of("192.0.2.1", at: 30, offset: 2),
                .of("192.0.2.1", .ban, at: 31, why: .failures), .of("192.0.2.1", .unban, at: 90, why: .expired),
                .of("192.0.2.1", jail: "web", at: 20), .of("192.0.2.2", at: 5), .of(nil, .jail, at: 1),
                .of("192.0.2.0/24", .ban, at: 7, why: .hand),
            ])
            let found = try await tallies("192.0.2.1", in: database)
            func tally(
                _ kind: EventKind, _ why: EventReason?, _ jail: String, _ count: Int64, _ first: Int64, _ last: Int64
            )
                -> EventTally
            {
                EventTally(
                    banID: "192.0.2.1", host: "local", jail: jail, kind: kind, why: why, count: count, first: first,
                    last: last)
            }
            #expect(
                Set(found.tallies) == [
                    tally(.found, nil, "sshd", 2, 10, 30), tally(.ban, .failures, "sshd", 1, 31, 31),
                    tally(.unban, .expired, "sshd", 1, 90, 90), tally(.found, nil, "web", 1, 20, 20),
                ])
            #expect(found.tallies.count == 4 && found.since == nil)
            #expect(try await tallies("192.0.2.9", in: database).tallies.isEmpty)
            #expect(try await tallies("192.0.2.0/24", in: database).tallies.map(\.count) == [1])
        }
    }

    @Test func `those around an id are told without it, with networks that begin there`() async throws {
        try await withDatabase { database throws in
            let ids = [
                "192.0.2.0", "192.0.2.7", "192.0.2.255", "192.0.2.0/28", "192.0.3.0", "192.0.1.255", "2001:db8::1",
                "2001:db8::ffff:1:1:2", "2001:db8:0:1::1", "root",
            ]
            try await database.append(ids.map { .of($0) } + ids.map { .of($0, .ban, at: 2000) })
            func around(_ first: String, _ last: String, besides id: String) async throws -> Set<String> {
                let (low, high) = (
                    EventKey.range(of: EventKey(first).bytes)!.first, EventKey.range(of: EventKey(last).bytes)!.first
                )
                let found = try await database.read { try $0.events.tallies(from: low, to: high, besides: id) }
                let all = try await database.read { try $0.events.tallies(from: low, to: high) }
                let own = try await tallies(id, in: database)
                #expect(Set(all.tallies) == Set(found.tallies + own.tallies) && all.since == nil)
                #expect(found.since == nil && found.tallies.allSatisfy { $0.count == 1 })
                return Set(found.tallies.map(\.banID))
            }
            #expect(
                try await around("192.0.2.0", "192.0.2.255", besides: "192.0.2.7")
                    == ["192.0.2.0", "192.0.2.255", "192.0.2.0/28"])
            #expect(
                try await around("192.0.2.0", "192.0.2.255", besides: "192.0.2.0/28")
                    == ["192.0.2.0", "192.0.2.7", "192.0.2.255"])
            #expect(
                try await around("2001:db8::", "2001:db8::ffff:ffff:ffff:ffff", besides: "2001:db8::1")
                    == ["2001:db8::ffff:1:1:2"])
        }
    }

    @Test func `what lies in several buckets is added up, and says how far back it goes when it is enough`()
        async throws
    {
        try await withDatabase { database throws in
            let size = Events.bucketSize
            // Ids are given in order: the next events fall into other buckets.
            for bucket in 0..<Int64(TallySearch.stride + 2) {
                _ = try await database.write(.telemetry) { transaction throws in
                    try transaction.execute(
                        "UPDATE revisions SET revision = :id WHERE subject = 'events'", ["id": .integer(bucket * size)])
                }
                try await database.append([.of("192.0.2.1", at: 1000 * (bucket + 1))])
            }
            let found = try await tallies("192.0.2.1", in: database).tallies
            #expect(found.map(\.count) == [Int64(TallySearch.stride + 2)])
            #expect(found.map(\.first) == [1000] && found.map(\.last) == [1000 * Int64(TallySearch.stride + 2)])
            let cut = try await database.read { transaction throws in
                var search = try TallySearch(transaction: transaction, manyEvents: 3, manyPlaces: 100)
                try search.count([KeySpan(EventKey("192.0.2.1").bytes)])
                return try search.result()
            }
            // Two buckets, and two that were likely to hold the rest.
            #expect(cut.tallies.map(\.count) == [4])
            // Of the older buckets only the moments were looked up.
            #expect(cut.since == 6000 && cut.tallies.map(\.first) == [1000])
        }
    }

    @Test func `a range of more places than are looked at says that not all was counted`() async throws {
        try await withDatabase { database throws in
            try await database.append((0..<40).map { .of("10.0.0.\($0)", at: 50 + Int64($0)) })
            let cut = try await database.read { transaction throws in
                var search = try TallySearch(transaction: transaction, manyPlaces: 20, readable: 0)
                try search.count(
                    KeyRange.all(
                        from: EventKey.range(of: EventKey("10.0.0.0/8").bytes)!.first,
                        to: EventKey.range(of: EventKey("10.0.0.0/8").bytes)!.last
                    ).map { KeySpan(from: $0.first, to: $0.last) })
                return try search.result()
            }
            #expect(cut.tallies.count == 20 && cut.since == 89)
        }
    }

    @Test func `few events are read and many are walked by, with the same result`() async throws {
        try await withDatabase { database throws in
            var dice = SplitMix(state: 7)
            let kinds: [EventKind] = [.found, .ban, .unban]
            try await database.append(
                (0..<300).map { number in
                    .of(
                        "10.0.0.\(dice.next() % 20)", kinds[Int(dice.next() % 3)],
                        jail: ["sshd", "web"][Int(dice.next() % 2)],
                        at: Int64(number), offset: Int64(number))
                })
            let spans = KeyRange.all(
                from: EventKey.range(of: EventKey("10.0.0.3").bytes)!.first,
                to: EventKey.range(of: EventKey("10.0.0.11").bytes)!.first
            ).map { KeySpan(from: $0.first, to: $0.last) }
            func counted(readable: Int64) async throws -> Set<EventTally> {
                try await database.read { transaction throws in
                    var search = try TallySearch(transaction: transaction, manyPlaces: 1000, readable: readable)
                    try search.count(spans)
                    let result = try search.result()
                    #expect(result.since == nil)
                    return Set(result.tallies)
                }
            }
            let read = try await counted(readable: 1000)
            #expect(try await counted(readable: 0) == read)
            #expect(read.count > 20)
        }
    }

    @Test func `failures fall into equal parts of a time, by jail`() async throws {
        try await withDatabase { database throws in
            try await database.append([
                .of("192.0.2.1", at: 0, offset: 1), .of("192.0.2.1", at: 9, offset: 2),
                .of("192.0.2.1", .attempt, at: 99), .of("192.0.2.1", jail: "web", at: 50),
                .of("192.0.2.1", .ban, at: 50), .of("192.0.2.2", at: 50), .of("192.0.2.1", at: 100, offset: 3),
            ])
            let density = try await database.read { try $0.events.density(of: "192.0.2.1", from: 0, to: 99, parts: 10) }
            #expect(
                density == [
                    EventDensity(jail: "sshd", part: 0, count: 2), EventDensity(jail: "sshd", part: 9, count: 1),
                    EventDensity(jail: "web", part: 5, count: 1),
                ])
            #expect(try await database.read { try $0.events.density(of: "192.0.2.1", from: 9, to: 8, parts: 5) } == [])
        }
    }

    @Test func `spans of keys are cut where one is taken out`() {
        let all = KeySpan(from: [4, 1], to: [4, 9])
        #expect(
            all.without(KeySpan([4, 5])) == [
                KeySpan(first: [4, 1], end: [4, 5]), KeySpan(first: [4, 5, 0], end: [4, 9, 0]),
            ])
        #expect(all.without(KeySpan([4, 1])) == [KeySpan(first: [4, 1, 0], end: [4, 9, 0])])
        #expect(all.without(KeySpan([5])) == [all])
        #expect(all.without(KeySpan([3])) == [all])
    }

    @Test func `SQLite goes from key to key by the index`() async throws {
        try await withSQLite { database throws in
            try await database.read { transaction throws in
                for (sql, index) in [
                    (TallySearch.statement, "events_by_key (bucket=? AND series_number=? AND ban_key>? AND ban_key<?)"),
                    (TallySearch.statement, "events_by_key (bucket=? AND series_number=? AND ban_key=?)"),
                    (
                        EventStatement.tally(buckets: 8, series: 20).sql,
                        "COVERING INDEX events_by_key (bucket=? AND series_number=? AND ban_key>? AND ban_key<?)"
                    ),
                    (
                        EventStatement.densities(series: 4).sql,
                        "events_by_key (bucket=? AND series_number=? AND ban_key=? AND at_ms>? AND at_ms<?)"
                    ),
                    (Events.linesBefore, "event_lines USING PRIMARY KEY"),
                ] {
                    let plan = try BanPlanTests.plan(sql, transaction)
                    #expect(plan.contains { $0.contains(index) }, "\(plan)")
                    #expect(!plan.contains { $0.contains("SCAN e") && !$0.contains("SCAN event") }, "\(plan)")
                }
            }
        }
    }
}
