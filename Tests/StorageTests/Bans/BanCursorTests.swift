import Storage
import Testing

struct BanCursorTests {
    static let garbled = [
        "", "x", "AAAA", "not base64!", "=====", "🙂", "AAAAAAAAAAAAAAAAAAAAAAA=", String(repeating: "A", count: 5000),
        "' OR 1=1 --", "AP8", "//////////////////////",
    ]

    @Test(arguments: BanQuery.Sort.allCases)
    func `a garbled cursor is refused`(sort: BanQuery.Sort) async throws {
        try await withDatabase { database throws in
            try await database.enter([.address(192, 0, 2, 1)])
            for cursor in Self.garbled {
                await #expect(throws: CursorError.malformed, "\(cursor)") {
                    try await database.page(BanQuery(sort: sort, cursor: cursor))
                }
            }
        }
    }

    @Test func `a cursor of another order is refused, and every cut of a cursor`() async throws {
        try await withDatabase { database throws in
            try await database.enter(BanListTests.mixed)
            for sort in BanQuery.Sort.allCases {
                let cursor = try #require(try await database.page(BanQuery(sort: sort, limit: 3)).next)
                #expect(
                    cursor.utf8.allSatisfy {
                        $0 < 128
                            && (Character(Unicode.Scalar($0)).isLetter
                                || Character(Unicode.Scalar($0)).isNumber || $0 == 45 || $0 == 95)
                    })
                for other in BanQuery.Sort.allCases where other != sort {
                    await #expect(throws: CursorError.malformed) {
                        try await database.page(BanQuery(sort: other, cursor: cursor))
                    }
                }
                // A cut in the name of a host at the very end is still a place in the list.
                for length in 0..<(sort == .jail ? 36 : cursor.count) {
                    await #expect(throws: CursorError.malformed, "\(sort) \(length)") {
                        try await database.page(BanQuery(sort: sort, cursor: String(cursor.prefix(length))))
                    }
                }
            }
        }
    }
}
