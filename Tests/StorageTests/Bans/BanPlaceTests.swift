import Testing

@testable import Storage

/// Lists of bans by where they are.
struct BanPlaceTests {
    private static let source = EventOrigin.Source(name: "test", builtAt: 100)

    /// By the last number of an address: three countries, one of them unknown, and three networks, of which one lies in two countries.
    private static func origin(_ id: String, shift: Int = 0) -> EventOrigin? {
        guard let last = id.split(separator: ".").last?.split(separator: "/").first.flatMap({ Int($0) }) else {
            return nil
        }
        let codes = ["DE", "FR", nil]
        let systems: [Int64?] = [64_496, 64_497, nil, 64_496]
        return EventOrigin(
            country: codes[(last + shift) % 3].map { .init(code: $0, source: source) },
            network: systems[last % 4].map { .init(number: $0, name: "Net \($0)", source: source) })
    }

    private static func place(_ id: String, shift: Int = 0) -> BanWhereabouts {
        origin(id, shift: shift).map { .at($0) } ?? .nowhere
    }

    private static func matches(_ record: BanRecord, _ filter: OriginFilter) -> Bool {
        guard !filter.isAny else { return true }
        guard let origin = origin(record.id) else { return false }
        return (filter.country == nil || filter.country == origin.country?.code ?? OriginFilter.unknownCountry)
            && (filter.network == nil || filter.network == origin.network?.number)
    }

    private static let filters = [
        OriginFilter(country: "DE"), OriginFilter(country: "ZZ"), OriginFilter(network: 64_496),
        OriginFilter(country: "FR", network: 64_496), OriginFilter(country: "IT"), OriginFilter(network: 1),
    ]

    @Test(arguments: BanQuery.Sort.allCases, [7, 500])
    func `a list by place has exactly what is there, beside every other filter`(
        sort: BanQuery.Sort, limit: Int
    ) async throws {
        try await withDatabase { database throws in
            try await database.enter(BanListTests.mixed)
            try await database.write(.telemetry) {
                while try $0.bans.placeNew(limit: 50, place: { Self.place($0) }) > 0 {}
            }
            for filter in Self.filters {
                let matches: [(BanQuery.Match, (BanRecord) -> Bool)] = [
                    (.any, { _ in true }), (.prefix("198.51.100.1"), { $0.id.hasPrefix("198.51.100.1") }),
                    (.range(first: key(203, 0, 113, 9), last: key(203, 0, 113, 9)), { $0.id.hasPrefix("203.") }),
                ]
                for (match, accepts) in matches {
                    let expected = BanListTests.mixed.filter { accepts($0) && Self.matches($0, filter) }
                    let query = BanQuery(
                        jails: ["sshd", "nginx"], match: match, origin: filter, sort: sort, limit: limit)
                    let wanted = expected.filter { $0.jail != "recidive" }.map { "\($0.jail) \($0.id)" }
                    #expect(try await database.ids(query).sorted() == wanted.sorted())
                    #expect(try await database.read { try $0.bans.count(query) } == wanted.count)
                }
            }
        }
    }

    /// Half of the bans are at the place: behind a thousand that are not, among others, and in both jails.
    @Test(arguments: BanQuery.Sort.allCases)
    func `a place with very many bans lists each of them once and in order`(sort: BanQuery.Sort) async throws {
        try await withDatabase { database throws in
            let records = (0..<3000).map { index in
                BanRecord.numbered(
                    10, index, jail: index % 3 == 0 ? "nginx" : "sshd", at: Int64(1000 + index / 7),
                    endsAt: Int64(9000 - index / 5))
            }
            @Sendable func isThere(_ index: Int) -> Bool { index < 2000 && index % 4 != 0 }
            let numbers = Dictionary(uniqueKeysWithValues: records.enumerated().map { ($1.id, $0) })
            try await database.enter(records)
            try await database.write(.telemetry) { transaction in
                while try transaction.bans.placeNew(
                    limit: 1000,
                    place: { id in
                        let code = numbers[id].map(isThere) == true ? "DE" : "FR"
                        return .at(EventOrigin(country: .init(code: code, source: Self.source)))
                    }) > 0
                {}
            }
            let query = BanQuery(origin: OriginFilter(country: "DE"), sort: sort, limit: 211)
            var (rows, next, pages) = ([BanRow](), String?.none, 0)
            repeat {
                var page = query
                page.cursor = next
                let found = try await database.page(page)
                #expect(found.total == 1500)
                rows += found.rows
                (next, pages) = (found.next, pages + 1)
            } while next != nil
            #expect(pages == 8)
            #expect(Set(rows.map(\.id)) == Set(records.indices.filter(isThere).map { records[$0].id }))
            #expect(rows.count == 1500)
            // The same as what is not limited to a place says, without what is elsewhere.
            let all = try await database.ids(BanQuery(sort: sort, limit: 500))
            let kept = all.filter { $0.split(separator: " ").last.flatMap { numbers[String($0)] }.map(isThere) == true }
            #expect(rows.map { "\($0.jail) \($0.id)" } == kept)
        }
    }

