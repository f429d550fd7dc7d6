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
        try await withDatabase { database in
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
}
