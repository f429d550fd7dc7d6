import Storage
import Testing

struct BanListTests {
    /// Bans of 3 jails with many equal times and ends, some unknown, some networks, some raw ids.
    static let mixed: [BanRecord] = {
        var records: [BanRecord] = []
        for jail in ["sshd", "nginx", "recidive"] {
            for index in 0..<40 {
                var record = BanRecord.address(198, 51, 100, UInt8(index), jail: jail, at: Int64(1000 + index / 10))
                record.endsAt = index % 7 == 0 ? nil : Int64(2000 + index % 3)
                record.isPermanent = index % 14 == 0
                if index % 9 == 0 { record.bannedAt = nil }
                records.append(record)
            }
            records.append(.network24(203, 0, 113, jail: jail))
            records.append(.raw("alice", jail: jail))
            records.append(.raw("bob", jail: jail))
        }
        return records
    }()

    @Test(arguments: BanQuery.Sort.allCases, [1, 7, 43, 500])
    func `pages give every ban exactly once under ties`(sort: BanQuery.Sort, limit: Int) async throws {
        try await withDatabase { database throws in
            try await database.enter(Self.mixed)
            let all = Set(Self.mixed.map { "\($0.jail) \($0.id)" })
            let matches: [BanQuery.Match] = [
                .any, .prefix("198."), .prefix("a"), .range(first: key(0, 0, 0, 0), last: key(255, 255, 255, 255)),
            ]
            let expected = [
                all, all.filter { $0.contains(" 198.") }, all.filter { $0.contains(" alice") },
                all.filter { $0.contains(".") },
            ]
            for (match, expected) in zip(matches, expected) {
                let query = BanQuery(match: match, sort: sort, limit: limit)
                let ids = try await database.ids(query)
                #expect(ids.count == expected.count)
                #expect(Set(ids) == expected)
                #expect(try await database.read { try $0.bans.count(query) } == expected.count)
            }
        }
    }

    @Test func `each order is what it says`() async throws {
        try await withDatabase { database throws in
            try await database.enter(Self.mixed)
            for sort in BanQuery.Sort.allCases {
                let rows = try await database.page(BanQuery(sort: sort, limit: 500)).rows.map(\.ban)
                #expect(rows.count == Self.mixed.count)
                for (one, next) in zip(rows, rows.dropFirst()) {
                    #expect(!Self.isOutOfOrder(one, next, sort), "\(sort): \(one) \(next)")
                }
            }
        }
    }

    /// Whether two neighbours are the wrong way round, told from the records alone.
    static func isOutOfOrder(_ one: BanRecord, _ next: BanRecord, _ sort: BanQuery.Sort) -> Bool {
        let end: (BanRecord) -> (Int, Int64) = { ban in
            if ban.isPermanent { return (2, 0) }
            return ban.endsAt.map { (0, $0) } ?? (1, 0)
        }
        let isAddressOut =
            switch (one.first, next.first) {
            case (nil, let next): next != nil
            case (_, nil): false
            case (let one?, let next?): next.lexicographicallyPrecedes(one)
            }
        switch sort {
        case .newest: return (one.bannedAt ?? .min) < (next.bannedAt ?? .min)
        case .oldest: return (next.bannedAt ?? .min) < (one.bannedAt ?? .min)
        case .address: return isAddressOut
        case .endingSoonest: return end(next) < end(one)
        case .jail: return next.jail < one.jail || next.jail == one.jail && isAddressOut
        }
    }

    @Test func `a range finds the bans that overlap it, and only them`() async throws {
        try await withDatabase { database throws in
            try await database.enter(Self.mixed)
            let ranges: [([UInt8], [UInt8], [String])] = [
                (key(198, 51, 100, 3), key(198, 51, 100, 4), ["198.51.100.3", "198.51.100.4"]),
                (key(203, 0, 113, 7), key(203, 0, 113, 7), ["203.0.113.0/24"]),
                (key(203, 0, 113, 200), key(203, 0, 120, 0), ["203.0.113.0/24"]),
                (key(203, 0, 112, 0), key(203, 0, 113, 0), ["203.0.113.0/24"]),
                (key(203, 0, 113, 0), key(203, 0, 113, 5), ["203.0.113.0/24"]),
                (key(203, 0, 114, 0), key(203, 0, 120, 0), []),
            ]
            for (first, last, expected) in ranges {
                let query = BanQuery(jails: ["sshd"], match: .range(first: first, last: last), sort: .address)
                #expect(try await database.page(query).rows.map(\.id) == expected)
                #expect(try await database.read { try $0.bans.count(query) } == expected.count)
            }
        }
    }

