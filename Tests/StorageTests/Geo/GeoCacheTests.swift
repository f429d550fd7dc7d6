import Testing

@testable import Storage

struct GeoCacheTests {
    private static func entry(
        _ number: UInt8, _ country: String? = "SE", lookedUpAt: Int64 = 10, seen: Int64 = 10
    ) -> GeoCacheEntry {
        GeoCacheEntry(
            address: [UInt8](repeating: 0, count: 15) + [number], country: country,
            network: country == nil ? nil : 64_500,
            networkName: country == nil ? "" : "Näm <b>'; --", source: "ip-api.com", lookedUpAt: lookedUpAt,
            lastSeen: seen)
    }

    @Test func `answers are kept, found, replaced and touched`() async throws {
        try await withDatabase { database in
            try await database.write(.telemetry) { transaction in
                let cache = transaction.geoCache
                let entries = (0..<120).map { Self.entry($0, $0 % 2 == 0 ? "SE" : nil, seen: Int64($0)) }
                try cache.keep(entries)
                #expect(Set(try cache.find(entries.map(\.address))) == Set(entries))
                #expect(try cache.find([Self.entry(200).address]).isEmpty && cache.find([]).isEmpty)
                // A new answer takes the place of the old; who was seen later stays so.
                try cache.keep([Self.entry(100, "FI", lookedUpAt: 20, seen: 5)])
                #expect(try cache.find([Self.entry(100).address]) == [Self.entry(100, "FI", lookedUpAt: 20, seen: 100)])
                try cache.touch([
                    (Self.entry(0).address, 500), (Self.entry(100).address, 1), (Self.entry(250).address, 9),
                ])
                #expect(try cache.recent(limit: 3).map(\.lastSeen) == [500, 119, 118] && cache.oldest() == 1)
            }
        }
    }

    @Test func `what was not seen for long is removed, the oldest first`() async throws {
        try await withDatabase { database in
            try await database.write(.telemetry) { transaction in
                let cache = transaction.geoCache
                #expect(try cache.oldest() == nil && cache.remove(notSeenSince: 100, limit: 5) == 0)
                try cache.keep((0..<20).map { Self.entry($0, seen: Int64($0) * 10) })
                #expect(try cache.remove(notSeenSince: 100, limit: 6) == 6 && cache.oldest() == 60)
                #expect(try cache.remove(notSeenSince: 100, limit: 6) == 4 && cache.oldest() == 100)
                #expect(try cache.remove(notSeenSince: 100, limit: 6) == 0 && cache.recent(limit: 99).count == 10)
            }
        }
    }
}
