import TestSupport
import Testing

@testable import Storage

/// Sums of addresses, made part by part, against a plain count of all events.
@Suite struct AddressSumsTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `parts of a time add up to the whole, for ids of all forms`(seed: UInt64) async throws {
        try await withDatabase { database throws in
            var dice = SeededGenerator(seed: seed)
            let ids = [
                "192.0.2.1", "192.0.2.2", "0.0.0.0", "255.255.255.255", "192.0.2.0/24", "2001:db8::1", "2001:db8::2",
                "2001:db8::/32", "tty1", "user", "a text that is longer than any address",
            ]
            let events = (0..<400).map { _ in
                EventRecord.of(
                    ids.randomElement(using: &dice), [.found, .attempt, .ban].randomElement(using: &dice) ?? .found,
                    at: Int64.random(in: 0..<1000, using: &dice))
            }
            try await database.append(events)
            for _ in 0..<10 {
                let bounds = (0..<5).map { _ in Int64.random(in: 0...1000, using: &dice) }.sorted()
                var sums = AddressSums()
                for (low, high) in zip(bounds, bounds.dropFirst()) {
                    sums.add(try await database.addressSums(in: low..<high))
                }
                let limit = Int.random(in: 0...12, using: &dice)
                #expect(sums.top(limit) == Self.top(limit, events.filter { (bounds[0]..<bounds[4]).contains($0.at) }))
            }
        }
    }

    private static func top(_ limit: Int, _ events: [EventRecord]) -> [TopAddress] {
        let all = Dictionary(grouping: events) { $0.banID ?? "" }.map { id, events in
            TopAddress(
                id: id, attempts: Int64(events.count { $0.kind != .ban }),
                bans: Int64(events.count { $0.kind == .ban }),
                lastAt: events.map(\.at).max() ?? 0)
        }
        let sorted = all.sorted { one, other in
            let ranks = ((one.attempts, one.bans, one.lastAt), (other.attempts, other.bans, other.lastAt))
            let keys = (EventKey(one.id).bytes, EventKey(other.id).bytes)
            return ranks.0 == ranks.1 ? keys.0.lexicographicallyPrecedes(keys.1) : ranks.0 > ranks.1
        }
        return Array(sorted.prefix(limit))
    }
}

extension Database {
    /// What each address did, as far as the events of all buckets tell.
    func addressSums(in stretch: Range<Int64>) async throws -> AddressSums {
        try await read { transaction in
            var sums = AddressSums()
            for bucket in try transaction.events.buckets(in: stretch) {
                sums.add(try transaction.events.addressSums(in: stretch, bucket: bucket))
            }
            return sums
        }
    }
}