    @Test func `the last of all addresses does not find ids that are none`() async throws {
        try await withDatabase { database throws in
            let all = [UInt8](repeating: 0xff, count: 16)
            var last = BanRecord.raw("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
            last.first = all
            last.last = all
            try await database.enter([last, .raw("alice")])
            let page = try await database.page(BanQuery(match: .range(first: all, last: all)))
            #expect(page.rows.map(\.id) == [last.id])
        }
    }

    @Test func `host, jails and text narrow the list and its total`() async throws {
        try await withDatabase { database throws in
            try await database.enter(Self.mixed)
            try await database.enter([.address(192, 0, 2, 1, host: "other")])
            let cases: [(BanQuery, Int)] = [
                (BanQuery(), 130), (BanQuery(host: "local"), 129), (BanQuery(host: "other"), 1),
                (BanQuery(host: "nobody"), 0), (BanQuery(jails: ["sshd"]), 44),
                (BanQuery(host: "local", jails: ["sshd", "nginx", "x"]), 86), (BanQuery(jails: ["x"]), 0),
                (BanQuery(match: .text("alice")), 3), (BanQuery(match: .text("198.51.100.1")), 3),
                (BanQuery(match: .text("198.51.100.")), 0), (BanQuery(match: .prefix("198.51.100.1")), 33),
                (BanQuery(match: .prefix("")), 130),
            ]
            for (query, expected) in cases {
                let page = try await database.page(query)
                #expect(page.total == expected, "\(query)")
                #expect(page.rows.count == min(expected, 50), "\(query)")
            }
        }
    }

    @Test func `a limit is taken into its bounds`() async throws {
        try await withDatabase { database throws in
            try await database.enter((0..<255).map { .address(192, 0, 2, UInt8($0)) })
            try await database.enter((0..<255).map { .address(192, 0, 3, UInt8($0)) })
            #expect(try await database.page(BanQuery(limit: -3)).rows.count == 1)
            #expect(try await database.page(BanQuery(limit: 9999)).rows.count == 500)
        }
    }

    @Test(arguments: BanQuery.Sort.allCases)
    func `bans that stay are listed once while others come and go`(sort: BanQuery.Sort) async throws {
        try await withDatabase { database throws in
            try await database.enter(Self.mixed)
            var query = BanQuery(sort: sort, limit: 9)
            var seen: [String] = []
            var round: UInt8 = 0
            repeat {
                let page = try await database.page(query)
                seen += page.rows.map { "\($0.jail) \($0.id)" }
                query.cursor = page.next
                // The last row of the page goes, so that its cursor names no row any more, and others come.
                let gone = page.rows.last.map(\.ban)
                let new = BanRecord.address(192, 0, 2, round, at: Int64(round) * 100)
                round += 1
                try await database.write { transaction throws in
                    if let gone {
                        try transaction.bans.apply(
                            host: gone.host, jail: gone.jail, upserting: [], removing: [gone.id])
                    }
                    try transaction.bans.apply(host: "local", jail: "sshd", upserting: [new], removing: [])
                }
            } while query.cursor != nil
            let old = seen.filter { !$0.contains(" 192.0.2.") }
            #expect(old.count == Self.mixed.count)
            #expect(Set(old) == Set(Self.mixed.map { "\($0.jail) \($0.id)" }))
        }
    }

    @Test(arguments: [1, 63, 65, 130, 700])
    func `a fleet of jails is merged in order`(jails: Int) async throws {
        // Of SQLite's statements more parts than 500 are a matter; PostgreSQL's planner takes long for so many.
        try await withDatabase(jails > 500 && !isLong ? [.sqlite] : TestDatabase.all) { database throws in
            let records = (0..<jails * 2).map { (index: Int) -> BanRecord in
                let time = Int64((index * 7919) % 1000)
                return .numbered(10, index, jail: "j\(index % jails)", at: time)
            }
            try await database.enter(records)
            for sort in [BanQuery.Sort.newest, .address, .jail] {
                let ids = try await database.ids(BanQuery(sort: sort, limit: 100))
                #expect(Set(ids).count == jails * 2 && ids.count == jails * 2)
            }
            let newest = try await database.page(BanQuery(limit: 500)).rows.compactMap(\.ban.bannedAt)
            #expect(newest == newest.sorted(by: >))
        }
    }

    @Test func `many matches are walked to and few are gathered, with the same result`() async throws {
        try await withDatabase { database throws in
            let records = (0..<10_300).map { (index: Int) -> BanRecord in
                let time = Int64(index % 97)
                return .numbered(index < 10_200 ? 10 : 11, index, at: time, endsAt: Int64(index % 31))
            }
            try await database.enter(records + [.network24(9, 9, 9)])
            let many = [BanQuery.Match.prefix("10."), .range(first: key(10, 0, 0, 0), last: key(10, 255, 255, 255))]
            for match in many {
                for sort in BanQuery.Sort.allCases {
                    let ids = try await database.ids(BanQuery(match: match, sort: sort, limit: 500))
                    #expect(ids.count == 10_200 && Set(ids).count == 10_200)
                    // Half of it, which is gathered, must come in the same order.
                    let half = BanQuery.Match.range(first: key(10, 0, 0, 0), last: key(10, 0, 19, 255))
                    let gathered = try await database.ids(BanQuery(match: half, sort: sort, limit: 500))
                    let kept = Set(gathered)
                    #expect(gathered == ids.filter(kept.contains))
                }
            }
        }
    }
}