    @Test func `rows tell where they are, as soon as someone looked`() async throws {
        try await withDatabase { database throws in
            try await database.enter([.address(198, 51, 100, 4), .address(198, 51, 100, 2), .raw("alice")])
            #expect(try await database.page(BanQuery()).rows.allSatisfy { $0.origin == nil })
            #expect(try await database.read { try $0.bans.hasUnplaced() })
            let asked = try await database.write(.telemetry) { transaction in
                var asked: [String] = []
                try transaction.bans.placeNew(limit: 10) { id in
                    asked.append(id)
                    return Self.place(id)
                }
                return asked
            }
            // What is no address is not asked for, now or later.
            #expect(asked.sorted() == ["198.51.100.2", "198.51.100.4"])
            #expect(try await !database.read { try $0.bans.hasUnplaced() })
            let rows = try await database.page(BanQuery(sort: .address)).rows
            #expect(rows.map(\.id) == ["198.51.100.2", "198.51.100.4", "alice"])
            #expect(rows.map(\.origin) == [Self.origin("2"), Self.origin("4"), nil])
        }
    }

    @Test func `a ban waits for the service that is asked, and is looked at again when that has answered`() async throws
    {
        try await withDatabase { database throws in
            try await database.enter([.address(198, 51, 100, 1), .address(198, 51, 100, 3), .address(198, 51, 100, 6)])
            let first = try await database.write(.telemetry) {
                try $0.bans.placeNew(limit: 10) { $0.hasSuffix(".6") ? Self.place($0) : .asked }
            }
            #expect(first == 3)
            // Meanwhile nobody looks for it anew, and it is in no country.
            #expect(try await !database.read { try $0.bans.hasUnplaced() })
            #expect(try await database.ids(BanQuery(origin: OriginFilter(country: "FR"))).isEmpty)
            #expect(try await database.page(BanQuery()).rows.filter { $0.origin == nil }.count == 2)
            // One answer is there, the other is not.
            for (told, expected) in [([".1"], 1), ([], 0), ([".3"], 1), ([".1", ".3"], 0)] {
                let placed = try await database.write(.telemetry) {
                    try $0.bans.placeAsked(limit: 10) { id in
                        told.contains { id.hasSuffix($0) } ? Self.place(id) : .asked
                    }
                }
                #expect(placed == expected)
            }
            let rows = try await database.page(BanQuery(sort: .address)).rows
            #expect(rows.map(\.origin) == [Self.origin("1"), Self.origin("3"), Self.origin("6")])
        }
    }

    @Test func `a network of very many countries has its bans, and no others`() async throws {
        try await withDatabase { database throws in
            try await database.enter((0..<60).map { BanRecord.address(198, 51, 100, $0, at: Int64(1000 + Int($0))) })
            _ = try await database.write(.telemetry) { transaction in
                try transaction.bans.placeNew(limit: 100) { id in
                    let last = id.split(separator: ".").last.flatMap { UInt8($0) } ?? 0
                    let code = "A" + String(UnicodeScalar(UInt8(ascii: "A") + last % 20))
                    return .at(
                        EventOrigin(
                            country: .init(code: code, source: Self.source),
                            network: .init(number: last % 3 == 0 ? 1 : 2, name: "", source: Self.source)))
                }
            }
            let query = BanQuery(match: .prefix("198.51.100"), origin: OriginFilter(network: 1), limit: 7)
            let expected = (0..<60).reversed().filter { $0 % 3 == 0 }.map { "sshd 198.51.100.\($0)" }
            #expect(try await database.ids(query) == expected)
            #expect(try await database.read { try $0.bans.count(query) } == 20)
        }
    }

    @Test func `other data moves bans in force, and their list is another where it does`() async throws {
        try await withDatabase { database throws in
            let records = (0..<9).map { BanRecord.address(198, 51, 100, $0) }
            try await database.enter(records)
            func walk(shift: Int) async throws -> (changed: Int, steps: Int) {
                var (changed, steps, next) = (0, 0, Int64?.some(0))
                while let number = next {
                    let done = try await database.write(.telemetry) {
                        try $0.bans.placeAgain(after: number, limit: 4) { Self.place($0, shift: shift) }
                    }
                    (changed, steps, next) = (changed + done.changed, steps + 1, done.next)
                }
                return (changed, steps)
            }
            #expect(try await walk(shift: 0) == (9, 3))
            let before = try await database.read { try $0.bans.revision() }
            #expect(try await walk(shift: 0) == (0, 3))
            #expect(try await database.read { try $0.bans.revision() } == before)
            // The same ban again, with another end, keeps its place.
            var longer = records[0]
            longer.endsAt = 9000
            try await database.enter([longer])
            #expect(try await !database.read { try $0.bans.hasUnplaced() })
            #expect(try await walk(shift: 1).changed == 9)
            #expect(try await database.read { try $0.bans.revision() } > before)
            let page = try await database.page(BanQuery(origin: OriginFilter(country: "FR"), sort: .address))
            #expect(page.rows.map(\.id) == ["198.51.100.0", "198.51.100.3", "198.51.100.6"])
        }
    }
}
