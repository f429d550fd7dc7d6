import Testing

@testable import Storage

/// Who comes back and who comes together, compared with a count by hand of the same events.
struct PatternTests {
    private static let seen: Set<EventKind> = [.found, .attempt, .ban]

    @Test(arguments: [3, 9] as [UInt64])
    func `repeat offenders are those with two bans at least in the stretch`(seed: UInt64) async throws {
        try await withDatabase { database throws in
            var dice = EventDice(seed: seed)
            let oracle = try await EventPropertyTests.fill(database, &dice, count: 4000)
            for _ in 0..<10 {
                let stretch = Int64(dice.roll(0...2000))..<Int64(dice.roll(2001...9000))
                let bans = oracle.events.filter { $0.kind == .ban && stretch.contains($0.at) && $0.banID != nil }
                let groups = Dictionary(grouping: bans) { EventKey($0.banID ?? "").bytes }.filter { $1.count > 1 }
                let found = try await database.read { try $0.events.repeatOffenders(in: stretch, limit: 10_000) }
                #expect(found.count == groups.count)
                for one in found {
                    let own = try #require(groups[EventKey(one.id).bytes])
                    #expect(one.bans == Int64(own.count))
                    #expect(one.jails == Int64(Set(own.map { Array("\($0.host)/\($0.jail ?? "")".utf8) }).count))
                    #expect(one.firstAt == own.map(\.at).min() && one.lastAt == own.map(\.at).max())
                }
                #expect(found.map(\.bans) == found.map(\.bans).sorted(by: >))
            }
        }
    }

    @Test(arguments: [4, 8] as [UInt64])
    func `campaigns are ranges and networks of which several addresses came`(seed: UInt64) async throws {
        try await withDatabase { database throws in
            var dice = EventDice(seed: seed)
            let oracle = try await EventPropertyTests.fill(database, &dice, count: 4000)
            let stretch = Int64(500)..<Int64(4000)
            let events = oracle.events.filter { Self.seen.contains($0.kind) && stretch.contains($0.at) }
            let single = events.filter { $0.first != nil && $0.first == $0.last }
            let ranges = Dictionary(grouping: single) { event in
                let first = event.first ?? []
                return Array(first.prefix(EventKey.address(first)?.count == 5 ? 15 : 8))
            }.filter { Set($1.map { $0.first }).count >= 3 }
            let found = try await database.read { try $0.events.campaigns(in: stretch, least: 3, limit: 1000) }
            #expect(found.count == ranges.count && !found.isEmpty)
            for one in found {
                let shared = zip(one.first, one.last).prefix { $0 == $1 }.count
                let own = try #require(ranges[Array(one.first.prefix(shared))])
                #expect(one.addresses == Int64(Set(own.map { $0.first }).count))
                #expect(one.bans == Int64(own.count { $0.kind == .ban }))
                #expect(one.attempts == Int64(own.count { $0.kind != .ban }))
                #expect(one.firstAt == own.map(\.at).min() && one.lastAt == own.map(\.at).max())
            }
            let networks = Dictionary(grouping: events.filter { $0.origin?.network != nil }) {
                $0.origin?.network?.number ?? 0
            }
            let swarms = try await database.read {
                try $0.events.networkCampaigns(in: stretch, least: 2, limit: 100)
            }
            #expect(swarms.count == networks.count)
            for one in swarms {
                let own = try #require(networks[one.number])
                #expect(one.addresses == Int64(Set(own.map { EventKey($0.banID ?? "").bytes }).count))
                #expect(one.bans == Int64(own.count { $0.kind == .ban }))
            }
        }
    }

    @Test func `the newest events of some kinds are given with their jails`() async throws {
        try await withDatabase { database throws in
            var dice = EventDice(seed: 5)
            let oracle = try await EventPropertyTests.fill(database, &dice, count: 3000)
            let expected = oracle.list(EventQuery(filter: EventFilter(host: "local", kinds: Self.seen), from: 1000))
                .prefix(700).filter { $0.banID != nil && $0.jail != nil }
            let found = try await database.read {
                try $0.events.sights(host: "local", kinds: Self.seen, from: 1000, limit: 700)
            }
            #expect(found.map(\.moment) == expected.map { $0.at * 1000 + $0.millisecond })
            #expect(found.map(\.kind) == expected.map(\.kind))
            #expect(found.map(\.jail) == expected.map(\.jail))
        }
    }
}
