import Testing

@testable import Storage

struct PostgreSQLTextTests {
    private static let texts = [
        "", "a", "\u{0}", "\u{1}", "\u{2}", "\u{0}\u{1}", "\u{1}\u{0}", "a\u{0}b", "a\u{1}", "é\u{0}",
    ]

    private func stored(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        PostgreSQLText.append(text, to: &bytes)
        return bytes
    }

    @Test func `no stored text holds the character that PostgreSQL refuses, and each is read as it was`() {
        for text in Self.texts {
            let stored = stored(text)
            #expect(!stored.contains(0))
            #expect(stored.withUnsafeBytes { PostgreSQLText.original($0) } == Array(text.utf8))
        }
    }

    @Test func `stored texts sort and begin as the texts do`() {
        for one in Self.texts {
            for other in Self.texts {
                #expect(
                    stored(one).lexicographicallyPrecedes(stored(other))
                        == one.utf8.lexicographicallyPrecedes(other.utf8))
                #expect(stored(one).starts(with: stored(other)) == one.utf8.starts(with: other.utf8))
            }
        }
    }

    @Test func `ids and prefixes with such characters are found on every driver`() async throws {
        try await withDatabase { database throws in
            let ids = ["a\u{0}b", "a\u{1}b", "a", "\u{0}"]
            try await database.enter(ids.map { .raw($0) })
            for id in ids {
                let found = try await database.page(BanQuery(match: .text(id))).rows.map(\.id)
                #expect(found.map { Array($0.utf8) } == [Array(id.utf8)])
            }
            #expect(try await database.page(BanQuery(match: .prefix("a\u{0}"))).total == 1)
            #expect(try await database.page(BanQuery(match: .prefix("a"))).total == 3)
        }
    }
}
