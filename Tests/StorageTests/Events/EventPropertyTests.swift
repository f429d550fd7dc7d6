import Storage
import Testing

/// Many events and questions, drawn by chance from a seed: the database answers as an array would.
struct EventPropertyTests {
    /// Stores events of one seed in several batches, and remembers them.
    static func fill(
        _ database: any Database, _ dice: inout EventDice, count: Int
    ) async throws -> EventOracle {
        var oracle = EventOracle()
        var number = 0
        while number < count {
            let events = (0..<min(dice.roll(1...800), count - number)).map { dice.event(number + $0) }
            oracle.events += try await database.append(events)
            number += events.count
            guard dice.isOne(in: 2) else { continue }
            // Ids that were left out bring the next bucket near.
            try await database.write(.telemetry) {
                _ = try $0.execute("UPDATE revisions SET revision = revision + 40000 WHERE subject = 'events'", [:])
            }
        }
        for index in oracle.events.indices { oracle.events[index] = try await read(oracle.events[index], database) }
        oracle.sums = oracle.events
        return oracle
    }

    /// The event as it is read; only what its id's text tells of addresses was not known before.
    static func read(_ event: EventRecord, _ database: any Database) async throws -> EventRecord {
        let read = try #require(try await database.readBriefly { try $0.events.find(id: event.id) })
        var expected = event
        expected.first = read.first
        expected.last = read.last
        try #require(read == expected)
        return read
    }

    @Test(arguments: isLong ? Array(1...8) : [1] as [UInt64])
    func `every list, number, stream and sum is that of the events`(seed: UInt64) async throws {
        try await withDatabase { database throws in
            var dice = EventDice(seed: seed)
            let oracle = try await Self.fill(database, &dice, count: 5000)
            for _ in 0..<60 {
                let query = dice.query(until: 9000)
                try await Self.check(query, oracle, database)
            }
        }
    }

    @Test(arguments: isLong ? Array(11...18) : [4] as [UInt64])
    func `they are the same after events were amended and old ones removed`(seed: UInt64) async throws {
        try await withDatabase { database throws in
            var dice = EventDice(seed: seed)
            var oracle = try await Self.fill(database, &dice, count: 2000)
            for _ in 0..<300 {
                let index = dice.roll(0...oracle.events.count - 1)
                var event = dice.event(dice.roll(0...2000))
                event.id = oracle.events[index].id
                event.host = oracle.events[index].host
                event.place = oracle.events[index].place
                event.source = oracle.events[index].source
                event.origin = oracle.events[index].origin ?? event.origin
                let amended = event
                try await database.write(.telemetry) { try $0.events.amend(amended) }
                oracle.events[index] = try await Self.read(amended, database)
            }
            oracle.sums = oracle.events
            for _ in 0..<25 { try await Self.check(dice.query(until: 3000), oracle, database) }
            let removed = try await database.write(.telemetry) { transaction in
                [
                    try transaction.events.remove(before: 1500, limit: 500).count,
                    try transaction.events.remove(before: 1500, limit: 5000).count,
                ]
            }
            let old = oracle.events.filter { $0.at < 1500 }
            #expect(removed == [500, old.count - 500])
            oracle.events.removeAll { $0.at < 1500 }
            for _ in 0..<25 { try await Self.check(dice.query(until: 3000), oracle, database) }
            let total = try await database.read { try $0.events.count(EventQuery()) }
            #expect(total == EventTotal(count: oracle.events.count, isMore: false))
        }
    }

    @Test(arguments: isLong ? Array(21...28) : [2] as [UInt64])
    func `what came from each country and network is that of the events`(seed: UInt64) async throws {
        try await withDatabase { database throws in
            var dice = EventDice(seed: seed)
            var oracle = try await Self.fill(database, &dice, count: 3000)
            // Those without an origin are given one; those that have one keep it.
            let given = EventOrigin(country: .init(code: "NZ", source: .init(name: "later", builtAt: 7)))
            var place: Int64?
            repeat {
                let before = place
                place = try await database.write(.telemetry) {
                    try $0.events.fillOrigins(before: before, limit: 40_000) { $0.hasPrefix("1") ? given : nil }
                }.next
            } while place != nil
            for index in oracle.events.indices where oracle.events[index].origin == nil {
                if oracle.events[index].banID?.hasPrefix("1") == true { oracle.events[index].origin = given }
            }
            oracle.sums = oracle.events
            for _ in 0..<40 { try await Self.check(dice.query(until: 6000), oracle, database) }
            for _ in 0..<20 {
                let start = Int64(dice.roll(0...4000))
                let stretch = start..<start + Int64(dice.roll(1...6000))
                let countries = try await database.read { try $0.events.countries(in: stretch) }
                #expect(Set(countries) == oracle.countries(in: stretch), "\(stretch)")
                let attempts = countries.map(\.attempts)
                #expect(attempts == attempts.sorted(by: >))
                let networks = try await database.read {
                    var sums = NetworkSums()
                    for bucket in try $0.events.buckets(in: stretch) {
                        sums.add(try $0.events.networkSums(in: stretch, bucket: bucket))
                    }
                    return try $0.events.topNetworks(sums, limit: 100)
                }
                for network in networks {
                    let filter = EventFilter(
                        kinds: [.found, .attempt, .ban], origin: OriginFilter(network: network.number))
                    let events = oracle.list(
                        EventQuery(filter: filter, from: stretch.lowerBound, to: stretch.upperBound))
                    let bans = events.count { $0.kind == .ban }
                    #expect(network.bans == Int64(bans) && network.attempts == Int64(events.count - bans))
                }
            }
        }
    }

    static func check(_ query: EventQuery, _ oracle: EventOracle, _ database: any Database) async throws {
        let expected = oracle.list(query)
        var query = query
        // Few pages of each list are enough.
        query.limit = max(query.limit, expected.count / 12)
        let asked = query
        let found = try await database.events(query)
        try #require(found.map(\.id) == expected.map(\.id), "\(query)")
        #expect(found == expected)
        let total = try await database.read { try $0.events.count(asked, bound: 50) }
        let isKnown = query.filter.match == .any && query.filter.origin.isAny && query.from == nil && query.to == nil
        #expect(total.count == (isKnown ? expected.count : min(expected.count, 50)), "\(query)")
        #expect(total.isMore == (!isKnown && expected.count > 50), "\(query)")
        try await checkStream(query, oracle, database)
        let hours = try await database.read {
            try $0.events.hours(from: asked.from ?? 0, to: asked.to ?? 10_000, filter: asked.filter)
        }
        #expect(hours == oracle.hours(from: query.from ?? 0, to: query.to ?? 10_000, query.filter), "\(query)")
    }

    private static func checkStream(
        _ query: EventQuery, _ oracle: EventOracle, _ database: any Database
    ) async throws {
        let start = oracle.events[oracle.events.count / 3].id
        let latest = try await database.read { try $0.events.latestID() }
        var through = start
        var streamed: [EventRecord] = []
        while through < latest {
            let after = through
            let tail = try await database.read {
                try $0.events.after(id: after, limit: query.limit, filter: query.filter)
            }
            #expect(tail.through > after && tail.events.count <= query.limit)
            streamed += tail.events
            through = tail.through
        }
        #expect(streamed == oracle.after(start, query.filter), "\(query)")
    }
}
